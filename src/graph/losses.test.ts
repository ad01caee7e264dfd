import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { projectOf } from '../../test/support/project-of.ts';
import { compileFlags } from '../evaluate/compile.ts';
import type { FlagDefinition } from '../evaluate/definition.ts';
import { activityAt } from './activity.ts';
import { dependencyGraph } from './dependency-graph.ts';
import { lossesOf, lossesWhenOff, type Losses } from './losses.ts';

const now = Date.parse('2026-11-22T12:00:00Z');
const needs = (flag: string, variant?: string | string[]): object => ({ flag, ...(variant && { variant }) });
const live = { live: true };

function whenOff(flags: Record<string, unknown>, ...keys: string[]): Losses {
  const graph = dependencyGraph(projectOf({ flags }));
  return lossesWhenOff(graph, activityAt(graph, now), keys, ['staging', 'live']);
}

describe('lossesWhenOff', () => {
  it('takes from all that need it, directly or through others, where they had it', () => {
    const losses = whenOff(
      {
        base: { environments: live },
        near: { prerequisites: [needs('base')], environments: live },
        far: { prerequisites: [needs('near', 'on')], environments: live },
        dormant: { prerequisites: [needs('base')] },
        behind: { prerequisites: [needs('dormant')], environments: live },
      },
      'base',
    );
    const lost = ['near', 'far', 'dormant', 'behind'].map((key) => losses.of(key, 'live'));
    expect(lost).toEqual(['wholly', 'wholly', 'wholly', undefined]);
    expect(losses.of('near', 'staging')).toBeUndefined();
    expect(losses.of('base', 'live')).toBeUndefined();
  });

  it('hits those that had it, those that could have been enabled, and those that nobody has in other ways', () => {
    const losses = whenOff(
      {
        base: { environments: live },
        off: {},
        active: { prerequisites: [needs('base')], environments: live },
        dormant: { prerequisites: [needs('base')] },
        blocked: { prerequisites: [needs('base'), needs('off')], environments: live },
        hopeless: { prerequisites: [needs('off'), needs('base')] },
        apart: { prerequisites: [needs('off')], environments: live },
      },
      'base',
    );
    const how = ['active', 'dormant', 'blocked', 'hopeless', 'apart'].map((key) => losses.hit(key, 'live')?.how);
    expect(how).toEqual(['active', 'dormant', 'idle', 'idle', undefined]);
  });

  it('knows that an off variant that is wanted is still served by those that fail', () => {
    const flags = {
      base: { environments: live },
      near: { prerequisites: [needs('base')], environments: live },
      inverse: { prerequisites: [needs('near', 'off')], environments: live },
      either: { prerequisites: [needs('near', ['on', 'off'])], environments: live },
      below: { prerequisites: [needs('inverse', 'off')], environments: live },
    };
    const losses = whenOff(flags, 'base');
    expect(losses.of('inverse', 'live')).toBeUndefined();
    expect(losses.of('either', 'live')).toBeUndefined();
    // inverse comes on, and those that want it off no longer have that
    expect(losses.of('below', 'live')).toBe('partly');
  });

  it('is linear in a chain of 10,000', () => {
    const chain: Record<string, unknown> = { f0: { environments: live } };
    for (let at = 1; at <= 10_000; at++) {
      chain[`f${at}`] = { prerequisites: [needs(`f${at - 1}`)], environments: live };
    }
    expect(whenOff(chain, 'f0').of('f10000', 'live')).toBe('wholly');
  });
});

describe('lossesOf', () => {
  it('says partly where a wanted variant is still served, but not to everybody', () => {
    const states = (serve: unknown): Record<string, unknown> => ({
      base: { variants: { a: 1, b: 2, off: 0 }, environments: { live: { enabled: true, otherwise: serve } } },
      wantsB: { prerequisites: [needs('base', 'b')], environments: live },
      wantsAny: { prerequisites: [needs('base')], environments: live },
      below: { prerequisites: [needs('wantsB')], environments: live },
    });
    const lost = (before: unknown, after: unknown): unknown[] => {
      const losses = between(states(before), states(after), ['base']);
      return ['wantsB', 'wantsAny', 'below'].map((key) => losses.of(key, 'live'));
    };
    expect(lost('b', { a: 1, b: 1 })).toEqual(['partly', undefined, 'partly']);
    expect(lost({ a: 1, b: 1 }, 'b')).toEqual([undefined, undefined, undefined]);
    expect(lost('b', 'a')).toEqual(['wholly', undefined, 'wholly']);
    expect(lost('b', { b: 25, off: 75 })).toEqual(['partly', 'partly', 'partly']);
    expect(lost('a', 'b')).toEqual([undefined, undefined, undefined]);
  });

  it('misses no loss that some context has, and says wholly only where none is left', () => {
    fc.assert(
      fc.property(cases, ({ flags, blocks, at }) => {
        const key = `f${at % flags.length}`;
        const changed = flags.map((flag) => (flag.key === key ? { ...flag, environments: { live: blocks } } : flag));
        const losses = between(byKey(flags), byKey(changed as FlagDefinition[]), [key]);
        const [before, after] = [flags, changed as FlagDefinition[]].map(holding) as [Held, Held];
        for (const flag of flags) {
          if (flag.key === key) continue;
          const loss = losses.of(flag.key, 'live');
          flag.prerequisites!.forEach((_, index) => {
            const contextsLost = contexts.filter((one) => before(flag, index, one) && !after(flag, index, one));
            if (contextsLost.length > 0) expect(loss).toBeDefined();
          });
          if (loss !== 'wholly') continue;
          const gone = flag.prerequisites!.some((_, index) => contexts.every((one) => !after(flag, index, one)));
          expect(gone).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});

function between(before: Record<string, unknown>, after: Record<string, unknown>, changed: string[]): Losses {
  const graph = dependencyGraph(projectOf({ flags: before }));
  const later = activityAt(dependencyGraph(projectOf({ flags: after })), now);
  return lossesOf({ graph, before: activityAt(graph, now), after: later }, changed, ['live']);
}

const byKey = (flags: readonly FlagDefinition[]): Record<string, unknown> =>
  Object.fromEntries(flags.map((flag) => [flag.key, flag]));

const contexts = [0, 1, 2, 3].map((bits) => ({ targetingKey: 'u', a: (bits & 1) > 0, b: (bits & 2) > 0 }));
type Held = (flag: FlagDefinition, prerequisite: number, context: (typeof contexts)[number]) => boolean;

/** Whether one prerequisite holds for a context, by evaluating a flag that has no other. */
function holding(flags: readonly FlagDefinition[]): Held {
  return ({ prerequisites }, index, context) => {
    const probe = { key: 'probe', prerequisites: [prerequisites![index]!], environments: { live: true } };
    const evaluator = compileFlags({ flags: [...flags, probe], segments: new Map(), environment: 'live' });
    return evaluator.evaluate('probe', context, { now }).variant === 'on';
  };
}

const names = ['on', 'off', 'other'];
const rule = fc.record({
  name: fc.constant('r'),
  when: fc.constantFrom({ attribute: 'a', equals: true }, { attribute: 'b', equals: true }),
  serve: fc.constantFrom(...names),
});
const block = fc.record({
  enabled: fc.boolean(),
  rules: fc.array(rule, { maxLength: 2 }),
  otherwise: fc.constantFrom(...names),
});
const cases = fc.record({
  at: fc.nat(20),
  blocks: block,
  flags: fc
    .array(
      fc.record({
        wants: fc.array(
          fc.record({ step: fc.integer({ min: 1, max: 3 }), variant: fc.subarray(names, { minLength: 1 }) }),
          { maxLength: 2 },
        ),
        block,
      }),
      { minLength: 2, maxLength: 6 },
    )
    .map((flags) =>
      flags.map(({ wants, block: live }, at) => ({
        key: `f${at}`,
        variants: { on: 1, off: 2, other: 3 },
        prerequisites: wants
          .filter(({ step }) => at + step < flags.length)
          .map(({ step, variant }) => ({ flag: `f${at + step}`, variant })),
        environments: { live },
      })),
    ),
});
