import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  contexts,
  holdsNaively,
  instants,
  targetingRules,
  type Context,
  type Membership,
} from '../../test/support/conditions.ts';
import type { Condition } from '../evaluate/definition.ts';
import { parseInstant } from '../evaluate/dates.ts';
import type { TargetingRule } from '../schema/generated/files.ts';
import { unreachableRules } from './reach.ts';

const find = (rules: readonly object[], bucketBy: readonly string[] = ['targetingKey'], left = 100_000) =>
  unreachableRules(rules as TargetingRule[], bucketBy, { left });

/** The index of the rule that decides, straight from format.md; -1 if none does. */
function matching(
  rules: readonly TargetingRule[],
  bucketBy: readonly string[],
  [context, segments]: readonly [Context, Membership],
  now: number,
): number {
  const isBucketable = (value: unknown): boolean =>
    value !== '' && ['string', 'number', 'boolean'].includes(typeof value) && !isOdd(value);
  return rules.findIndex(({ when, from, until, serve }) => {
    if (from !== undefined && now < parseInstant(from, 'start')!) return false;
    if (until !== undefined && now >= parseInstant(until, 'end')!) return false;
    if (when !== undefined && !holdsNaively(when as Condition, context, segments)) return false;
    return typeof serve === 'string' || bucketBy.some((name) => isBucketable(context[name]));
  });
}

const isOdd = (value: unknown): boolean => typeof value === 'number' && !Number.isFinite(value);
const germany = { when: { attribute: 'country', equals: 'DE' } };
const europe = { when: { attribute: 'country', in: ['DE', 'FR'] } };
const split = { serve: { on: 1, off: 1 } };

describe('unreachableRules', () => {
  it.each<[string, object, object]>([
    ['behind one that always matches', {}, germany],
    ['with the same condition', germany, germany],
    ['with a narrower list', europe, germany],
    ['with more conditions', germany, { when: { all: [{ segment: 's' }, germany.when] } }],
    ['with fewer alternatives', { when: { any: [germany.when, { segment: 's' }] } }, { when: { any: [germany.when] } }],
    ['with a narrower range', { when: { attribute: 'n', gt: 3 } }, { when: { attribute: 'n', gte: 4 } }],
    [
      'with a longer beginning',
      { when: { attribute: 'p', startsWith: '/a' } },
      { when: { attribute: 'p', startsWith: '/a/b' } },
    ],
    [
      'within the schedule',
      { ...germany, from: '2026-01-01' },
      { ...germany, from: '2026-02-01', until: '2026-03-01' },
    ],
    ['that splits what is split before', { ...europe, ...split }, { ...germany, ...split }],
    ['of those with a bucketing value', split, { when: { attribute: 'targetingKey', in: ['a', 'b'] } }],
  ])('finds a rule %s', (_, first, second) => {
    const [found] = find([
      { name: 'a', serve: 'on', ...first },
      { name: 'b', serve: 'off', ...second },
    ]);
    expect(found).toMatchObject({ rule: 1, by: [0] });
  });

  it.each<[string, object, object]>([
    ['with a wider list', germany, europe],
    ['that matches those without a bucketing value', split, germany],
    ['of those without a bucketing value', split, { when: { attribute: 'targetingKey', equals: '' } }],
    ['before the schedule begins', { ...germany, from: '2026-02-01' }, germany],
    ['after the schedule ends', { until: '2026-02-01' }, { until: '2026-02-02' }],
    ['behind one whose date does not exist', { until: '2026-02-30' }, { until: '2026-02-01' }],
    ['behind one that cannot split', { serve: { on: 0 } }, split],
    ['behind one with a field that is unknown', { whn: germany.when }, germany],
    ['that matches nobody by itself', germany, { when: { all: [germany.when, { not: germany.when }] } }],
    ['that is never in force', {}, { from: '2026-02-01', until: '2026-01-01' }],
  ])('passes over a rule %s', (_, first, second) => {
    expect(
      find([
        { name: 'a', serve: 'on', ...first },
        { name: 'b', serve: 'off', ...second },
      ]),
    ).toEqual([]);
  });

  it('finds rules that only several take all from, and names those', () => {
    const found = find([
      { name: 'a', when: { attribute: 'plan', equals: 'pro' }, serve: 'on' },
      { name: 'b', when: { segment: 's' }, serve: 'on' },
      { name: 'c', when: { not: { attribute: 'plan', equals: 'pro' } }, serve: 'off' },
      { name: 'd', ...germany, serve: 'on' },
    ]);
    expect(found).toEqual([{ rule: 3, by: [0, 2], always: false }]);
  });

  it('knows a large condition again', () => {
    const any = Array.from({ length: 60 }, (_, i) => ({
      all: ['a', 'b', 'c'].map((attribute) => ({ attribute, equals: i })),
    }));
    expect(
      find([
        { name: 'a', when: { any }, serve: 'on' },
        { name: 'b', when: { any: structuredClone(any) }, serve: 'on' },
      ]),
    ).toHaveLength(1);
  });

  it('never reports a rule that some context reaches at some instant', () => {
    let reported = 0;
    fc.assert(
      fc.property(targetingRules, fc.constantFrom(['x'], ['x', 'y']), fc.nat(40), (rules, bucketBy, start) => {
        const found = new Set(find(rules, bucketBy).map(({ rule }) => rule));
        if (found.size === 0) return;
        reported++;
        for (const pair of contexts(41, start)) {
          for (const now of instants) {
            const decides = matching(rules, bucketBy, pair, now);
            if (found.has(decides)) expect.fail(`rule ${decides} is reached by ${JSON.stringify(pair[0])}`);
          }
        }
      }),
      { numRuns: 1000, seed: 1 },
    );
    expect(reported).toBeGreaterThan(100);
  });

  it('takes no more than moments for thousands of rules', () => {
    const many = Array.from({ length: 20_000 }, (_, i) => ({
      name: `r${i}`,
      when: { attribute: 'n', gt: -i },
      serve: 'on',
    }));
    expect(find(many).length).toBeLessThan(many.length);
  });
});
