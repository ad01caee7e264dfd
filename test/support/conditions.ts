import * as fc from 'fast-check';
import type { AttributeTest, Condition } from '../../src/evaluate/definition.ts';
import type { TargetingRule } from '../../src/schema/generated/files.ts';
import { parseComparator, parseVersion, satisfies } from '../../src/evaluate/semver.ts';

/** A flat evaluation context; an attribute that is not there is absent. */
export type Context = Readonly<Record<string, unknown>>;

/** Segment keys a context is a member of, for conditions that name segments. */
export type Membership = ReadonlySet<string>;

/** Whether a condition holds, straight from format.md, independent of what evaluates flags. */
export function holdsNaively(condition: Condition, context: Context, segments: Membership): boolean {
  if ('all' in condition) return condition.all.every((part) => holdsNaively(part, context, segments));
  if ('any' in condition) return condition.any.some((part) => holdsNaively(part, context, segments));
  if ('not' in condition) return !holdsNaively(condition.not, context, segments);
  if ('segment' in condition) return segments.has(condition.segment);
  return passesNaively(condition, context[condition.attribute]);
}

function passesNaively(test: AttributeTest, value: unknown): boolean {
  if (test.exists !== undefined) return (value !== undefined) === test.exists;
  if (test.before !== undefined || test.after !== undefined) {
    const instant = typeof value === 'string' && /^\d{4}-/.test(value) ? Date.parse(value) : value;
    if (typeof instant !== 'number' || !Number.isFinite(instant)) return false;
    return test.before === undefined ? instant >= Date.parse(test.after!) : instant < Date.parse(test.before);
  }
  if (test.ignoreCase) return passesNaively(lowered(test) as AttributeTest, lowered(value));
  if (test.equals !== undefined) return value === test.equals;
  if (test.in) return test.in.some((item) => item === value);
  if (test.contains !== undefined) {
    if (Array.isArray(value)) return value.some((item) => item === test.contains);
    return typeof value === 'string' && typeof test.contains === 'string' && value.includes(test.contains);
  }
  if (test.semver !== undefined) {
    const version = typeof value === 'string' ? parseVersion(value) : undefined;
    return version !== undefined && satisfies(version, parseComparator(test.semver)!);
  }
  if (typeof value === 'string') {
    if (test.startsWith !== undefined) return value.startsWith(test.startsWith);
    return test.endsWith !== undefined && value.endsWith(test.endsWith);
  }
  if (typeof value !== 'number') return false;
  if (test.gt !== undefined) return value > test.gt;
  if (test.gte !== undefined) return value >= test.gte;
  if (test.lt !== undefined) return value < test.lt;
  return test.lte !== undefined && value <= test.lte;
}

/** With every text in it in lower case. */
function lowered(value: unknown): unknown {
  if (typeof value === 'string') return value.toLowerCase();
  if (Array.isArray(value)) return value.map(lowered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([name]) => name !== 'ignoreCase');
  return Object.fromEntries(entries.map(([name, inner]) => [name, lowered(inner)]));
}

// Few words and near numbers, so that tests meet, miss and exclude each other often.
const words = ['', 'a', 'b', 'B', 'ab', 'Ab', 'ba', 'aba', 'bab', '1.0.0', '1.2.0', '2.0.0-rc.1', '1970-01-01'];
const numbers = [-1, 0, 1, 1.5, 2, 3];
const scalars = [...words, ...numbers, true, false];
const versions = ['1', '1.2', '1.2.3', '2.0.0-rc.1', '2.0.0', '0.0.0-0'];

const attribute = fc.constantFrom('x', 'y');
const word = fc.constantFrom(...words);
const number = fc.constantFrom(...numbers);
const scalar = fc.constantFrom(...scalars);
const operators = ['=', '!=', '<', '<=', '>', '>=', '~', '^'];
const semver = fc.tuple(fc.constantFrom(...operators), fc.constantFrom(...versions)).map((pair) => pair.join(''));

const day = fc.constantFrom('1970-01-01', '1970-01-02', '1970-01-01T00:00:00.002Z');

/** A test that ignores case or does not. */
const maybeCaseless = (fields: Record<string, fc.Arbitrary<unknown>>) =>
  fc.oneof(fc.record(fields), fc.record({ ...fields, ignoreCase: fc.constant(true) }));

const operand: fc.Arbitrary<Omit<AttributeTest, 'attribute'>> = fc.oneof(
  maybeCaseless({ equals: scalar }),
  maybeCaseless({ in: fc.array(scalar, { maxLength: 4 }) }),
  maybeCaseless({ contains: scalar }),
  maybeCaseless({ startsWith: word }),
  maybeCaseless({ endsWith: word }),
  fc.record({ before: day }),
  fc.record({ after: day }),
  fc.record({ gt: number }),
  fc.record({ gte: number }),
  fc.record({ lt: number }),
  fc.record({ lte: number }),
  fc.record({ semver }),
  fc.record({ exists: fc.boolean() }),
);

export const conditions: fc.Arbitrary<Condition> = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 5, arbitrary: fc.tuple(attribute, operand).map(([name, test]) => ({ attribute: name, ...test })) },
    { weight: 1, arbitrary: fc.constantFrom('s', 't').map((segment) => ({ segment })) },
    { weight: 2, arbitrary: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((all) => ({ all })) },
    { weight: 2, arbitrary: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((any) => ({ any })) },
    { weight: 2, arbitrary: tie('condition').map((not) => ({ not })) },
  ),
})).condition;

/** Values on and beside every border that `conditions` can draw. */
const values: readonly unknown[] = [
  undefined, true, false, {}, [], ['a'], ['a', 1, true], ['', 'ab'], [0, 2, false], ['a', 'b', 'ab', 1, 2],
  ...words, 'abab', 'xay', 'bb', 'a1.0.0', '1.0.0+a', '1.0.0-alpha', 'v1.0.0-0', '1.2.3', '1.2.4-0', '1.3', '2', '2.0.0-rc.0',
  '2.0.0-rc.1.0', '2.0.0-rc.2', '0.0.0-0', '0.0.0-0.0', '0.5', '3.1.4', '99.0.0',
  'A', 'AB', 'aB', 'BA', 'bB', '1970-01-01T00:00:00.001Z', '1970-01-01T00:00:00.002Z', '1970-01-02', '1969-12-31',
  ['A'], ['B', 1], 86_400_000, ...numbers, -2, -0.5, 0.5, 1.25, 1.75, 2.5, 4, Number.NaN, Infinity, -Infinity,
]; // prettier-ignore

const memberships: readonly Membership[] = [[], ['s'], ['t'], ['s', 't']].map((keys) => new Set(keys));

/**
 * The contexts of `x` and `y` with the memberships of `s` and `t`: of all there are, one in `stride`.
 * @param start where to begin, 0 to `stride` - 1
 */
export function* contexts(stride = 1, start = 0): Generator<readonly [Context, Membership]> {
  const count = values.length ** 2 * memberships.length;
  for (let i = start; i < count; i += stride) {
    const ofValues = Math.floor(i / memberships.length);
    const context = { x: values[ofValues % values.length], y: values[Math.floor(ofValues / values.length)] };
    yield [context, memberships[i % memberships.length]!];
  }
}

const dates = ['2026-01-01', '2026-01-02', '2026-01-02T12:00:00Z', '2026-01-04'];
/** Instants before, on, between and after the dates of `targetingRules`. */
export const instants = ['2025-12-31', '2026-01-01', '2026-01-02', '2026-01-02T11:59Z', '2026-01-02T12:00Z',
  '2026-01-03', '2026-01-04', '2026-01-05'].map((text) => Date.parse(text)); // prettier-ignore

export const targetingRules: fc.Arbitrary<readonly TargetingRule[]> = fc
  .array(
    fc.record(
      {
        when: conditions,
        from: fc.constantFrom(...dates),
        until: fc.constantFrom(...dates),
        serve: fc.constantFrom('on', 'off', { on: 50, off: 50 }),
      },
      { requiredKeys: ['serve'] },
    ),
    { minLength: 2, maxLength: 5 },
  )
  .map((rules) => rules.map((rule, index) => ({ name: `rule-${index}`, ...rule }) as TargetingRule));
