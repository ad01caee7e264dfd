import * as fc from 'fast-check';
import { compileFlags } from '../../src/evaluate/compile.ts';
import { parseInstant } from '../../src/evaluate/dates.ts';
import type { AttributeTest, Condition, SegmentDefinition, TargetingRule } from '../../src/evaluate/definition.ts';
import type { EvaluationContext } from '../../src/evaluate/evaluation.ts';
import { compileValueTest } from '../../src/evaluate/operators.ts';
import { parseComparator } from '../../src/evaluate/semver.ts';

/** Dots walk into objects, but a name with a dot may also be there as it is. */
const gridAttributes = ['x', 'y', 'x.y'] as const;
const segmentKeys = ['s', 't'];

const words = ['', 'a', 'b', 'B', 'ab', 'Ab', 'ba', '1.0.0', '1.2.0', '1970-01-01'];
const numbers = [-1, 0, 1, 1.5, 2];
const scalar = fc.constantFrom<string | number | boolean>(...words, ...numbers, true, false);
const word = fc.constantFrom(...words);
const number = fc.constantFrom(...numbers);
const day = fc.constantFrom('1970-01-01', '1970-01-02', '1970-01-01T00:00:00.002Z', '2026-11-22');
const semver = fc
  .tuple(fc.constantFrom('=', '!=', '<', '<=', '>', '>=', '~', '^'), fc.constantFrom('1', '1.2', '1.2.3', '2.0.0-rc.1', '2.0.0'))
  .map((pair) => pair.join('')); // prettier-ignore
const maybeCaseless = (fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Record<string, unknown>> =>
  fc.oneof(fc.record(fields), fc.record({ ...fields, ignoreCase: fc.constant(true) }));

const operand = fc.oneof(
  maybeCaseless({ equals: scalar }),
  maybeCaseless({ in: fc.array(scalar, { maxLength: 3 }) }),
  maybeCaseless({ contains: scalar }),
  maybeCaseless({ startsWith: word }),
  maybeCaseless({ endsWith: word }),
  fc.record({ before: day }),
  fc.record({ after: day }),
  ...['gt', 'gte', 'lt', 'lte'].map((name) => fc.record({ [name]: number })),
  fc.record({ semver }),
  fc.record({ exists: fc.boolean() }),
);

/** Conditions over a few attributes and segments, each of which many others meet, miss or exclude. */
export const gridConditions = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    {
      weight: 6,
      arbitrary: fc
        .tuple(fc.constantFrom(...gridAttributes), operand)
        .map(([attribute, test]) => ({ attribute, ...test }) as Condition),
    },
    { weight: 1, arbitrary: fc.constantFrom(...segmentKeys).map((segment) => ({ segment })) },
    { weight: 3, arbitrary: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((all) => ({ all })) },
    { weight: 2, arbitrary: fc.array(tie('condition'), { maxLength: 3 }).map((any) => ({ any })) },
    { weight: 2, arbitrary: tie('condition').map((not) => ({ not })) },
  ),
})).condition;

/** Segments that may use each other, in circles too. */
export const gridSegments: fc.Arbitrary<ReadonlyMap<string, SegmentDefinition>> = fc
  .tuple(
    ...segmentKeys.map((key) =>
      fc.tuple(
        fc.constant(key),
        gridConditions.map((when) => ({ when })),
      ),
    ),
  )
  .map((entries) => new Map(entries as (readonly [string, SegmentDefinition])[]));

export interface GridRule {
  readonly when?: Condition;
  readonly serve: TargetingRule['serve'];
}

export const gridRules: fc.Arbitrary<readonly GridRule[]> = fc.array(
  fc.record(
    { when: gridConditions, serve: fc.constantFrom('on', 'off', { on: 50, off: 50 }) },
    { requiredKeys: ['serve'] },
  ),
  { minLength: 1, maxLength: 4 },
);

/** The attributes that share out in `reachedRule`. */
export const gridBucketBy = ['y'];

/** Which rule decides for a context, by evaluation itself: its number, -1 for none, `undefined` where it fails. */
export function reachedRule(
  rules: readonly GridRule[],
  segments: ReadonlyMap<string, SegmentDefinition>,
): (context: EvaluationContext) => number | undefined {
  const named = rules.map((rule, index) => ({ name: String(index), ...rule }));
  const block = { enabled: true, rules: named, otherwise: 'off' };
  const flag = { key: 'flag', bucketBy: gridBucketBy, environments: { live: block } };
  const evaluator = compileFlags({ flags: [flag], segments, environment: 'live' });
  return (context) => {
    const { reason, rule } = evaluator.evaluate('flag', context, { now: 0 });
    if (reason === 'ERROR') return undefined;
    return rule === undefined ? -1 : Number(rule);
  };
}

/**
 * Contexts in which the attributes have, in every combination, a value for each way in which the tests of it can come
 * out: what they name, what is beside it, other types, other cases, and none.
 */
export function* grid(tests: readonly AttributeTest[]): Generator<EvaluationContext> {
  const classes = gridAttributes.map((name) => {
    const own = tests.filter(({ attribute }) => attribute === name);
    const passes = [...own.map(compileValueTest), (value: unknown) => isBucketable(value)];
    const byOutcome = new Map(
      gridValues(own).map((value) => [passes.map((test) => (test(value) ? 1 : 0)).join(''), value]),
    );
    return [...byOutcome.values()];
  });
  const [xs = [], ys = [], nested = []] = classes;
  for (const x of xs) {
    for (const y of ys) {
      for (const inner of nested) {
        const entries: [string, unknown][] = [
          ['x', x],
          ['y', y],
          ['x.y', inner],
        ];
        yield Object.fromEntries(entries.filter(([, value]) => value !== undefined));
      }
    }
  }
}

const isBucketable = (value: unknown): boolean =>
  value !== '' && (['string', 'boolean'].includes(typeof value) || Number.isFinite(value));

function gridValues(tests: readonly AttributeTest[]): unknown[] {
  const scalars: unknown[] = tests.flatMap((test) => [
    test.equals,
    ...(test.in ?? []),
    test.contains,
    test.startsWith,
    test.endsWith,
  ]);
  const texts = [...new Set(scalars.filter((one) => typeof one === 'string'))].flatMap(inCases);
  const bounds = tests.flatMap(({ gt, gte, lt, lte }) => [gt, gte, lt, lte]);
  const instants = tests.flatMap(({ before, after }) => parseInstant(before ?? after ?? '', 'start') ?? []);
  const near = [...scalars, ...bounds, ...instants].filter((one) => typeof one === 'number');
  const members: unknown[] = [...new Set(tests.map(({ contains }) => contains))].filter((one) => one !== undefined);
  const forms = [...new Set(members.flatMap((one) => (typeof one === 'string' ? inCases(one) : [one])))].slice(0, 10);
  const pairs = texts.flatMap((one) => texts.flatMap((other) => [one + other, `${one}~${other}`]));
  const three = pairs.length > 200 ? [] : pairs.flatMap((one) => texts.map((other) => `${one}~${other}`));
  return [
    undefined, true, false, {}, '', 'other', '~', Number.NaN, Infinity, -Infinity, 1e9,
    ...texts, ...texts.flatMap((text) => [`${text}~`, `~${text}`, `~${text}~`]), ...pairs, ...three,
    ...near.flatMap((one) => [one - 1, one - 0.25, one, one + 0.25, one + 1]),
    ...instants.flatMap((one) => [one - 1, one, one + 1].map((at) => new Date(at).toISOString())),
    ...instants.map((one) => new Date(one).toISOString().slice(0, 10)), '2000-01-01', '2030-01-01T00:00+01:00',
    ...versionsNear(tests),
    ...subsets(forms),
  ]; // prettier-ignore
}

function inCases(text: string): string[] {
  const first = text.slice(0, 1);
  return [...new Set([text, text.toLowerCase(), text.toUpperCase(), first.toUpperCase() + text.slice(1).toLowerCase(), first.toLowerCase() + text.slice(1).toUpperCase()])]; // prettier-ignore
}

function versionsNear(tests: readonly AttributeTest[]): string[] {
  const named = tests.flatMap((test) => parseComparator(test.semver ?? '')?.version ?? []);
  return named.flatMap(({ major, minor, patch, prerelease }) => {
    const release = `${major}.${minor}.${patch}`;
    const pre = prerelease.length > 0 ? `-${prerelease.join('.')}` : '';
    const [nextMajor, nextMinor, nextPatch] = [major, minor, patch].map((one) => String(Number(one) + 1));
    const all = [release + pre, `${release + pre}.0`, release, `${release}-0`, `${release}-zz`, `${major}.${minor}.${nextPatch}`,
      `${major}.${minor}.${nextPatch}-0`, `${major}.${nextMinor}.0`, `${nextMajor}.0.0`, `${nextMajor}.0.0-0`, '0.0.0', '0.0.0-0', '1.0.0', '1.2.0', '9.9.9']; // prettier-ignore
    const words = ['a', 'b', 'ab', 'ba', 'B', 'Ab', 'A', '1.0.0', '1.2.0'];
    return all.flatMap((text) => [
      text,
      `v${text}`,
      ...words.map((word) => `${text}+${word}`),
      `${text}+a.b`,
      `${text}+b.a`,
    ]);
  });
}

function subsets(members: readonly unknown[]): unknown[][] {
  return Array.from({ length: 2 ** Math.min(members.length, 10) }, (_, bits) =>
    members.filter((_member, at) => (bits >> at) % 2 === 1),
  );
}
