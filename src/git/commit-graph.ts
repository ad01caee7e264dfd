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
 * The graph that leads to some commits, as the commits themselves say: replaced and grafted parents count for nothing.
 * @param from only what is not made of this one is in it, and it itself, as if it had no parents
 * @throws GitError if there is no such commit, or one of its ancestors is missing
 */
export async function commitGraph(
  commits: readonly string[],
  options: Pick<GitOptions, 'cwd' | 'env' | 'signal'>,
  from?: string,
): Promise<CommitGraph> {
  const walk = async (how: readonly string[], tips: readonly string[]): Promise<string[]> => {
    const { stdout } = await runGit(['rev-list', ...how, '--parents', '--timestamp', '--end-of-options', ...tips, '--'], options); // prettier-ignore
    return stdout.toString('latin1').split('\n').filter(Boolean);
  };
  const first = from === undefined ? [] : await walk(['--no-walk'], [from]);
  const others = await walk(['--topo-order', '--reverse'], [...commits, ...(from === undefined ? [] : [`^${from}`])]);
  const ids: string[] = [];
  const parents: (readonly number[])[] = [];
  const dates: number[] = [];
  const numbers = new Map<string, number>();
  for (const line of [...first, ...others]) {
    const [seconds, id = '', ...above] = line.split(' ');
    numbers.set(id, ids.length);
    ids.push(id);
    parents.push([...new Set(above)].flatMap((parent) => numbers.get(parent) ?? []));
    dates.push((Number(seconds) || 0) * 1000);
  }
  return { ids, parents, dates };
}
