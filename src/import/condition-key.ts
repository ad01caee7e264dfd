import { simpleLowerCase } from '../evaluate/lower-case.ts';
import type { AttributeTest, Condition } from '../evaluate/definition.ts';

/**
 * A text that two conditions share only if they hold for the same contexts. Lists in lists, lists of one, twofold negation
 * and the case of what is compared without it make no difference.
 * @param segments what segments stand for; without them a segment is the same as itself only
 */
export function conditionKey(condition: Condition, segments?: ReadonlyMap<string, Condition>): string {
  return JSON.stringify(plain(condition, segments, 0));
}

/** Deeper ones are compared as they are; cycles are this deep. */
const mostLevels = 100;

function plain(condition: Condition, segments: ReadonlyMap<string, Condition> | undefined, depth: number): unknown {
  if (depth > mostLevels) return condition;
  const inner = (part: Condition): unknown => plain(part, segments, depth + 1);
  if ('all' in condition) return list('all', condition.all.map(inner));
  if ('any' in condition) return list('any', condition.any.map(inner));
  if ('not' in condition) {
    const negated = inner(condition.not) as { readonly not?: unknown };
    return negated.not ?? { not: negated };
  }
  if ('segment' in condition) {
    const when = segments?.get(condition.segment);
    return when === undefined ? condition : inner(when);
  }
  return test(condition);
}

function list(name: 'all' | 'any', parts: readonly unknown[]): unknown {
  const flat = parts.flatMap((part) => {
    const same = (part as Readonly<Record<string, unknown>>)[name];
    return Array.isArray(same) ? (same as unknown[]) : [part];
  });
  return flat.length === 1 ? flat[0] : { [name]: flat };
}

function test({ ignoreCase, ...rest }: AttributeTest): unknown {
  const fields = Object.entries(rest).filter(([, value]) => value !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)); // prettier-ignore
  if (ignoreCase !== true) return fields;
  const fold = (value: unknown): unknown => (typeof value === 'string' ? simpleLowerCase(value) : value);
  const folded = fields.map(([name, value]) => [name, name === 'attribute' ? value : Array.isArray(value) ? value.map(fold) : fold(value)]); // prettier-ignore
  return [...folded, 'ignoring case'];
}
