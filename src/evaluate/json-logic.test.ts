import { FlagdCore } from '@openfeature/flagd-core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { evaluate, flag, now } from '../../test/support/evaluation.ts';
import { compileJsonLogic } from './json-logic.ts';

const variants = { on: 'on', off: 'off', true: 'yes', false: 'no' };
const silent = { error() {}, warn() {}, info() {}, debug() {} };

/** What Flagwright and flagd make of the same targeting: the variant, and whether it is the default, matched, or failed. */
function ours(targeting: unknown, context: object): readonly unknown[] {
  const block = { enabled: true, targeting, otherwise: 'off' };
  const { variant, reason } = evaluate([flag('f', block, { variants })], context, { jsonLogic: compileJsonLogic, now });
  return reason === 'ERROR' ? ['ERROR'] : [variant, reason];
}
function flagds(targeting: unknown, context: object, disableDynamicCodeGeneration: boolean): readonly unknown[] {
  const core = new FlagdCore(undefined, silent, { disableDynamicCodeGeneration });
  const definition = { state: 'ENABLED', variants, defaultVariant: 'off', targeting };
  core.setConfigurations(JSON.stringify({ flags: { f: definition } }));
  const { variant, reason } = core.resolveStringEvaluation('f', '', { ...context }, silent);
  if (reason === 'ERROR') return ['ERROR'];
  return [variant, reason === 'STATIC' ? 'DEFAULT' : reason];
}

const contexts: readonly object[] = [
  {},
  { targetingKey: 'u-1', age: 17, email: 'ada@example.com', country: 'DE', version: '2.1.0', tags: ['beta'] },
  { targetingKey: 'u-2', age: 18, email: 'ada@example.org', country: 'FR', version: 'v2.0', tags: [] },
  { targetingKey: 'u-3', age: '30', email: 'EMAIL', country: '', version: '3.0.0-rc.1', tags: ['alpha', 'beta'] },
  { targetingKey: 'u-4', age: 'old', email: 7, country: null, version: 3, user: { plan: 'pro', ages: [1, 2] } },
  { targetingKey: 'u-5', age: [1, 2], email: {}, country: 'DENMARK', version: 'x', user: {}, 'user.plan': 'pro' },
  { targetingKey: '', age: null, email: '', country: false, version: '', user: null, tags: [0, ''] },
];

const v = (name: string): object => ({ var: name });
const flagwright = [['on', 25], ['off', 75]]; // prettier-ignore
const asks = (condition: unknown): object => ({ if: [condition, 'on', 'off'] });

const logics: readonly unknown[] = [
  {},
  { '<': [v('age'), 18] },
  asks({ '<': [v('absent'), 18] }),
  asks({ '>=': [v('age'), 18] }),
  asks({ '<=': [10, v('age'), 20] }),
  asks({ '==': [v('age'), 18] }),
  asks({ '===': [v('age'), 18] }),
  asks({ '!=': [v('country'), 'DE'] }),
  asks({ '!==': [v('country'), null] }),
  asks({ '==': [v('country'), null] }),
  asks({ '!': [v('country')] }),
  asks({ '!!': v('tags') }),
  asks(v('user')),
  asks(v('tags')),
  asks({ in: [v('country'), ['DE', 'FR']] }),
  asks({ in: ['@example.com', v('email')] }),
  asks({ in: ['beta', v('tags')] }),
  asks({ and: [{ in: [v('country'), ['DE', 'FR']] }, { '>': [v('age'), 17] }] }),
  asks({ or: [{ '==': [v('user.plan'), 'pro'] }, { '==': [v('country'), 'FR'] }] }),
  { or: [v('absent'), 'on'] },
  { and: ['off', 'on'] },
  { if: [{ '==': [v('country'), 'DE'] }, 'on', { '==': [v('country'), 'FR'] }, 'true', null] },
  { if: [v('absent'), 'on'] },
  { if: ['on'] },
  { if: [] },
  asks({ '==': [{ '+': [1, '2'] }, 3] }),
  asks({ '==': [{ '-': [5, 2] }, 3] }),
  asks({ '==': [{ '*': [v('age'), 2] }, 36] }),
  asks({ '==': [{ '/': [v('age'), 2] }, 9] }),
  asks({ '==': [{ '%': [v('age'), 2] }, 0] }),
  asks({ '==': [{ '/': [1, 0] }, 0] }),
  asks({ '==': [{ min: [1, 2] }, 1] }),
  asks({ '==': [{ max: [v('age'), 1] }, 18] }),
  asks({ '==': [{ substr: [v('email'), -4] }, '.com'] }),
  asks({ '==': [{ cat: [v('country'), '!'] }, 'DE!'] }),
  { cat: ['o', 'n'] },
  { substr: ['xon', 1] },
  { var: 'missing.part' },
  { var: ['absent', 'on'] },
  { var: '' },
  { var: ['', 'on'] },
  asks({ '==': [v('user\\.plan'), 'pro'] }),
  asks({ missing: ['country', 'age', 'user.plan'] }),
  asks({ missing: 'country' }),
  asks({ missing_some: [1, ['absent', 'age']] }),
  asks({ some: [v('tags'), { '==': [v(''), 'beta'] }] }),
  asks({ all: [v('tags'), { '==': [v(''), 'beta'] }] }),
  asks({ none: [v('tags'), { '==': [v(''), 'beta'] }] }),
  asks({ filter: [v('tags'), { '!=': [v(''), 'beta'] }] }),
  asks({ in: ['betax', { map: [['beta', 'gamma'], { cat: [v(''), 'x'] }] }] }),
  asks({ '==': [{ reduce: [[1, 2, 3], { '+': [v('current'), v('accumulator')] }, 0] }, 6] }),
  asks({ '==': [{ reduce: [v('user.ages'), { '-': [v('accumulator'), v('current')] }, 0] }, -3] }),
  asks({ in: ['b', { merge: [['a'], 'b', ['c']] }] }),
  asks({ '==': [v('$flagd.flagKey'), 'f'] }),
  asks({ '>': [v('$flagd.timestamp'), now / 1000 - 1] }),
  asks({ '>': [v('$flagd.timestamp'), now / 1000] }),
  asks({ starts_with: [v('email'), 'ada@'] }),
  asks({ ends_with: [v('email'), '@example.com'] }),
  { ends_with: [v('email'), '@example.com'] },
  { starts_with: 'a' },
  ...['=', '!=', '<', '<=', '>', '>=', '^', '~', '?'].map((operator) => asks({ sem_ver: [v('version'), operator, '2.1'] })),
  asks({ sem_ver: ['V2.1.0+build', '=', v('version')] }),
  asks({ sem_ver: [v('version'), '>'] }),
  { fractional: flagwright },
  { fractional: [v('email'), ...flagwright] },
  { fractional: [{ cat: [v('$flagd.flagKey'), v('targetingKey')] }, ...flagwright] },
  { fractional: [['on'], ['off']] },
  { fractional: [['on', { if: [{ '==': [v('country'), 'DE'] }, 100, 0] }], ['off', 10]] },
  { fractional: [[{ if: [{ '==': [v('country'), 'DE'] }, 'true', 'false'] }, 1], ['off', 1]] },
  { fractional: [['on', 0]] },
  { fractional: [['on', -5], ['off', 1]] },
  { fractional: [['on', 1, 2]] },
  { fractional: ['seed', 'on'] },
  { fractional: [['on', 0.5], ['off', 1]] },
  { fractional: [['on', 2147483647], ['off', 1]] },
  { '!': [true] },
  { cat: ['nobody'] },
  { '+': [1, 2] },
  { matches: [v('email'), '.*'] },
  { '==': [1, 1], '!=': [1, 1] },
  { log: 'on' },
  { in: ['a'] },
  { '==': [1] },
]; // prettier-ignore

describe('beside flagd', () => {
  beforeAll(() => {
    vi.useFakeTimers({ now });
  });
  afterAll(() => {
    vi.useRealTimers();
  });

  test.each(logics.map((logic) => [JSON.stringify(logic), logic]))('%s', (_, logic) => {
    for (const context of contexts) {
      // In a few corners flagd's compiler and its interpreter differ; what they agree on has to be ours too.
      const answers = [flagds(logic, context, false), flagds(logic, context, true)];
      expect(answers, JSON.stringify(context)).toContainEqual(ours(logic, context));
    }
  });

  test('splits alike, whatever the ASCII key', () => {
    const key = fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(key, key, fc.nat(1000), fc.integer({ min: 1, max: 1000 }), (targetingKey, email, on, off) => {
        for (const by of [[], [v('email')], [{ cat: [v('email'), v('targetingKey')] }]]) {
          const logic = { fractional: [...by, ['on', on], ['off', off]] };
          expect(ours(logic, { targetingKey, email })).toEqual(flagds(logic, { targetingKey, email }, false));
        }
      }),
      { numRuns: 300 },
    );
  });

  test('weights of our own split as fractional does', () => {
    const key = fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(key, fc.nat(1000), fc.integer({ min: 1, max: 1000 }), (targetingKey, on, off) => {
        const { variant } = evaluate([flag('f', { enabled: true, otherwise: { on, off } })], { targetingKey });
        expect([variant]).toEqual(flagds({ fractional: [['on', on], ['off', off]] }, { targetingKey }, false).slice(0, 1)); // prettier-ignore
      }),
      { numRuns: 300 },
    );
  });
});
