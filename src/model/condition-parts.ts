import type { Path } from '../diagnostic/diagnostic.ts';
import { fields, list, type Fields } from './read.ts';

/** How a part of a condition is reached: the last step, and those before it. `undefined` is the whole condition. */
export type Steps =
  | { readonly above: Steps; readonly name: 'all' | 'any' | 'not'; readonly index: number | undefined }
  | undefined;

/** The steps as a path, behind the path of the whole condition. */
export function pathOfSteps(start: Path, steps: Steps): Path {
  const path: (string | number)[] = [];
  for (let at = steps; at !== undefined; at = at.above) {
    if (at.index !== undefined) path.push(at.index);
    path.push(at.name);
  }
  return [...start, ...path.reverse()];
}

/**
 * Shows a condition as it is written, and then every condition within it, in file order. Segments are not followed, and
 * what is malformed is passed over. This is the one walk over conditions; the parser bounds how deep they go.
 * @param visit is given the fields of a part; the walk ends where it returns false
 * @param steps how the condition itself is reached
 * @returns whether the walk came to its end
 */
export function eachPart(
  condition: unknown,
  visit: (part: Fields, steps: Steps) => boolean | void,
  steps?: Steps,
): boolean {
  const part = fields(condition);
  if (visit(part, steps) === false) return false;
  const { all, any, not } = part;
  if (all !== undefined && !eachIn(list(all), 'all', visit, steps)) return false;
  if (any !== undefined && !eachIn(list(any), 'any', visit, steps)) return false;
  return not === undefined || eachPart(not, visit, { above: steps, name: 'not', index: undefined });
}

function eachIn(
  parts: readonly unknown[],
  name: 'all' | 'any',
  visit: (part: Fields, steps: Steps) => boolean | void,
  above: Steps,
): boolean {
  for (let index = 0; index < parts.length; index++) {
    if (!eachPart(parts[index], visit, { above, name, index })) return false;
  }
  return true;
}
