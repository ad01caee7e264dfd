import { alternatives, nearest } from '../diagnostic/suggest.ts';

/** Says which known name is meant: `did you mean "a" or "b"?`; `undefined` when nothing is near. */
export type Suggest = (name: string, known: KnownNames, except?: string) => string | undefined;

/** Names by which something is looked up: a set, or a map's keys. */
interface KnownNames {
  readonly size: number;
  keys(): Iterable<string>;
}

/** About a tenth of a second: looking for each of thousands of names among thousands would take minutes. */
const defaultBudget = 200_000;

/** By the names known, which stay as they are: what was found, for all rules that look among them. */
const found = new WeakMap<KnownNames, Map<string, readonly string[]>>();

/**
 * Suggestions for the names of one run of a rule. Each name is looked for once among the same known ones,
 * and only until `budget` comparisons have been made.
 */
export function suggestions(budget = defaultBudget): Suggest {
  let left = budget;
  return (name, known, except) => {
    let ofKnown = found.get(known);
    if (!ofKnown) found.set(known, (ofKnown = new Map()));
    let near = ofKnown.get(name);
    if (!near) {
      if (left <= 0) return undefined;
      near = nearest(name, known.keys());
      left -= known.size;
      ofKnown.set(name, near);
    }
    const others = near.filter((candidate) => candidate !== except).map((candidate) => `"${candidate}"`);
    return others.length > 0 ? `did you mean ${alternatives(others)}?` : undefined;
  };
}
