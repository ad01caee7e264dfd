import { describe, expect, test } from 'vitest';
import { compileFlags } from './compile.ts';
import type { EnvironmentBlock, FlagDefinition } from './definition.ts';
import { compile, evaluate, flag, now, serving } from '../../test/support/evaluation.ts';

const RULE = { name: 'rule', serve: 'on' };

describe('1. flags and types', () => {
  test('no such flag', () => {
    expect(compile([]).evaluate('gone', {}, { now })).toMatchObject({
      flagKey: 'gone',
      value: undefined,
      variant: undefined,
      reason: 'ERROR',
      errorCode: 'FLAG_NOT_FOUND',
      flagMetadata: {},
    });
    expect(compile([]).evaluate('constructor', {}, { now }).errorCode).toBe('FLAG_NOT_FOUND');
  });

  test.each<['boolean' | 'string' | 'number' | 'object', unknown]>([
    ['boolean', false],
    ['string', 'x'],
    ['number', 0],
    ['object', { a: 1 }],
  ])('a %s is asked for and given', (type, value) => {
    const flags = [flag('f', { enabled: true, otherwise: 'a' }, { variants: { a: value as string }, off: 'a' })];
    expect(evaluate(flags, {}, { type })).toMatchObject({ value, variant: 'a', reason: 'STATIC' });
    for (const other of (['boolean', 'string', 'number', 'object'] as const).filter((name) => name !== type)) {
      expect(evaluate(flags, {}, { type: other })).toMatchObject({
        value: undefined,
        variant: undefined,
        reason: 'ERROR',
        errorCode: 'TYPE_MISMATCH',
      });
    }
  });

  test('a flag without a usable variant keeps its own error', () => {
    const flags = [flag('f', true, { off: 'gone' })];
    expect(evaluate(flags, {}, { type: 'string' })).toMatchObject({ variant: undefined, errorCode: 'PARSE_ERROR' });
  });
});

describe('2. disabled', () => {
  test.each<boolean | EnvironmentBlock | undefined>([
    undefined,
    false,
    {},
    { enabled: false, rules: [RULE], otherwise: 'on' },
  ])('an environment of %j gives the off variant', (block) => {
    expect(evaluate([flag('f', block)])).toMatchObject({
      variant: 'off',
      value: false,
      reason: 'DISABLED',
      errorCode: undefined,
    });
  });

  test('the off variant has its own name and value', () => {
    const parts = { variants: { low: 1, high: 9 }, off: 'low' };
    expect(evaluate([flag('f', false, parts)])).toMatchObject({ variant: 'low', value: 1, reason: 'DISABLED' });
  });

  test('an environment that an object inherits does not count', () => {
    const [f] = [{ key: 'f', environments: {} }];
    expect(compileFlags({ flags: [f], environment: 'constructor' }).evaluate('f', {}, { now }).reason).toBe('DISABLED');
  });
});

describe('evaluateAll', () => {
  test('gives every flag, in order, as alone', () => {
    const flags = [
      flag('b', true, { prerequisites: [{ flag: 'c' }] }),
      flag('a', { enabled: true, otherwise: { on: 1, off: 1 } }),
      flag('c', false),
    ];
    const evaluator = compile(flags);
    const context = { targetingKey: 'u-1' };
    expect(evaluator.evaluateAll(context, { now })).toEqual(
      flags.map(({ key }) => evaluator.evaluate(key, context, { now })),
    );
    expect([...evaluator.keys()]).toEqual(['b', 'a', 'c']);
  });

  test('takes a map by its keys; of two flags with one key in a list the first counts', () => {
    const flags = new Map([['named', { environments: { production: true } } as unknown as FlagDefinition]]);
    const evaluator = compileFlags({ flags, environment: 'production' });
    expect(evaluator.evaluateAll({}, { now })).toMatchObject([{ flagKey: 'named', variant: 'on' }]);
    expect(evaluate([flag('f', true), flag('f', false)]).variant).toBe('on');
  });
});

test('answers are frozen, so that no caller changes those of another', () => {
  const results = [
    serving(true),
    serving({ enabled: true, rules: [RULE], otherwise: 'off' }),
    evaluate([flag('f', false)]),
  ];
  for (const result of results) {
    expect(Object.isFrozen(result)).toBe(true);
    expect(Object.isFrozen(result.flagMetadata)).toBe(true);
  }
});
