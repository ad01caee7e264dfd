import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileFlags } from './compile.ts';
import type { Condition, EnvironmentBlock, FlagDefinition, SegmentDefinition } from './definition.ts';
import type { EvaluationContext } from './evaluation.ts';

const now = Date.UTC(2026, 9, 1);
const segments = new Map<string, SegmentDefinition>([
  ['employees', { when: { attribute: 'email', endsWith: '@example.com' } }],
]);
const production: EnvironmentBlock = {
  enabled: true,
  rules: [
    { name: 'internal', when: { segment: 'employees' }, serve: 'on' },
    {
      name: 'eu-gradual',
      when: {
        all: [
          { attribute: 'country', in: ['DE', 'FR', 'NL'] },
          { attribute: 'appVersion', semver: '>=2.1.0' },
        ],
      },
      from: '2026-09-01T08:00:00Z',
      serve: { on: 25, off: 75 },
    },
  ],
  otherwise: { on: 25, off: 75 },
};
const flags: FlagDefinition[] = [
  {
    key: 'express-checkout',
    prerequisites: [{ flag: 'payment-api-v2', variant: 'on' }, { flag: 'new-checkout-ui' }],
    environments: { production },
  },
  { key: 'payment-api-v2', environments: { production: true } },
  { key: 'new-checkout-ui', environments: { production: true } },
];

function trace(context: EvaluationContext, overlay: readonly FlagDefinition[] = [], at = now) {
  const evaluator = compileFlags({ flags: [...overlay, ...flags], segments, environment: 'production' });
  return evaluator.evaluate('express-checkout', context, { now: at, trace: true }).trace!;
}

describe('the steps of an evaluation', () => {
  test('are those of the screen', () => {
    expect(trace({ targetingKey: 'u-1', country: 'DE' })).toEqual([
      { step: 'enabled', detail: 'production', result: 'yes' },
      { step: 'prerequisite', name: 'payment-api-v2', detail: 'payment-api-v2 = on', result: 'ok' },
      { step: 'prerequisite', name: 'new-checkout-ui', detail: 'new-checkout-ui is not off', result: 'ok' },
      {
        step: 'rule',
        name: 'internal',
        detail: 'segment employees',
        result: 'no',
        why: 'email is absent',
        clauses: [
          {
            text: 'segment employees',
            holds: false,
            why: 'email is absent',
            clauses: [{ text: 'email ends with @example.com', holds: false, why: 'email is absent' }],
          },
        ],
      },
      {
        step: 'rule',
        name: 'eu-gradual',
        detail: 'all of 2',
        result: 'no',
        why: 'appVersion is absent',
        clauses: [
          { text: 'country in DE, FR, NL', holds: true },
          { text: 'appVersion >= 2.1.0', holds: false, why: 'appVersion is absent' },
        ],
      },
      { step: 'otherwise', detail: 'on 25, off 75', result: 'off', why: 'bucket 25 of 100', bucket: 25, total: 100 },
    ]);
  });

  test('end with the rule that matches', () => {
    const steps = trace({ targetingKey: 'u-1', country: 'FR', appVersion: '2.1.0' });
    expect(steps.map(({ step }) => step)).toEqual(['enabled', 'prerequisite', 'prerequisite', 'rule', 'rule']);
    expect(steps.at(-1)).toMatchObject({
      name: 'eu-gradual',
      result: 'yes',
      why: 'bucket 25 of 100',
      bucket: 25,
      total: 100,
    });
    expect(trace({ email: 'a@example.com' }).at(-1)).toMatchObject({ name: 'internal', result: 'yes', why: undefined });
  });

  test('say when a rule is out of its time', () => {
    const early = trace({ country: 'FR', appVersion: '2.1.0' }, [], Date.UTC(2026, 7, 1));
    expect(early[4]).toMatchObject({ name: 'eu-gradual', result: 'no', why: 'it begins 2026-09-01T08:00:00Z' });
    const late: FlagDefinition = {
      key: 'express-checkout',
      environments: {
        production: { enabled: true, rules: [{ name: 'r', until: '2026-09-01', serve: 'on' }], otherwise: 'off' },
      },
    };
    expect(trace({}, [late])[1]).toEqual({
      step: 'rule',
      name: 'r',
      detail: 'always',
      result: 'no',
      why: 'it ended 2026-09-01',
      clauses: [],
    });
  });

  test('say that there is no bucketing value', () => {
    const steps = trace({ country: 'FR', appVersion: '2.1.0' });
    expect(steps[4]).toMatchObject({ name: 'eu-gradual', result: 'no', why: 'targetingKey is not a bucketing value' });
    expect(steps[5]).toMatchObject({ step: 'otherwise', result: 'off', why: 'targetingKey is not a bucketing value' });
  });

  test('name all attributes of which none is a bucketing value', () => {
    const [, split] = trace({ targetingKey: '' }, [
      {
        key: 'express-checkout',
        bucketBy: ['accountId', 'targetingKey'],
        environments: { production: { enabled: true, otherwise: { on: 1, off: 1 } } },
      },
    ]);
    expect(split).toMatchObject({ why: 'none of accountId, targetingKey is a bucketing value' });
  });

  test.each<[FlagDefinition[], string]>([
    [[{ key: 'payment-api-v2', environments: {} }], 'it is disabled'],
    [[{ key: 'payment-api-v2', environments: { production: { enabled: true, otherwise: 'off' } } }], 'it is off'],
    [
      [{ key: 'payment-api-v2', environments: { production: { enabled: true, otherwise: 'x' } } }],
      'it fails: variant "x" does not exist',
    ],
  ])('end with an unmet prerequisite', (overlay, why) => {
    expect(trace({}, overlay).at(-1)).toEqual({
      step: 'prerequisite',
      name: 'payment-api-v2',
      detail: 'payment-api-v2 = on',
      result: 'unmet',
      why,
    });
  });

  test('end where the flag is disabled, and with an error', () => {
    expect(trace({}, [{ key: 'express-checkout', environments: {} }])).toEqual([
      { step: 'enabled', detail: 'production', result: 'no' },
    ]);
    const cyclic: FlagDefinition = {
      key: 'payment-api-v2',
      prerequisites: [{ flag: 'express-checkout' }],
      environments: { production: true },
    };
    expect(trace({}, [cyclic]).at(-1)).toMatchObject({ step: 'error', result: 'PARSE_ERROR' });
    const evaluator = compileFlags({ flags, segments, environment: 'production' });
    const mismatch = evaluator.evaluate('payment-api-v2', {}, { now, trace: true, type: 'string' });
    expect(mismatch.trace?.map(({ step }) => step)).toEqual(['enabled', 'otherwise', 'error']);
    expect(evaluator.evaluate('gone', {}, { now, trace: true }).trace).toEqual([
      { step: 'error', detail: 'no flag is called "gone"', result: 'FLAG_NOT_FOUND' },
    ]);
  });

  test('tell of JsonLogic whether it chose', () => {
    const targeted: FlagDefinition = {
      key: 'f',
      environments: { e: { enabled: true, targeting: {}, otherwise: 'off' } },
    };
    const steps = (result: unknown) =>
      compileFlags({ flags: [targeted], environment: 'e', jsonLogic: () => () => result }).evaluate(
        'f',
        {},
        { now, trace: true },
      ).trace!;
    expect(steps('on').slice(1)).toEqual([{ step: 'targeting', detail: 'JsonLogic', result: 'on' }]);
    expect(
      steps(null)
        .slice(1)
        .map(({ step, result }) => [step, result]),
    ).toEqual([
      ['targeting', 'no'],
      ['otherwise', 'off'],
    ]);
    expect(steps('gone').at(-1)).toMatchObject({ step: 'error', result: 'PARSE_ERROR' });
  });

  test('are made only if asked for, and change nothing', () => {
    const evaluator = compileFlags({ flags, segments, environment: 'production' });
    const contexts = fc.record(
      {
        targetingKey: fc.string(),
        country: fc.constantFrom('DE', 'US'),
        appVersion: fc.constantFrom('2.1.0', '1', 'x'),
        email: fc.constantFrom('a@example.com', 7),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(contexts, (context) => {
        const plain = evaluator.evaluate('express-checkout', context, { now });
        const { trace: steps, ...traced } = evaluator.evaluate('express-checkout', context, { now, trace: true });
        expect(plain).toEqual(traced);
        expect(plain.trace).toBeUndefined();
        const last = steps!.at(-1)!;
        expect(last.step).toBe(plain.rule === undefined ? 'otherwise' : 'rule');
        expect(plain.rule === undefined ? last.result : last.name).toBe(plain.rule ?? plain.variant);
      }),
    );
  });

  test('are JSON of a bearable size, however the segments are woven', () => {
    const woven = new Map<string, SegmentDefinition>([
      ['l0', { when: { attribute: 'a', equals: 1 } }],
      ['r0', { when: { attribute: 'b', equals: 1 } }],
    ]);
    for (let i = 1; i <= 60; i++) {
      for (const side of ['l', 'r'])
        woven.set(side + i, { when: { any: [{ segment: `l${i - 1}` }, { segment: `r${i - 1}` }] } });
    }
    let deep: Condition = { segment: 'l60' };
    for (let i = 0; i < 50_000; i++) deep = { not: deep };
    const block: EnvironmentBlock = {
      enabled: true,
      rules: [
        { name: 'a', when: { segment: 'l60' }, serve: 'on' },
        { name: 'b', when: deep, serve: 'on' },
      ],
      otherwise: 'off',
    };
    const evaluator = compileFlags({
      flags: [{ key: 'f', environments: { e: block } }],
      segments: woven,
      environment: 'e',
    });
    const result = evaluator.evaluate('f', {}, { now, trace: true });
    expect(result.variant).toBe('off');
    expect(JSON.stringify(result).length).toBeLessThan(20_000);
  });
});
