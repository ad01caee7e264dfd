import * as fc from 'fast-check';
import type { EvaluationContext } from '../../src/evaluate/evaluation.ts';
import type {
  AttributeTest,
  Condition,
  FlagDefinition,
  SegmentDefinition,
  TargetingRule,
  Weights,
} from '../../src/evaluate/definition.ts';
import type { ExportInput } from '../../src/export/exported.ts';

/** A small project as evaluation sees it, with one environment called `production`. */
export interface RandomProject {
  readonly flags: ReadonlyMap<string, FlagDefinition>;
  readonly segments: ReadonlyMap<string, SegmentDefinition>;
}

const names = ['x', 'y', 'user.plan', 'targetingKey'];
const words = [
  '',
  'a',
  'b',
  'ab',
  'Ab',
  'ba',
  'ABA',
  'bAB',
  'k',
  '1.0.0',
  '1.2.0',
  '2.0.0-rc.1',
  '10',
  'true',
  '$&',
  '"\\',
];
/** Only in attributes that decide no split: flagd in JavaScript hashes UTF-16, in Go, as we do, UTF-8. */
const beyondAscii = ['é', 'aÉ', 'ß', 'kİ', '\u212A'];
const numbers = [-1, 0, 1, 1.5, 3, 10, 1e21, 1e-7];
const scalars = [...words, ...beyondAscii, ...numbers, true, false];
const versions = ['1', '1.2', 'v1.2.3', '2.0.0-rc.1', '2.0.0', '0.0.0-0'];

const seed = fc.constantFrom(...words);
const word = fc.constantFrom(...words, ...beyondAscii);
const number = fc.constantFrom(...numbers);
const scalar = fc.constantFrom(...scalars);
const ignoreCase = fc.constant(true);
const operators = ['=', '!=', '<', '<=', '>', '>=', '~', '^'];
const semver = fc.tuple(fc.constantFrom(...operators), fc.constantFrom(...versions)).map((pair) => pair.join(''));

const operand: fc.Arbitrary<Omit<AttributeTest, 'attribute'>> = fc.oneof(
  fc.record({ equals: scalar }),
  fc.record({ in: fc.array(scalar, { maxLength: 4 }) }),
  fc.record({ contains: scalar }),
  fc.record({ startsWith: word }),
  fc.record({ endsWith: word }),
  fc.record({ equals: scalar, ignoreCase }),
  fc.record({ in: fc.array(scalar, { maxLength: 4 }), ignoreCase }),
  fc.record({ contains: scalar, ignoreCase }),
  fc.record({ startsWith: word, ignoreCase }),
  fc.record({ endsWith: word, ignoreCase }),
  fc.record({ gt: number }),
  fc.record({ gte: number }),
  fc.record({ lt: number }),
  fc.record({ lte: number }),
  fc.record({ semver }),
  fc.record({ exists: fc.boolean() }),
);

/** Conditions that may name these segments. */
function conditions(segments: readonly string[]): fc.Arbitrary<Condition> {
  const test = fc.tuple(fc.constantFrom(...names), operand).map(([name, rest]) => ({ attribute: name, ...rest }));
  const segment = segments.map((key) => fc.constant({ segment: key }));
  return fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      { weight: 5, arbitrary: test as fc.Arbitrary<Condition> },
      ...(segments.length > 0 ? [{ weight: 2, arbitrary: fc.oneof(...segment) as fc.Arbitrary<Condition> }] : []),
      { weight: 2, arbitrary: fc.array(tie('condition'), { maxLength: 3 }).map((all) => ({ all })) },
      { weight: 2, arbitrary: fc.array(tie('condition'), { maxLength: 3 }).map((any) => ({ any })) },
      { weight: 2, arbitrary: tie('condition').map((not) => ({ not })) },
    ),
  })).condition;
}

const variantSets = [undefined, { on: true, off: false }, { off: 'none', low: 'a', high: 'b' }, { off: 0, one: 1, two: 2.5 }, { off: {}, on: { a: [1] } }]; // prettier-ignore
const dates = ['2026-01-01', '2026-01-02', '2026-01-02T12:00:00Z', '2026-01-04'];

/** Instants before, on, between and after the dates of random rules, in milliseconds since 1970. */
export const instants = ['2025-12-31T00:00Z', '2026-01-01T00:00Z', '2026-01-02T11:59:59.999Z', '2026-01-02T12:00Z',
  '2026-01-03T00:00Z', '2026-01-05T00:00Z'].map((text) => Date.parse(text)); // prettier-ignore

const weightsOf = (variants: readonly string[]): fc.Arbitrary<Weights> =>
  fc
    .tuple(fc.shuffledSubarray([...variants], { minLength: 1 }), fc.array(fc.nat(100), { minLength: 4, maxLength: 4 }))
    .map(([chosen, weights]) => {
      const pairs = chosen.map((name, at) => [name, weights[at]!] as const);
      const total = pairs.reduce((sum, [, weight]) => sum + weight, 0);
      return Object.fromEntries(total > 0 ? pairs : pairs.map(([name]) => [name, 1]));
    });

/** @param others flags that are already there: their keys, variants and whether they are enabled */
function flags(
  key: string,
  others: readonly FlagDefinition[],
  segments: readonly string[],
): fc.Arbitrary<FlagDefinition> {
  return fc.constantFrom(...variantSets).chain((variants) => {
    const variantNames = Object.keys(variants ?? { on: 1, off: 1 });
    const serve = fc.oneof(fc.constantFrom(...variantNames), weightsOf(variantNames));
    const rule: fc.Arbitrary<TargetingRule> = fc.record(
      {
        name: fc.constant('rule'),
        when: conditions(segments),
        from: fc.constantFrom(...dates),
        until: fc.constantFrom(...dates),
        serve,
      },
      { requiredKeys: ['name', 'serve'] },
    );
    const prerequisite = fc.nat(Math.max(0, others.length - 1)).chain((at) => {
      const other = others[at]!;
      const known = Object.keys(other.variants ?? { on: 1, off: 1 });
      const list = fc.subarray(known, { minLength: 1 });
      return fc.record({ flag: fc.constant(other.key), variant: fc.oneof(fc.constant(undefined), fc.constantFrom(...known), list) }); // prettier-ignore
    });
    return fc.record(
      {
        key: fc.constant(key),
        variants: fc.constant(variants),
        prerequisites: others.length === 0 ? fc.constant(undefined) : fc.array(prerequisite, { maxLength: 2 }),
        bucketBy: fc.constantFrom(
          'targetingKey',
          'x',
          'user.plan',
          ['x', 'targetingKey'],
          ['user.plan', 'x', 'targetingKey'],
        ),
        seed,
        environments: fc.record({
          production: fc.oneof(
            { weight: 1, arbitrary: fc.constant({ enabled: false }) },
            { weight: 8, arbitrary: fc.record({ enabled: fc.constant(true), rules: fc.array(rule, { maxLength: 4 }), otherwise: serve }) }, // prettier-ignore
          ),
        }),
      },
      { requiredKeys: ['key', 'variants', 'environments'] },
    ) as fc.Arbitrary<FlagDefinition>;
  });
}

/** Some flags that need each other, and two segments of which one uses the other. */
export const projects: fc.Arbitrary<RandomProject> = fc
  .tuple(conditions([]), conditions(['inner']))
  .chain(([inner, outer]) => {
    const segments = new Map([['inner', { when: inner }], ['outer', { when: outer }]]); // prettier-ignore
    const keys = [...segments.keys()];
    return flags('base', [], keys)
      .chain((base) => flags('middle.one', [base], keys).map((middle) => [base, middle]))
      .chain((two) => flags('middle-one', two, keys).map((other) => [...two, other]))
      .chain((three) => flags('top', three, keys).map((top) => [...three, top]))
      .map((list) => ({ flags: new Map(list.map((flag) => [flag.key, flag])), segments }));
  });

const value = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<unknown>(...words, ...numbers, true, false) },
  fc.constantFrom<unknown>(
    undefined,
    undefined,
    {},
    [],
    { a: 1 },
    ['a'],
    ['a', 1, true],
    [['a']],
    [5],
    ['', 'ab'],
    'xaby',
  ),
  fc.constantFrom<unknown>('v1.0.0', 'V1.0.0', 'vv1.0.0', ' 1.0.0', '1.0.0 ', '1.0.0+a', '1.2.3', '1.3', '2', '01', '1.2.3.4', 'a1.0.0', 2, -1.25), // prettier-ignore
);

/** Evaluation contexts whose attributes meet and miss those that random flags test, and have other types. */
export const contexts: fc.Arbitrary<EvaluationContext> = fc.record(
  {
    targetingKey: fc.oneof(fc.nat(9999).map(String), fc.constantFrom<unknown>('', 'a', undefined, 5, true)),
    x: value,
    y: fc.oneof(value, scalar),
    user: fc.oneof(fc.record({ plan: value }), value),
  },
  { requiredKeys: [] },
);

/** A project as it is handed to what exports it. */
export const inputOf = ({ flags, segments }: RandomProject, now = 0): ExportInput => ({
  keys: [...flags.keys()],
  definitions: { flags, segments, jsonLogic: undefined },
  environment: 'production',
  now,
  source: { project: '.', commit: undefined, uncommitted: false, context: undefined, chain: undefined },
});
