import type { Condition } from '../../evaluate/definition.ts';

/** The attributes and segments that a condition speaks of. */
export interface Subjects {
  readonly attributes: readonly string[];
  readonly segments: readonly string[];
}

/** The subjects of a condition; every one as often as it is written. */
export function subjectsOf(condition: Condition | undefined): Subjects {
  const subjects = { attributes: [] as string[], segments: [] as string[] };
  if (condition) collect(condition, subjects);
  return subjects;
}

function collect(condition: Condition, subjects: { attributes: string[]; segments: string[] }): void {
  if ('attribute' in condition) subjects.attributes.push(condition.attribute);
  else if ('segment' in condition) subjects.segments.push(condition.segment);
  else if ('not' in condition) collect(condition.not, subjects);
  else {
    const parts = 'all' in condition ? condition.all : 'any' in condition ? condition.any : [];
    for (const part of parts) collect(part, subjects);
  }
}

/**
 * Whether a condition could follow from another that has these subjects: what it demands is at least spoken of
 * there, for nothing implies a test of an attribute of which it says nothing. A quick look before a search.
 */
export function couldFollow(condition: Condition, from: Subjects): boolean {
  if ('attribute' in condition) return from.attributes.includes(condition.attribute);
  if ('segment' in condition) return from.segments.includes(condition.segment);
  if ('not' in condition) return areShared(subjectsOf(condition.not), from);
  if ('all' in condition) return condition.all.every((part) => couldFollow(part, from));
  return 'any' in condition && condition.any.some((part) => couldFollow(part, from));
}

/** Whether two conditions speak of the same thing. */
export function areShared(a: Subjects, b: Subjects): boolean {
  return (
    a.attributes.some((attribute) => b.attributes.includes(attribute)) ||
    a.segments.some((segment) => b.segments.includes(segment))
  );
}
