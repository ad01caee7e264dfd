import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileFlags } from './compile.ts';
import type { EnvironmentBlock, FlagDefinition, SegmentDefinition } from './definition.ts';
import type { EvaluationContext } from './evaluation.ts';

const now = Date.UTC(2026, 9, 1);
const when = {
  any: [
    { attribute: 'a', equals: 'x' },
    { attribute: 'a', in: [1, 2, 3] },
    { attribute: 'a', contains: 'x' },
    { attribute: 'a.b', startsWith: 'x' },
    { attribute: 'a', endsWith: 'x' },
    { attribute: 'a', gt: 5 },
    { attribute: 'a', semver: '>=1.0.0' },
    { not: { attribute: '__proto__', exists: false } },
    { segment: 's' },
  ],
};
const segments = new Map<string, SegmentDefinition>([['s', { when: { attribute: 'a', equals: true } }]]);
const flags: FlagDefinition[] = [
  {
    key: 'f',
    onFailure: 'on',
    prerequisites: [{ flag: 'p' }],
    environments: { e: { enabled: true, rules: [{ name: 'r', when, serve: { on: 1, off: 1 } }], otherwise: 'off' } },
  },
  { key: 'p', environments: { e: { enabled: true, rules: [{ name: 'q', when, serve: 'on' }], otherwise: 'on' } } },
  { key: 'j', onFailure: 'on', environments: { e: { enabled: true, targeting: {}, otherwise: 'off' } } },
];
const evaluator = compileFlags({ flags, segments, environment: 'e', jsonLogic: () => (data) => data['a'] });
const REASONS = ['STATIC', 'DEFAULT', 'TARGETING_MATCH', 'SPLIT', 'DISABLED', 'PREREQUISITE_FAILED', 'ERROR'];

const refusing = (): never => {
  throw new Error('no');
};
/** Made anew for each run: the test library may not touch them either. */
const hostile = fc.constantFrom<() => unknown>(
  () => new Proxy({}, { get: refusing, has: refusing, getOwnPropertyDescriptor: refusing, ownKeys: refusing }),
  () => new Proxy({ a: 1 }, { get: () => Symbol('s') }),
  () => ({
    get a() {
      return refusing();
    },
  }),
  () => ({
    get a(): never {
      throw null;
    },
  }),
  () => ({
    get a(): never {
      throw new Proxy(new Error('x'), { get: refusing, getPrototypeOf: refusing });
    },
  }),
  () => ({
    get a(): never {
      throw Object.defineProperty(new Error('x'), 'message', { get: refusing });
    },
  }),
  () => ({
    get a(): unknown {
      return (this as { a: unknown }).a;
    },
  }), // endless recursion
  () => {
    const cyclic: Record<string, unknown> = {};
    cyclic['a'] = cyclic;
    cyclic['targetingKey'] = cyclic;
    return cyclic;
  },
  () => ({ a: Symbol('s'), targetingKey: Symbol('t') }),
  () => ({ a: 10n, targetingKey: () => 'x' }),
  () => ({ a: { b: { toString: refusing, valueOf: refusing } }, targetingKey: { toString: refusing } }),
  () => ({ a: 'x'.repeat(1_000_000), targetingKey: '😀'.repeat(300_000) }),
  () => Proxy.revocable({}, {}).proxy,
  () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
  () => {
    const { proxy, revoke } = Proxy.revocable([], {});
    revoke();
    return { a: proxy };
  },
  () => Object.create(null) as object,
  () => new Date(Number.NaN),
  () => new Map([['a', 'x']]),
  () => [],
  () => 'a string',
  () => null,
  () => undefined,
);
const contexts = fc.oneof(
  hostile,
  fc
    .anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withSparseArray: true })
    .map((value) => () => value),
  fc.record({ a: fc.anything(), targetingKey: fc.anything() }).map((value) => () => value),
);

test('whatever the context is, evaluation answers and does not throw', () => {
  fc.assert(
    fc.property(contexts, fc.boolean(), (make, trace) => {
      const context = make();
      for (const key of ['f', 'p', 'j']) {
        const result = evaluator.evaluate(key, context as EvaluationContext, { now, trace });
        expect(REASONS).toContain(result.reason);
        expect(['on', 'off']).toContain(result.variant);
        expect(result.errorCode === undefined).toBe(result.reason !== 'ERROR');
        expect(Array.isArray(result.trace)).toBe(trace);
      }
      expect(evaluator.evaluateAll(context as EvaluationContext, { now })).toHaveLength(3);
    }),
    { numRuns: 500 },
  );
});

test('what cannot be read gives the onFailure variant, GENERAL, and the message', () => {
  const context = {
    get a() {
      return refusing();
    },
  };
  const error = { value: true, variant: 'on', reason: 'ERROR', errorCode: 'GENERAL', errorMessage: 'no' };
  expect(evaluator.evaluate('j', context, { now })).toMatchObject(error);
  expect(evaluator.evaluateAll(context, { now })[2]).toMatchObject(error);
});

test('options that make no sense are an ERROR too', () => {
  for (const options of [undefined, {}, { now: 'x' }, { now: null }]) {
    expect(evaluator.evaluate('f', {}, options as never)).toMatchObject({ variant: 'on', errorCode: 'GENERAL' });
    expect(evaluator.evaluateAll({}, options as never)[0]).toMatchObject({ variant: 'on', errorCode: 'GENERAL' });
  }
});

test('a context that evaluates by itself while it is read changes nothing', () => {
  const inner = { a: false };
  const context = {
    get a() {
      evaluator.evaluate('p', inner, { now });
      return true;
    },
    targetingKey: 'u-1',
  };
  expect(evaluator.evaluate('f', context, { now })).toEqual(
    evaluator.evaluate('f', { a: true, targetingKey: 'u-1' }, { now }),
  );
});

describe('a definition that cannot be used', () => {
  const rule = { name: 'r', serve: 'on' };
  const rules = (...list: unknown[]): EnvironmentBlock => ({ enabled: true, rules: list as [], otherwise: 'off' });
  const broken = new Map<string, SegmentDefinition>([
    ['a', { when: { segment: 'b' } }],
    ['b', { when: { any: [{ attribute: 'x', exists: false }, { segment: 'a' }] } }],
  ]);
  const evaluate = (definition: unknown) =>
    compileFlags({
      flags: new Map([['f', definition as FlagDefinition]]),
      segments: broken,
      environment: 'e',
    }).evaluate('f', { targetingKey: 'u-1' }, { now, trace: true });

  test.each<[string, unknown]>([
    ['serves a variant that does not exist', { enabled: true, otherwise: 'gone' }],
    ['serves something that is not one of its variants', { enabled: true, otherwise: 'constructor' }],
    ['splits to a variant that does not exist', { enabled: true, otherwise: { on: 1, gone: 1 } }],
    ['has weights of 0', { enabled: true, otherwise: { on: 0, off: 0 } }],
    ['has no weights', { enabled: true, otherwise: {} }],
    ['has negative weights', { enabled: true, otherwise: { on: -1, off: 2 } }],
    ['has fractions for weights', { enabled: true, otherwise: { on: 0.5, off: 0.5 } }],
    ['has too large weights', { enabled: true, otherwise: { on: 2147483647, off: 1 } }],
    ['serves nothing at all', { enabled: true, otherwise: null }],
    ['uses an unknown segment', rules({ ...rule, when: { segment: 'gone' } })],
    ['uses a segment that uses itself', rules({ ...rule, when: { segment: 'a' } })],
    ['uses it only where it would not be asked', rules({ ...rule, when: { any: [{ all: [] }, { segment: 'b' }] } })],
    ['has an unknown operator', rules({ ...rule, when: { attribute: 'a', like: 'x' } })],
    ['has a wrong comparator', rules({ ...rule, when: { attribute: 'a', semver: '1.x' } })],
    ['has a date that does not exist', rules({ ...rule, from: '2026-02-30' })],
    ['has a date without zone', rules({ ...rule, until: '2026-02-03T10:00:00' })],
    ['has a rule that serves nothing', rules({ name: 'r' })],
    ['has rules that are not a list', rules(null)],
    ['has no list of rules', { enabled: true, rules: {}, otherwise: 'off' }],
  ])('%s: the onFailure variant, PARSE_ERROR, for everybody', (_, block) => {
    const result = evaluate({ key: 'f', onFailure: 'on', environments: { e: block } });
    expect(result).toMatchObject({ variant: 'on', value: true, reason: 'ERROR', errorCode: 'PARSE_ERROR' });
    expect(result.trace).toEqual([{ step: 'error', detail: result.errorMessage, result: 'PARSE_ERROR' }]);
  });

  test('is disabled all the same where it is disabled', () => {
    expect(evaluate({ key: 'f', environments: { e: { enabled: false, otherwise: 'gone' } } }).reason).toBe('DISABLED');
  });

  test('falls back to the off variant if onFailure names none, and to nothing if off names none', () => {
    const environments = { e: true };
    expect(evaluate({ key: 'f', onFailure: 'gone', environments })).toMatchObject({
      variant: 'off',
      errorCode: 'PARSE_ERROR',
    });
    expect(evaluate({ key: 'f', off: 'gone', environments })).toMatchObject({
      variant: undefined,
      errorCode: 'PARSE_ERROR',
    });
  });

  test.each([
    null,
    undefined,
    7,
    'x',
    [],
    {},
    { key: 'f' },
    { key: 'f', variants: null, environments: {} },
    { key: 'f', environments: null },
  ])('is never an exception: %j', (definition) => {
    const result = evaluate(definition);
    expect(result.reason === 'ERROR' ? result.errorCode : result.reason).toMatch(
      /^(PARSE_ERROR|FLAG_NOT_FOUND|DISABLED)$/,
    );
  });
});
