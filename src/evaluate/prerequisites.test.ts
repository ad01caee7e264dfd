import { describe, expect, test, vi } from 'vitest';
import type { EnvironmentBlock, FlagDefinition } from './definition.ts';
import type { Parts } from '../../test/support/evaluation.ts';
import { compile, evaluate, flag, now } from '../../test/support/evaluation.ts';

describe('3. prerequisites', () => {
  const parent = (block: boolean | EnvironmentBlock, parts: Parts = {}): FlagDefinition => flag('parent', block, parts);
  const child = (variant?: string | string[]): FlagDefinition =>
    flag('child', true, { prerequisites: [{ flag: 'parent', variant }] });
  const colours = { variants: { none: 'none', red: 'red', blue: 'blue' }, off: 'none' };

  test.each<[string, FlagDefinition, string | string[] | undefined, boolean]>([
    ['enabled and on', parent(true), undefined, true],
    ['enabled and on, as wanted', parent(true), 'on', true],
    ['enabled, serving off', parent({ enabled: true, otherwise: 'off' }), undefined, false],
    ['enabled, serving off, as wanted', parent({ enabled: true, otherwise: 'off' }), 'off', true],
    ['disabled', parent(false), undefined, false],
    ['disabled, as off is wanted', parent(false), 'off', true],
    ['disabled, as its own off variant is wanted', parent(false, colours), ['red', 'none'], true],
    ['disabled, though another is wanted', parent(false, colours), ['red', 'blue'], false],
    ['without the environment, as off is wanted', { key: 'parent', environments: {} }, 'off', true],
    ['any variant but off', parent({ enabled: true, otherwise: 'blue' }, colours), undefined, true],
    ['its own off variant', parent({ enabled: true, otherwise: 'none' }, colours), undefined, false],
    ['one of the list', parent({ enabled: true, otherwise: 'blue' }, colours), ['red', 'blue'], true],
    ['none of the list', parent({ enabled: true, otherwise: 'blue' }, colours), ['red'], false],
  ])('%s', (_, first, wanted, met) => {
    expect(evaluate([child(wanted), first])).toMatchObject(
      met
        ? { variant: 'on', reason: 'STATIC', flagMetadata: {} }
        : { variant: 'off', value: false, reason: 'PREREQUISITE_FAILED', flagMetadata: { prerequisite: 'parent' } },
    );
  });

  test('one that does not exist is not met', () => {
    expect(evaluate([child()])).toMatchObject({ variant: 'off', reason: 'PREREQUISITE_FAILED', errorCode: undefined });
  });

  test('the first unmet one is named', () => {
    const needy = flag('needy', true, { prerequisites: [{ flag: 'a' }, { flag: 'b' }, { flag: 'c' }] });
    const flags = [needy, flag('a', true), flag('b', false), flag('c', false)];
    expect(evaluate(flags).flagMetadata).toEqual({ prerequisite: 'b' });
  });

  test('they see the same context and instant', () => {
    const block: EnvironmentBlock = {
      enabled: true,
      rules: [{ name: 'r', when: { attribute: 'plan', equals: 'pro' }, from: '2026-10-01', serve: 'on' }],
      otherwise: 'off',
    };
    expect(evaluate([child(), parent(block)], { plan: 'pro' }).variant).toBe('on');
    expect(evaluate([child(), parent(block)], { plan: 'free' }).variant).toBe('off');
    expect(evaluate([child(), parent(block)], { plan: 'pro' }, { now: now - 1 }).variant).toBe('off');
  });

  test('they hold transitively', () => {
    const chain = (end: boolean) => [
      flag('a', true, { prerequisites: [{ flag: 'b' }] }),
      flag('b', true, { prerequisites: [{ flag: 'c' }] }),
      flag('c', end),
    ];
    expect(evaluate(chain(true)).variant).toBe('on');
    expect(evaluate(chain(false))).toMatchObject({ variant: 'off', flagMetadata: { prerequisite: 'b' } });
  });

  test('a diamond of 60 layers is quick: each flag is decided once', () => {
    const asked = vi.fn(() => 'on');
    const flags: FlagDefinition[] = [];
    for (let i = 60; i >= 0; i--) {
      const prerequisites = i === 0 ? [] : [{ flag: `l${i - 1}` }, { flag: `r${i - 1}` }];
      for (const side of ['l', 'r'])
        flags.push(flag(side + i, { enabled: true, targeting: {}, otherwise: 'off' }, { prerequisites }));
    }
    const evaluator = compile(flags, { jsonLogic: () => asked });
    expect(evaluator.evaluate('l60', {}, { now }).variant).toBe('on');
    expect(asked).toHaveBeenCalledTimes(121);
    for (const order of [flags, flags.toReversed()]) {
      asked.mockClear();
      const all = compile(order, { jsonLogic: () => asked }).evaluateAll({}, { now });
      expect(all.every(({ variant }) => variant === 'on')).toBe(true);
      expect(asked).toHaveBeenCalledTimes(122);
    }
  });

  test('a chain of 100,000 is fine', () => {
    const flags = Array.from({ length: 100_000 }, (_, i) =>
      flag(`f${i}`, true, i === 99_999 ? {} : { prerequisites: [{ flag: `f${i + 1}` }] }),
    );
    expect(evaluate(flags).variant).toBe('on');
    flags[99_999] = flag('f99999', false);
    expect(evaluate(flags)).toMatchObject({ reason: 'PREREQUISITE_FAILED', flagMetadata: { prerequisite: 'f1' } });
  });
});

describe('cycles', () => {
  const needs = (key: string, ...prerequisites: string[]) =>
    flag(key, true, { prerequisites: prerequisites.map((name) => ({ flag: name })) });

  test('give ERROR to each of their flags, whichever is asked, with the same message', () => {
    const flags = [needs('b', 'c'), needs('c', 'a'), needs('a', 'b')];
    const evaluator = compile(flags);
    for (const { key } of flags) {
      expect(evaluator.evaluate(key, {}, { now })).toMatchObject({
        variant: 'off',
        reason: 'ERROR',
        errorCode: 'PARSE_ERROR',
        errorMessage: 'prerequisites form a cycle: a → b → c → a',
      });
    }
    expect(evaluator.evaluateAll({}, { now }).map(({ reason }) => reason)).toEqual(['ERROR', 'ERROR', 'ERROR']);
    expect(evaluate([needs('self', 'self')]).errorMessage).toBe('prerequisites form a cycle: self → self');
  });

  test('are not those who merely depend on one', () => {
    expect(evaluate([needs('x', 'a'), needs('a', 'b'), needs('b', 'a')])).toMatchObject({
      variant: 'off',
      reason: 'PREREQUISITE_FAILED',
      flagMetadata: { prerequisite: 'a' },
    });
  });

  test('a prerequisite in error is not met, whatever it serves', () => {
    const wantsAny = (variant?: string) => flag('x', true, { prerequisites: [{ flag: 'a', variant }] });
    const circular = flag('a', true, { onFailure: 'on', prerequisites: [{ flag: 'a' }] });
    const broken = flag('a', { enabled: true, otherwise: 'blue' });
    for (const needed of [circular, broken]) {
      for (const variant of [undefined, 'on', 'off']) {
        expect(evaluate([wantsAny(variant), needed])).toMatchObject({ variant: 'off', reason: 'PREREQUISITE_FAILED' });
      }
    }
  });

  test('a flag of a cycle that is off serves its off variant, without an error', () => {
    const wantsOff = flag('x', true, { prerequisites: [{ flag: 'a', variant: 'off' }] });
    const off = flag('a', false, { prerequisites: [{ flag: 'x' }] });
    expect(evaluate([wantsOff, off])).toMatchObject({ variant: 'on', reason: 'STATIC' });
  });

  test('conflicts play no part', () => {
    const both = [flag('a', true, { conflicts: [{ flag: 'b' }] } as Parts), flag('b', true)];
    expect(
      compile(both)
        .evaluateAll({}, { now })
        .map(({ variant }) => variant),
    ).toEqual(['on', 'on']);
  });

  test('give the same whatever was decided before', () => {
    const flags = [
      needs('x', 'y', 'z'),
      needs('y', 'x'),
      needs('z', 'x'),
      needs('w', 'z'),
      needs('v', 'off', 'v'),
      flag('off', false),
    ];
    const alone = flags.map(({ key }) => compile(flags).evaluate(key, {}, { now }));
    for (const order of [flags, flags.toReversed()]) {
      for (const evaluation of compile(order).evaluateAll({}, { now })) {
        expect(evaluation).toEqual(alone.find(({ flagKey }) => flagKey === evaluation.flagKey));
      }
    }
    expect(alone.map(({ reason }) => reason)).toEqual([
      'ERROR',
      'ERROR',
      'PREREQUISITE_FAILED',
      'PREREQUISITE_FAILED',
      'PREREQUISITE_FAILED',
      'DISABLED',
    ]);
  });

  test('of 100,000 flags are fine, and their message is short', () => {
    const flags = Array.from({ length: 100_000 }, (_, i) => needs(`f${i}`, `f${(i + 1) % 100_000}`));
    const result = evaluate(flags);
    expect(result.errorCode).toBe('PARSE_ERROR');
    expect(result.errorMessage).toBe('prerequisites form a cycle: f0 → f1 → f2 → f3 → … 99996 more … → f0');
  });
});
