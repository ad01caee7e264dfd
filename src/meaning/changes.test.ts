import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyChanges } from './apply-changes.ts';
import { canonicalText } from './canonical.ts';
import type { Change } from './change.ts';
import { flagChanges, governanceChanges, segmentChanges } from './changes.ts';
import { anyCondition, anyEdit, anyFlag, anything, editFlag } from '../../test/support/definition-edits.ts';

const summaries = (before: object, after: object): string[] => flagChanges(before, after).map(({ summary }) => summary);
const canonical = (value: unknown): string => (value === undefined ? 'absent' : canonicalText(value));

/** The changes as they are after they were printed and read again; JSON has no word for NaN. */
const printed = (changes: Change[]): Change[] => JSON.parse(JSON.stringify(changes)) as Change[];
const hasNumbersOfYaml = (value: unknown): boolean => /#(NaN|-?Infinity)/.test(canonical(value));

/** What must hold of the changes between any two values. */
function check(before: unknown, after: unknown, changesOf: (before: unknown, after: unknown) => Change[]): void {
  const changes = changesOf(before, after);
  const read = hasNumbersOfYaml(before) || hasNumbersOfYaml(after) ? changes : printed(changes);
  expect(canonical(applyChanges(before, read))).toBe(canonical(after));
  expect(changes.length === 0).toBe(canonical(before) === canonical(after));
  for (const { summary, kind, environment, path } of changes) {
    expect(summary).toMatch(/^\S.*\S$/s);
    expect(summary.length).toBeLessThan(600);
    expect(environment === undefined || (path[0] === 'environments' && path[1] === environment)).toBe(true);
    expect(kind).not.toBe('moved');
  }
}

describe('applying the changes to the before gives the after', () => {
  it('for any two flags', () => {
    fc.assert(
      fc.property(anyFlag, anyFlag, (before, after) => check(before, after, flagChanges)),
      { numRuns: 500, seed: 1 },
    );
  });

  it('for a flag and small edits of it', () => {
    fc.assert(
      fc.property(anyFlag, fc.array(anyEdit, { minLength: 1, maxLength: 3 }), (before, edits) => {
        check(before, edits.reduce<unknown>(editFlag, before), flagChanges);
      }),
      { numRuns: 1500, seed: 2 },
    );
  });

  it('for whatever is in the place of a flag, a segment, or the rules of the house', () => {
    const value = fc.oneof(anything, anyFlag);
    for (const changesOf of [flagChanges, segmentChanges, governanceChanges]) {
      fc.assert(
        fc.property(value, value, anyEdit, (one, other, edit) => {
          check(one, other, changesOf);
          check(one, editFlag(one, edit), changesOf);
        }),
        { numRuns: 250, seed: 3 },
      );
    }
  });

  it('for conditions of segments', () => {
    fc.assert(
      fc.property(anyCondition, anyCondition, (one, other) => {
        check({ when: one }, { when: other }, segmentChanges);
      }),
      { numRuns: 1000, seed: 4 },
    );
  });
});

describe('the words', () => {
  const production = (block: unknown): object => ({ environments: { production: block } });
  const rules = (...list: object[]): object => production({ enabled: true, rules: list, otherwise: 'off' });
  const internal = { name: 'internal', when: { segment: 'employees' }, serve: 'on' };
  const eu = (on: number): object => ({ name: 'eu-gradual', serve: { on, off: 100 - on } });
  const countries = (...list: string[]): object => ({ attribute: 'country', in: list });

  it.each<[string, object, object, string[]]>([
    ['state', production({ enabled: true }), production({ enabled: false }), ['production: on → off']],
    ['state, short', production(true), production(false), ['production: on → off']],
    ['written out', production(true), production({ enabled: true }), ['production: written out']],
    ['written short', production({ enabled: true }), production(true), ['production: written short']],
    ['added off', {  }, production(false), ['environments added', 'production: added, off']],
    ['added', production(true), { environments: { production: true, staging: { enabled: true, otherwise: { on: 10, off: 90 } } } },
      ['staging: added, 10% on', 'staging: added: 10% on']],
    ['removed', { environments: { staging: true } }, { environments: {} }, ['staging: removed (was on)']],
    ['enabled at a share', production({ enabled: false, rules: [eu(10)], otherwise: 'off' }), rules(eu(10)), ['production: off → 10% on']],
    ['otherwise', production({ enabled: true, otherwise: { on: 25, off: 75 } }), production({ enabled: true, otherwise: { on: 50, off: 50 } }),
      ['production: 25% → 50% on']],
    ['otherwise removed', production({ enabled: true, otherwise: 'off' }), production({ enabled: true }), ['production: otherwise removed (was off)']],
    ['otherwise added', production({ enabled: true }), production({ enabled: true, otherwise: { on: 25, off: 75 } }), ['production: otherwise added: 25% on']],
    ['weights in another order', production({ enabled: true, otherwise: { on: 50, off: 50 } }), production({ enabled: true, otherwise: { off: 50, on: 50 } }),
      ['production: on 50, off 50 → off 50, on 50']],
    ['rule share', rules(internal, eu(25)), rules(internal, eu(50)), ['production: rule eu-gradual 25% → 50% on']],
    ['rule moved', rules(eu(25), internal), rules(internal, eu(25)), ['production: rule internal moved before eu-gradual']],
    ['rule added', rules(eu(25)), rules(internal, eu(25)), ['production: rule internal added before eu-gradual: on for segment employees']],
    ['rule removed', rules(internal, eu(25)), rules(internal), ['production: rule eu-gradual removed (was 25% on for everyone)']],
    ['rule condition', rules({ ...internal, when: countries('DE', 'FR') }), rules({ ...internal, when: countries('DE', 'FR', 'NL') }),
      ['production: rule internal country in DE, FR → DE, FR, NL']],
    ['one of several conditions', rules({ ...internal, when: { all: [countries('DE'), { segment: 'beta' }] } }),
      rules({ ...internal, when: { all: [countries('DE', 'FR'), { segment: 'beta' }] } }), ['production: rule internal country in DE → DE, FR']],
    ['another condition', rules(internal), rules({ ...internal, when: { not: countries('DE') } }),
      ['production: rule internal segment employees → not country in DE']],
    ['expiry', { expires: '2026-10-15' }, { expires: '2026-10-30', extensions: [{ until: '2026-10-30', reason: 'The bank is late.' }] },
      ['expires 2026-10-15 → 2026-10-30 (extension 1)', 'extensions until 2026-10-30: The bank is late.']],
    ['sets', { tags: ['a', 'b'] }, { tags: ['b', 'c'] }, ['tags +c -a']],
    ['a set in another order', { tags: ['a', 'b'] }, { tags: ['b', 'a'] }, ['tags reordered']],
    ['prerequisites', { prerequisites: [{ flag: 'v1' }] }, { prerequisites: [{ flag: 'v2', variant: 'on' }] },
      ['prerequisite v1 removed', 'prerequisite v2 added: on']],
    ['variants', { variants: { on: 1, off: 2 } }, { variants: { on: 1, off: 3 } }, ['variants off 2 → 3']],
    ['owner', { owner: 'checkout' }, { owner: 'payments' }, ['owner checkout → payments']],
  ])('%s', (_, before, after, expected) => {
    expect(summaries(before, after)).toEqual(expected);
  }); // prettier-ignore

  it('counts extensions against the most there may be', () => {
    const [expires] = flagChanges({ expires: '1' }, { expires: '2', extensions: [{}] }, { maxExtensions: 2 });
    expect(expires?.detail).toBe('1 → 2 (extension 1 of 2)');
  });

  it('tells of a flag that came in one line', () => {
    const flag = {
      prerequisites: [{ flag: 'payment-api-v2' }],
      expires: '2027-03-01',
      environments: { staging: true, production: false },
    };
    expect(flagChanges(undefined, flag)).toMatchObject([
      {
        kind: 'create',
        path: [],
        summary: 'created: production off, staging on; needs payment-api-v2; expires 2027-03-01',
      },
    ]);
    expect(flagChanges(flag, undefined)).toMatchObject([{ kind: 'delete', path: [], summary: 'removed' }]);
  });

  it('does not care for the order of fields', () => {
    expect(flagChanges({ a: 1, b: { c: 1, d: 2 } }, { b: { d: 2, c: 1 }, a: 1 })).toEqual([]);
  });

  it('goes into the rules of the house', () => {
    const before = { environments: { production: { critical: true } }, rules: [{ id: 'a', authors: ['owner'] }] };
    const after = { environments: { production: { critical: false } }, rules: [{ id: 'a', authors: ['team:x'] }] };
    expect(governanceChanges(before, after)).toMatchObject([
      {
        kind: 'governance',
        path: ['environments', 'production', 'critical'],
        summary: 'environments.production.critical true → false',
      },
      {
        kind: 'governance',
        path: ['rules', 'a', 'authors'],
        before: ['owner'],
        summary: 'rules a authors owner → team:x',
      },
    ]);
  });
});

describe('the kinds', () => {
  it.each<[string, object, object]>([
    ['state', { environments: { p: { enabled: true } } }, { environments: { p: { enabled: false } } }],
    ['state', { environments: {} }, { environments: { p: true } }],
    ['metadata', { environments: {} }, { environments: { p: false } }],
    [
      'targeting',
      { environments: { p: { enabled: true } } },
      { environments: { p: { enabled: true, otherwise: 'off' } } },
    ],
    ['targeting', { seed: 'a' }, { seed: 'b' }],
    ['targeting', {}, { bucketBy: 'b' }],
    ['metadata', {}, { metrics: { success: 'sold' } }],
    ['targeting', { bucketBy: ['a', 'b'] }, { bucketBy: ['b', 'a'] }],
    ['variants', { off: 'off' }, { off: 'on' }],
    ['variants', {}, { onFailure: 'on' }],
    ['prerequisites', {}, { conflicts: [{ flag: 'a' }] }],
    ['prerequisites', { fallback: { flag: 'a' } }, { fallback: { flag: 'b' } }],
    ['lifecycle', {}, { review: { every: '90d' } }],
    ['lifecycle', { created: '1' }, { created: '2' }],
    ['ownership', { criticality: 'low' }, {}],
    ['ownership', { type: 'ops' }, { type: 'release' }],
    ['metadata', {}, { tags: [] }],
    ['metadata', { constructor: 1 }, { constructor: 2 }],
  ])('%s: %j → %j', (kind, before, after) => {
    expect(flagChanges(before, after).map((change) => change.kind)).toEqual([kind]);
  });
});
