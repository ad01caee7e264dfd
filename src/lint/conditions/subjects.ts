import type { Condition } from '../../evaluate/definition.ts';

/** The attributes and segments that a condition speaks of, each once. */
export interface Subjects {
  readonly attributes: string[];
  readonly segments: string[];
}

/** With more subjects than this a condition is no longer looked through quickly. */
const maxSubjects = 100;

/** The subjects of a condition; `undefined` if there are too many to be compared. */
export function subjectsOf(condition: Condition | undefined): Subjects | undefined {
  const subjects: Subjects = { attributes: [], segments: [] };
  return !condition || collect(condition, subjects) ? subjects : undefined;
}

function collect(condition: Condition, subjects: Subjects): boolean {
  if ('attribute' in condition) return add(condition.attribute, subjects.attributes);
  if ('segment' in condition) return add(condition.segment, subjects.segments);
  if ('not' in condition) return collect(condition.not, subjects);
  const parts = 'all' in condition ? condition.all : 'any' in condition ? condition.any : [];
  return parts.every((part) => collect(part, subjects));
}

function add(name: string, names: string[]): boolean {
  if (!names.includes(name)) names.push(name);
  return names.length <= maxSubjects;
}

/**
 * Whether a condition could follow from another that has these subjects: what it demands is at least spoken of
 * there, for nothing implies a test of an attribute of which it says nothing. A quick look before a search.
 */
export function couldFollow(condition: Condition, from: Subjects | undefined): boolean {
  if (!from) return true;
  if ('attribute' in condition) return from.attributes.includes(condition.attribute);
  if ('segment' in condition) return from.segments.includes(condition.segment);
  if ('not' in condition) return areShared(subjectsOf(condition.not), from);
  if ('all' in condition) return condition.all.every((part) => couldFollow(part, from));
  return 'any' in condition && condition.any.some((part) => couldFollow(part, from));
}

/** Whether two conditions speak of the same thing. */
export function areShared(a: Subjects | undefined, b: Subjects | undefined): boolean {
  return (
    !a ||
    !b ||
    a.attributes.some((attribute) => b.attributes.includes(attribute)) ||
    a.segments.some((segment) => b.segments.includes(segment))
  );
}
