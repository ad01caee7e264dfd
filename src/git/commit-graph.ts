import { runGit, type GitOptions } from './git-process.ts';

/** All commits from which one is made, that one included. Commits are numbered: parents have lower numbers than children. */
export interface CommitGraph {
  /** Full ids, by number. */
  readonly ids: readonly string[];
  /** Numbers of the parents, in their order, by number. */
  readonly parents: readonly (readonly number[])[];
  /** Committer dates in milliseconds since 1970, by number. */
  readonly dates: readonly number[];
}

/**
 * The graph that leads to a commit, as the commits themselves say: replaced and grafted parents count for nothing.
 * @param beside another commit, with all that leads to it
 * @throws GitError if there is no such commit, or one of its ancestors is missing
 */
export async function commitGraph(
  commit: string,
  beside: string | undefined,
  options: Pick<GitOptions, 'cwd' | 'env' | 'signal'>,
): Promise<CommitGraph> {
  const tips = beside === undefined ? [commit] : [commit, beside];
  const args = ['rev-list', '--topo-order', '--reverse', '--parents', '--timestamp', '--end-of-options', ...tips, '--'];
  const { stdout } = await runGit(args, options);
  const lines = stdout.toString('latin1').split('\n').filter(Boolean);
  const ids: string[] = [];
  const parents: (readonly number[])[] = [];
  const dates: number[] = [];
  const numbers = new Map<string, number>();
  for (const line of lines) {
    const [seconds, id = '', ...above] = line.split(' ');
    numbers.set(id, ids.length);
    ids.push(id);
    parents.push([...new Set(above)].flatMap((parent) => numbers.get(parent) ?? []));
    dates.push((Number(seconds) || 0) * 1000);
  }
  return { ids, parents, dates };
}
