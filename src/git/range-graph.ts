import { commitGraph, type CommitGraph } from './commit-graph.ts';
import { runGit, streamGit, type GitOptions } from './git-process.ts';

/** The part of a graph that a range is in. */
export interface RangeGraph {
  /** Its roots have no parents here, and stand for all that leads to them. */
  readonly graph: CommitGraph;
  /** Numbers of them. */
  readonly roots: readonly number[];
  /** Numbers of the commits of the range: those that lead to the head and not to the base. */
  readonly range: readonly number[];
}

type Options = Pick<GitOptions, 'cwd' | 'env' | 'signal'>;

/**
 * What leads to a head, from the nearest commit that all of it goes through and that the base has too; the base is a root of its
 * own where it does not lead to the head. Whatever one of these commits is made of and another is not, is in it.
 * No more of the history is read. Undefined where there is no such commit: base and head, or parts of them, are not related.
 * @throws GitError if there is no such commit, or one of those in between is missing
 */
export async function rangeGraph(head: string, base: string, options: Options): Promise<RangeGraph | undefined> {
  const range = await idsOf(['rev-list', '--end-of-options', head, `^${base}`, '--'], options);
  const start = await narrowest(head, new Set(range), options);
  if (start === undefined) return undefined;
  const graph = await commitGraph([head], options, start);
  const whole = graph.ids.includes(base) ? graph : await withRoot(graph, base, options);
  const numbers = new Map(whole.ids.map((id, number) => [id, number]));
  const roots = [...new Set([start, base])].flatMap((id) => numbers.get(id) ?? []);
  return {
    graph: whole,
    roots: roots.filter((number) => whole.parents[number]!.length === 0),
    range: range.flatMap((id) => numbers.get(id) ?? []),
  };
}

async function withRoot({ ids, parents, dates }: CommitGraph, root: string, options: Options): Promise<CommitGraph> {
  const made = await commitGraph([root], options, root);
  return { ids: [...ids, root], parents: [...parents, []], dates: [...dates, ...made.dates] };
}

/**
 * The nearest commit outside of a range that every way back from a commit goes through. Commits may come in any order: those that
 * were named as parents and have not come yet lead to all that is still to come.
 */
async function narrowest(head: string, range: ReadonlySet<string>, options: Options): Promise<string | undefined> {
  const waiting = new Set([head]);
  const seen = new Set<string>();
  const only = (): string | undefined => {
    const [one] = waiting;
    return waiting.size === 1 && one !== undefined && !range.has(one) ? one : undefined;
  };
  if (only() !== undefined) return only();
  let rest = '';
  for await (const chunk of streamGit(['rev-list', '--parents', '--end-of-options', head, '--'], options)) {
    const lines = (rest + chunk.toString('latin1')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const [id = '', ...parents] = line.split(' ');
      // What has no parents goes through nothing that others go through.
      if (parents.length === 0) return undefined;
      seen.add(id);
      waiting.delete(id);
      for (const parent of parents) if (!seen.has(parent)) waiting.add(parent);
      if (only() !== undefined) return only();
    }
  }
  return undefined;
}

async function idsOf(args: readonly string[], options: Options): Promise<string[]> {
  const { stdout } = await runGit(args, options);
  return stdout.toString('latin1').split('\n').filter(Boolean);
}
