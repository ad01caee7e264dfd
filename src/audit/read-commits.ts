import type { CommitGraph } from '../git/commit-graph.ts';
import type { Git } from '../git/git.ts';
import type { RawChange } from '../git/raw-log.ts';
import type { ChangesByParent } from './project-folders.ts';

/** Commits that are looked at, and what git says that each changed. */
export interface ReadCommits {
  readonly graph: CommitGraph;
  /**
   * @param isWanted which paths are told
   * @param paths only files at or below these; all files without
   */
  changes(isWanted: (path: string) => boolean, paths?: readonly string[]): Promise<ChangesByParent>;
}

/**
 * All commits that lead to one.
 * @param beside another, with all that lead to it
 * @throws GitError if there is no such commit
 */
export async function wholeHistory(git: Git, head: string, beside?: string): Promise<ReadCommits> {
  const graph = await git.audit.graph(head, beside);
  return { graph, changes: (isWanted, paths) => changesIn(git, graph, isWanted, paths) };
}

/**
 * What every commit changed against each of its parents; one without parents, against nothing.
 * @returns by number of commit, then by parent
 * @throws GitError if one of them is missing
 */
export async function changesIn(
  git: Git,
  { ids, parents }: CommitGraph,
  isWanted: (path: string) => boolean,
  paths?: readonly string[],
  isLeftOut: (commit: number) => boolean = () => false,
): Promise<ChangesByParent> {
  const pairs = ids.flatMap((commit, at) => {
    if (isLeftOut(at)) return [];
    const above: readonly (number | undefined)[] = parents[at]!.length > 0 ? parents[at]! : [undefined];
    return above.map((parent) => ({ commit, parent: parent === undefined ? undefined : ids[parent] }));
  });
  const lists = await git.audit.changes(pairs, isWanted, paths);
  let next = 0;
  const take = (): readonly RawChange[] => lists[next++] ?? [];
  return parents.map((above, at) => (isLeftOut(at) ? [[]] : Array.from({ length: Math.max(above.length, 1) }, take)));
}
