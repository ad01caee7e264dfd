import type { AttributeTest, Condition, SegmentDefinition } from '../evaluate/definition.ts';
import type { EvaluationContext } from '../evaluate/evaluation.ts';
import { operatorOf } from '../evaluate/operators.ts';

/** Alternatives that are followed for one condition. */
const maxAlternatives = 4;
const maxDepth = 100;

/** Attribute → value; `undefined` where it has to be absent. */
type Attributes = ReadonlyMap<string, unknown>;

type Segments = ReadonlyMap<string, SegmentDefinition>;

/**
 * Contexts that are likely to satisfy a condition, a few for its alternatives. They are guesses: whether one does is
 * for evaluation to say. Without a targeting key.
 */
export function witnessesOf(condition: Condition, segments: Segments): EvaluationContext[] {
  return satisfy(condition, true, segments, 0).map(contextOf);
}

function satisfy(condition: Condition, wanted: boolean, segments: Segments, depth: number): Attributes[] {
  if (typeof condition !== 'object' || condition === null || depth > maxDepth) return [new Map()];
  if ('not' in condition) return satisfy(condition.not, !wanted, segments, depth + 1);
  if ('segment' in condition) {
    const segment = segments.get(condition.segment);
    return segment ? satisfy(segment.when, wanted, segments, depth + 1) : [new Map()];
  }
  if ('all' in condition || 'any' in condition) {
    const parts = 'all' in condition ? condition.all : condition.any;
    if (!Array.isArray(parts)) return [new Map()];
    const found = parts.map((part: Condition) => satisfy(part, wanted, segments, depth + 1));
    return 'all' in condition === wanted ? together(found) : found.flat().slice(0, maxAlternatives);
  }
  return 'attribute' in condition ? valuesFor(condition, wanted) : [new Map()];
}

/** Contexts that are made of one of each; where two want different values of an attribute, the later has it. */
function together(found: readonly (readonly Attributes[])[]): Attributes[] {
  const count = Math.min(maxAlternatives, Math.max(1, ...found.map(({ length }) => length)));
  return Array.from({ length: count }, (_, turn) => {
    const attributes = new Map<string, unknown>();
    for (const alternatives of found) {
      for (const [name, value] of alternatives[turn % alternatives.length] ?? []) attributes.set(name, value);
    }
    return attributes;
  });
}

function valuesFor(test: AttributeTest, wanted: boolean): Attributes[] {
  const { attribute } = test;
  const values = wanted ? passing(test) : test.exists === false ? ['x'] : [undefined];
  return values.slice(0, maxAlternatives).map((value) => new Map([[attribute, value]]));
}

/** A few values that pass a test; the smallest and the largest of those that are nearest to its bounds. */
function passing(test: AttributeTest): readonly unknown[] {
  const { in: list, contains, gt, lt, semver } = test;
  try {
    switch (operatorOf(test)) {
      case 'in':
        return list!.length > 2 ? [list![0], list!.at(-1)] : list!;
      case 'contains':
        return typeof contains === 'string' ? [contains] : [[contains]];
      case 'gt':
        return [gt! + 1];
      case 'lt':
        return [lt! - 1];
      case 'semver':
        return versionsNear(semver!);
      case 'exists':
        return [test.exists === true ? 'x' : undefined];
      default:
        return [test.equals ?? test.startsWith ?? test.endsWith ?? test.gte ?? test.lte];
    }
  } catch {
    return [undefined]; // no operator, or one that cannot be evaluated
  }
}

/** The version of a comparator, one above and one below. */
function versionsNear(comparator: string): string[] {
  const [, major = '0', minor = '0', patch = '0'] = /(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(comparator) ?? [];
  const version = `${major}.${minor}.${patch}`;
  const above = `${major}.${minor}.${Number(patch) + 1}`;
  const below = Number(patch) > 0 ? `${major}.${minor}.${Number(patch) - 1}` : `${Math.max(0, Number(major) - 1)}.0.0`;
  if (/^\s*(?:<(?!=)|!=)/.test(comparator)) return [below, above];
  return /^\s*>(?!=)/.test(comparator) ? [above] : [version];
}

/** Dotted names walk into nested objects. */
function contextOf(attributes: Attributes): EvaluationContext {
  const context: Record<string, unknown> = {};
  for (const [name, value] of attributes) {
    if (value === undefined) continue;
    const steps = name.split('.');
    let at = context;
    for (const step of steps.slice(0, -1)) {
      const next = Object.hasOwn(at, step) ? at[step] : undefined;
      const inner = typeof next === 'object' && next !== null ? (next as Record<string, unknown>) : {};
      put(at, step, inner);
      at = inner;
    }
    put(at, steps.at(-1) as string, value);
  }
  return context;
}

function put(record: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(record, name, { value, enumerable: true, configurable: true, writable: true });
}
