import type { CommitGraph } from '../../git/commit-graph.ts';
import type { Review } from '../../policy/review-list.ts';

/**
 * Who approved each commit in reviews. What was committed after the commit that somebody reviewed has not been reviewed by them; a
 * review of a commit that is no longer there counts for nothing.
 * @param range numbers of the commits that are judged
 * @param last number of the commit that is not made yet, which nobody has reviewed
 */
export function reviewersOf(
  graph: CommitGraph,
  range: ReadonlySet<number>,
  last: number,
  reviews: readonly Review[],
): (commit: number) => readonly string[] {
  const numbers = new Map(graph.ids.map((id, number) => [id, number]));
  const found = new Map<number, string[]>();
  const add = (commit: number, by: readonly string[]): void => {
    const known = found.get(commit);
    if (known) known.push(...by);
    else found.set(commit, [...by]);
  };
  for (const { by, commit } of reviews) {
    const start = commit === undefined ? undefined : numbers.get(commit);
    if (commit !== undefined && start === undefined) continue;
    const reviewed = start === undefined ? [...range].filter((one) => one !== last) : leadingTo(graph, range, start);
    for (const one of reviewed) add(one, by);
  }
  return (commit) => found.get(commit) ?? [];
}

function leadingTo({ parents }: CommitGraph, range: ReadonlySet<number>, start: number): Iterable<number> {
  const seen = new Set<number>();
  const waiting = [start];
  for (let commit = waiting.pop(); commit !== undefined; commit = waiting.pop()) {
    if (!range.has(commit) || seen.has(commit)) continue;
    seen.add(commit);
    waiting.push(...parents[commit]!);
  }
  return seen;
}
