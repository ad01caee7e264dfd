import type { Git } from '../../git/git.ts';
import type { RawChange } from '../../git/raw-log.ts';
import { manifestName } from '../../model/file-kind.ts';
import { memberOf } from '../../project/membership.ts';
import { namedBy } from '../definitions.ts';
import { nameOfChange } from '../made-change.ts';
import { isNamed, type Besides } from '../made-changes.ts';
import { changesIn, type ReadCommits } from '../read-commits.ts';

/** The commits of a range with those around them, read from where they came apart. */
export interface RangeCommits extends ReadCommits {
  /** Numbers of the commits that stand for all that leads to them. */
  readonly roots: readonly number[];
  /** Numbers of the commits that the base does not have. */
  readonly range: readonly number[];
}

/** At most this many names are looked for in the past: with more, reading all of it is as quick. */
const MOST_NEW = 20;

/**
 * What of a history is enough to judge a range: where nothing that is changed was there before in a way that only the rest of the
 * history tells. Undefined where all of it has to be read.
 * @param folder of the project in the head
 * @throws GitError if there is no such commit
 */
export async function rangeCommits(git: Git, folder: string, besides: Besides): Promise<RangeCommits | undefined> {
  const { base, head, uncommitted } = besides;
  if (base.folder !== folder) return undefined;
  const part = await git.audit.rangeGraph(head, base.commit);
  if (!part) return undefined;
  const { graph, roots, range } = part;
  const isRoot = (commit: number): boolean => roots.includes(commit);
  const made = await changesIn(git, graph, isNamed, undefined, isRoot);
  const changed = [...made.flat(2), ...uncommitted.changes.filter(({ path }) => isNamed(path))];
  const manifest = folder === '' ? manifestName : `${folder}/${manifestName}`;
  // A project that moves or begins is followed back.
  if (changed.some(({ path, before, after }) => path === manifest && !(before && after))) return undefined;
  const names = new Set(changed.map(({ path }) => nameOfPath(path)));
  const files = new Map<number, readonly RawChange[]>();
  for (const root of roots) files.set(root, await git.audit.files(graph.ids[root]!, isNeeded(names)));
  if (![...files.values()].every((list) => list.some(({ path }) => path === manifest))) return undefined;
  const start = files.get(roots[0]!) ?? [];
  if (await wasThereBefore(git, graph.ids[roots[0]!]!, newIn(folder, start, names))) return undefined;
  return {
    graph,
    roots,
    range,
    async changes(isWanted, paths) {
      if (!paths) return made.map((lists, at) => (isRoot(at) ? [files.get(at)!] : lists));
      const found = [...(await changesIn(git, graph, isWanted, paths, isRoot))];
      for (const root of roots) found[root] = [await git.audit.files(graph.ids[root]!, isWanted, paths)];
      return found;
    },
  };
}

function nameOfPath(path: string): string {
  const named = namedBy(path);
  return named ? nameOfChange(named.kind, named.key) : '';
}

/** Of what is there: what is changed, what rules are made of, and all flags and segments where a segment is changed. */
function isNeeded(names: ReadonlySet<string>): (path: string) => boolean {
  const all = [...names].some((name) => name.startsWith('segment '));
  return (path) => {
    if (!isNamed(path)) return false;
    const name = nameOfPath(path);
    return all || name.endsWith(' ') || names.has(name);
  };
}

/** Names that the project does not have, by its files. */
function newIn(folder: string, files: readonly RawChange[], names: ReadonlySet<string>): ReadonlySet<string> {
  const left = new Set(names);
  for (const { path } of files) {
    const member = memberOf(folder, path);
    if (member) left.delete(nameOfChange(member.kind, member.key));
  }
  return left;
}

/** Whether a flag that seems new comes back: then it is still its owner's. */
async function wasThereBefore(git: Git, commit: string, names: ReadonlySet<string>): Promise<boolean> {
  if (names.size === 0) return false;
  if (names.size > MOST_NEW) return true;
  const found = await changesIn(git, await git.audit.graph(commit), (path) => isNamed(path) && names.has(nameOfPath(path))); // prettier-ignore
  return found.some((lists) => lists.some((list) => list.length > 0));
}
