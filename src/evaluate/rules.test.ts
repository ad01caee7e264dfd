import { describe, expect, test, vi } from 'vitest';
import type { TargetingCompiler } from './compile-flag.ts';
import type { EnvironmentBlock } from './definition.ts';
import type { Parts } from '../../test/support/evaluation.ts';
import { murmur3 } from './murmur3.ts';
import { evaluate, flag, now, serving } from '../../test/support/evaluation.ts';

const YES = { attribute: 'never', exists: false };
const NO = { attribute: 'never', exists: true };
const RULE = { name: 'rule', serve: 'on' };

describe('4. rules', () => {
  const rules = (...list: EnvironmentBlock['rules'] & object): EnvironmentBlock => ({
    enabled: true,
    rules: list,
    otherwise: 'off',
  });

  test('the first that matches counts', () => {
    const block = rules(
      { name: 'never', when: NO, serve: 'off' },
      { name: 'first', when: YES, serve: 'on' },
      { name: 'second', when: YES, serve: 'off' },
    );
    expect(serving(block)).toMatchObject({
      variant: 'on',
      value: true,
      reason: 'TARGETING_MATCH',
      rule: 'first',
      flagMetadata: { rule: 'first' },
    });
  });

  test('a rule without a condition always matches', () => {
    expect(serving(rules(RULE))).toMatchObject({ variant: 'on', rule: 'rule' });
  });

  test('from is inclusive, until with a time exclusive, until with a day inclusive', () => {
    const at = (block: EnvironmentBlock, time: string) =>
      evaluate([flag('f', block)], {}, { now: new Date(time) }).variant;
    const timed = rules({ ...RULE, from: '2026-09-01T08:00:00Z', until: '2026-09-02T08:00:00Z' });
    expect(at(timed, '2026-09-01T07:59:59.999Z')).toBe('off');
    expect(at(timed, '2026-09-01T08:00:00.000Z')).toBe('on');
    expect(at(timed, '2026-09-02T07:59:59.999Z')).toBe('on');
    expect(at(timed, '2026-09-02T08:00:00.000Z')).toBe('off');
    const daily = rules({ ...RULE, from: '2026-09-01', until: '2026-09-02' });
    expect(at(daily, '2026-08-31T23:59:59.999Z')).toBe('off');
    expect(at(daily, '2026-09-01T00:00:00.000Z')).toBe('on');
    expect(at(daily, '2026-09-02T23:59:59.999Z')).toBe('on');
    expect(at(daily, '2026-09-03T00:00:00.000Z')).toBe('off');
    expect(at(rules({ ...RULE, until: '2026-09-02' }), '1999-01-01T00:00:00Z')).toBe('on');
    expect(evaluate([flag('f', daily)], {}, { now: Number.NaN }).variant).toBe('off');
  });

  test('weights give SPLIT and the rule', () => {
    expect(serving(rules({ name: 'half', serve: { on: 1, off: 1 } }), { targetingKey: 'u-1' })).toMatchObject({
      reason: 'SPLIT',
      rule: 'half',
      flagMetadata: { rule: 'half' },
    });
  });

  test.each<object>([{}, { targetingKey: '' }, { targetingKey: null }, { targetingKey: ['a'] }, { targetingKey: {} }])(
    'a split without a bucketing value is skipped: %j',
    (context) => {
      const block = rules({ name: 'half', serve: { on: 1, off: 1 } }, { name: 'rest', serve: 'on' });
      expect(serving(block, context)).toMatchObject({ variant: 'on', rule: 'rest', reason: 'TARGETING_MATCH' });
    },
  );

  test('conditions may name segments', () => {
    const block = rules({ ...RULE, when: { segment: 'employees' } });
    const segments = { employees: { when: { attribute: 'email', endsWith: '@example.com' } } };
    expect(evaluate([flag('f', block)], { email: 'a@example.com' }, { segments }).variant).toBe('on');
    expect(evaluate([flag('f', block)], { email: 'a@example.org' }, { segments }).variant).toBe('off');
  });
});

describe('5. otherwise', () => {
  test('STATIC without rules and weights', () => {
    expect(serving(true)).toMatchObject({ variant: 'on', reason: 'STATIC', rule: undefined, flagMetadata: {} });
    expect(serving({ enabled: true, otherwise: 'off' })).toMatchObject({ variant: 'off', reason: 'STATIC' });
    expect(serving({ enabled: true, rules: [] })).toMatchObject({ variant: 'on', reason: 'STATIC' });
  });

  test('DEFAULT when no rule matched', () => {
    const block = { enabled: true, rules: [{ ...RULE, when: NO }], otherwise: 'off' };
    expect(serving(block)).toMatchObject({ variant: 'off', reason: 'DEFAULT', rule: undefined, flagMetadata: {} });
  });

  test('SPLIT for weights, with and without rules', () => {
    const otherwise = { on: 25, off: 75 };
    expect(serving({ enabled: true, otherwise }, { targetingKey: 'u-1' }).reason).toBe('SPLIT');
    expect(serving({ enabled: true, rules: [{ ...RULE, when: NO }], otherwise }, { targetingKey: 'u-1' }).reason).toBe(
      'SPLIT',
    );
  });

  test('weights without a bucketing value give the off variant, DEFAULT', () => {
    expect(serving({ enabled: true, otherwise: { on: 100 } })).toMatchObject({ variant: 'off', reason: 'DEFAULT' });
  });

  test('must be written beside rules, and for other values than booleans', () => {
    expect(serving({ enabled: true, rules: [RULE] })).toMatchObject({ variant: 'off', errorCode: 'PARSE_ERROR' });
    expect(serving(true, {}, { variants: { off: 'a', on: 'b' } })).toMatchObject({
      variant: 'off',
      errorCode: 'PARSE_ERROR',
    });
  });
});

describe('splits', () => {
  const bucket = (text: string, total: number): number => Number((BigInt(murmur3(text)) * BigInt(total)) >> 32n);
  const users = ['u-1', 'u-2', 'ada@example.com', 'müller', '😀', '漢字'];
  const split = { enabled: true, otherwise: { on: 25, off: 75 } };

  test.each(users)('hash the flag key and the targeting key: %s', (targetingKey) => {
    const expected = bucket(`f${targetingKey}`, 100) < 25 ? 'on' : 'off';
    expect(serving(split, { targetingKey }).variant).toBe(expected);
  });

  test('hash the seed and the attribute of bucketBy', () => {
    for (let i = 0; i < 50; i++) {
      const expected = bucket(`sü${i}`, 100) < 25 ? 'on' : 'off';
      expect(serving(split, { account: { id: i } }, { seed: 'sü', bucketBy: 'account.id' }).variant).toBe(expected);
      expect(serving(split, { account: { id: String(i) } }, { seed: 'sü', bucketBy: 'account.id' }).variant).toBe(
        expected,
      );
    }
  });

  test('ask the attributes of bucketBy in order for a bucketing value', () => {
    const by = { seed: 's', bucketBy: ['account.id', 'targetingKey'] };
    const expected = (value: string) => (bucket(`s${value}`, 100) < 25 ? 'on' : 'off');
    for (let i = 0; i < 50; i++) {
      const [account, targetingKey] = [`a-${i}`, `u-${i}`];
      expect(serving(split, { account: { id: account }, targetingKey }, by).variant).toBe(expected(account));
      for (const none of [undefined, null, '', [], { id: 1 }]) {
        expect(serving(split, { account: { id: none }, targetingKey }, by).variant).toBe(expected(targetingKey));
      }
      expect(serving(split, { account: { id: 0 }, targetingKey }, by).variant).toBe(expected('0'));
    }
    expect(serving(split, {}, by)).toMatchObject({ variant: 'off', reason: 'DEFAULT' });
    expect(serving(split, { targetingKey: '' }, by)).toMatchObject({ variant: 'off', reason: 'DEFAULT' });
  });

  test('follow the order of the file', () => {
    for (const targetingKey of users) {
      const turned = { enabled: true, otherwise: { off: 75, on: 25 } };
      expect(serving(turned, { targetingKey }).variant).toBe(bucket(`f${targetingKey}`, 100) < 75 ? 'off' : 'on');
    }
  });

  test('a weight of 0 is never served', () => {
    for (let i = 0; i < 200; i++) {
      expect(serving({ enabled: true, otherwise: { off: 0, on: 1 } }, { targetingKey: i }).variant).toBe('on');
    }
  });

  test('the largest total is exact', () => {
    const otherwise = { on: 1073741824, off: 1073741823 };
    for (const targetingKey of users) {
      const expected = bucket(`f${targetingKey}`, 2147483647) < 1073741824 ? 'on' : 'off';
      expect(serving({ enabled: true, otherwise }, { targetingKey }).variant).toBe(expected);
    }
  });
});

describe('raw JsonLogic', () => {
  const block = { enabled: true, targeting: { logic: 1 }, otherwise: 'off' };
  const giving = (result: unknown, parts: Parts = {}, context: object = {}) =>
    evaluate([flag('f', block, parts)], context, { jsonLogic: () => () => result });

  test('a variant is a match, null is otherwise', () => {
    expect(giving('on')).toMatchObject({ variant: 'on', reason: 'TARGETING_MATCH', rule: undefined });
    expect(giving(null)).toMatchObject({ variant: 'off', reason: 'DEFAULT' });
    expect(giving(undefined)).toMatchObject({ variant: 'off', reason: 'DEFAULT' });
  });

  test('true and false name variants, as in flagd', () => {
    expect(giving(true, { variants: { true: 'x', off: 'y' } })).toMatchObject({ variant: 'true', value: 'x' });
  });

  test.each<unknown>(['gone', '', 'constructor', true, 1, {}, ['on']])('%j is not a variant: ERROR', (result) => {
    expect(giving(result, { onFailure: 'on' })).toMatchObject({
      variant: 'on',
      reason: 'ERROR',
      errorCode: 'PARSE_ERROR',
    });
  });

  test('gets the logic, the context and $flagd, and nothing inherited', () => {
    const apply = vi.fn<(data: object) => string>(() => 'on');
    const compiler = vi.fn(() => apply);
    evaluate([flag('f', block)], { a: 1, $flagd: 'forged' }, { jsonLogic: compiler });
    expect(compiler).toHaveBeenCalledExactlyOnceWith({ logic: 1 });
    const [data] = apply.mock.calls[0]!;
    expect({ ...data }).toEqual({ a: 1, $flagd: { flagKey: 'f', timestamp: now / 1000 } });
    expect('constructor' in data).toBe(false);
  });

  test('what it throws is an ERROR: PARSE_ERROR when compiled, GENERAL when applied', () => {
    const thrower = (): never => {
      throw new Error('bad logic');
    };
    const failing = (jsonLogic: TargetingCompiler) => evaluate([flag('f', block)], {}, { jsonLogic });
    expect(failing(thrower)).toMatchObject({ variant: 'off', errorCode: 'PARSE_ERROR', errorMessage: 'bad logic' });
    expect(failing(() => thrower)).toMatchObject({ variant: 'off', errorCode: 'GENERAL', errorMessage: 'bad logic' });
  });

  test('needs otherwise, a compiler, and no rules beside it', () => {
    const jsonLogic = () => () => 'on';
    for (const [broken, more] of [
      [{ enabled: true, targeting: {} }, { jsonLogic }],
      [block, {}],
      [{ ...block, rules: [RULE] }, { jsonLogic }],
    ] as const) {
      expect(evaluate([flag('f', broken)], {}, more)).toMatchObject({ variant: 'off', errorCode: 'PARSE_ERROR' });
    }
  });
});
