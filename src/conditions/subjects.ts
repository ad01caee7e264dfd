import type { Condition } from '../evaluate/definition.ts';
import { eachPart } from '../model/condition-parts.ts';

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
  let isShort = true;
  eachPart(condition, ({ attribute, segment }) => {
    if (typeof attribute === 'string') isShort = add(attribute, subjects.attributes);
    else if (typeof segment === 'string') isShort = add(segment, subjects.segments);
    return isShort;
  });
  return isShort ? subjects : undefined;
}

function add(name: string, names: string[]): boolean {
  if (!names.includes(name)) names.push(name);
  return names.length <= maxSubjects;
}

/**
 * Whether a condition could follow from another that has these subjects: what it demands is at least spoken of
 * there, for nothing implies a test of an attribute of which it says nothing, unless it always holds. A quick look before a
 * search.
 */
export function couldFollow(
  condition: Condition,
  from: Subjects | undefined,
  alwaysHolds: (condition: Condition) => boolean,
): boolean {
  if (!from) return true;
  if ('attribute' in condition) return from.attributes.includes(condition.attribute);
  if ('segment' in condition) return from.segments.includes(condition.segment);
  if ('all' in condition) return condition.all.every((part) => couldFollow(part, from, alwaysHolds));
  return areShared(subjectsOf(condition), from) || alwaysHolds(condition);
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
