import type { CommitGraph } from '../git/commit-graph.ts';

/** The commits that one side of a merge has and another has not. */
export interface AncestrySide {
  /** Numbers, newest first. */
  readonly commits: readonly number[];
  /** Numbers of their parents that both sides have: where the sides parted. */
  readonly forks: readonly number[];
}

const [OURS, THEIRS] = [1, 2];

/**
 * What the commits `from` are made of and `without` is not.
 * Goes back only as far as the sides differ.
 */
export function onlyIn({ parents }: CommitGraph, from: readonly number[], without: number): AncestrySide {
  const marks = new Map<number, number>();
  const waiting = new Waiting();
  let open = 0;
  const mark = (commit: number, sides: number): void => {
    const known = marks.get(commit);
    const now = (known ?? 0) | sides;
    if (now === known) return;
    marks.set(commit, now);
    if (known === undefined) waiting.add(commit);
    // Those of ours alone are what is looked for; without them the walk is at its end.
    if (now === OURS) open++;
    else if (known === OURS) open--;
  };
  for (const commit of from) mark(commit, OURS);
  mark(without, THEIRS);
  const commits: number[] = [];
  while (open > 0) {
    const commit = waiting.takeHighest();
    if (commit === undefined) break;
    const sides = marks.get(commit) ?? 0;
    if (sides === OURS) {
      commits.push(commit);
      open--;
    }
    for (const parent of parents[commit] ?? []) mark(parent, sides);
  }
  const above = commits.flatMap((commit) => parents[commit] ?? []);
  return { commits, forks: [...new Set(above)].filter((parent) => marks.get(parent) !== OURS) };
}

/** Numbers of which the highest is taken first: children come before their parents. */
class Waiting {
  readonly #heap: number[] = [];

  add(value: number): void {
    const heap = this.#heap;
    let at = heap.push(value) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (heap[above]! >= value) break;
      heap[at] = heap[above]!;
      at = above;
    }
    heap[at] = value;
  }

  takeHighest(): number | undefined {
    const heap = this.#heap;
    const highest = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return highest;
    let at = 0;
    for (let below = 1; below < heap.length; below = 2 * at + 1) {
      if (below + 1 < heap.length && heap[below + 1]! > heap[below]!) below++;
      if (heap[below]! <= last) break;
      heap[at] = heap[below]!;
      at = below;
    }
    heap[at] = last;
    return highest;
  }
}

/** What `carriersOf` says of the commits of the first-parent chain. */
export const NO_CARRIER = -1;

/**
 * By number, the merge that brought a commit to the branch on which it is told, and so on up to the first-parent chain of the last
 * one, whose commits nobody brought.
 */
export function sidesCarrying({ parents }: CommitGraph): Int32Array {
  const unknown = -2;
  const carriers = new Int32Array(parents.length).fill(unknown);
  /** Commits whose first parents are known already, oldest last. */
  const waiting: number[] = [];
  const take = (start: number | undefined, carrier: number): void => {
    for (let at = start; at !== undefined && carriers[at] === unknown; at = parents[at]?.[0]) {
      carriers[at] = carrier;
      waiting.push(at);
    }
  };
  take(parents.length - 1, NO_CARRIER);
  for (let commit = waiting.pop(); commit !== undefined; commit = waiting.pop()) {
    for (const parent of parents[commit]!.slice(1)) take(parent, commit);
  }
  return carriers;
}

/**
 * When each commit may have been made, by number, in milliseconds since 1970. A date that says a commit was made before one that
 * it is made from, after one that is made from it, or after now cannot be true: then the nearest dates that can be are there too.
 * @param now milliseconds since 1970
 */
export function instantsOf({ parents, dates }: CommitGraph, now: number): (readonly number[])[] {
  const earliest = dates.map(() => -Infinity);
  const latest = dates.map(() => now);
  for (let at = 0; at < dates.length; at++) {
    for (const parent of parents[at]!) {
      const date = dates[parent]!;
      earliest[at] = Math.max(earliest[at]!, earliest[parent]!, date <= now ? date : -Infinity);
    }
  }
  for (let at = dates.length - 1; at >= 0; at--) {
    for (const parent of parents[at]!) latest[parent] = Math.min(latest[parent]!, latest[at]!, dates[at]!);
  }
  return dates.map((date, at) => {
    const [first, last] = [earliest[at]!, latest[at]!];
    const instants = date <= now ? [date] : [];
    if ((date < first || date > now) && first > -Infinity) instants.push(first);
    // A child that claims to be older than the parents is itself what is wrong.
    if (date > last && last >= first) instants.push(last);
    return instants.length > 0 ? instants : [now];
  });
}
