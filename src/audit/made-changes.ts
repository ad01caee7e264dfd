import { UserError } from '../diagnostic/user-error.ts';
import type { CommitGraph } from '../git/commit-graph.ts';
import type { Git } from '../git/git.ts';
import type { RawChange, RawEntry } from '../git/raw-log.ts';
import { MeaningReader } from '../history/meanings.ts';
import { readPolicy } from '../policy/policy.ts';
import { AuditedDefinitions, namedBy, type Thing } from './definitions.ts';
import { keysPathOf, type House } from './house.ts';
import type { CommitChanges } from './made-change.ts';
import { projectFolders, type ChangesByParent } from './project-folders.ts';
import { ProjectStates } from './project-states.ts';
import type { ReadCommits } from './read-commits.ts';

/** The whole history of a project, with all that merges brought in. */
export interface ProjectRecord {
  readonly graph: CommitGraph;
  /** By number of commit. */
  readonly changes: readonly CommitChanges[];
  /** By number of commit: the rules that hold after it. */
  readonly houses: readonly House[];
  /** Each version that cannot be read, with the number of the commit that made it, oldest first. */
  readonly unreadable: readonly { readonly commit: number; readonly path: string }[];
  /** What there is in the commit of the base, by kind and key in one word; empty without one. */
  readonly kept: ReadonlyMap<string, Thing>;
}

/** The project whose history is read. */
export interface ProjectToRead {
  /** The last commit, and the folder of the project there. */
  readonly head: string;
  readonly folder: string;
  /** Folders in which a project would be found before this one, if there were one. */
  readonly passed?: readonly string[] | undefined;
}

/** What more than the commits that lead to the head is looked at. */
export interface Besides {
  /** A commit that need not lead to the head, and the folder of the project there. What the project is in it is kept. */
  readonly base: { readonly commit: string; readonly folder: string };
  readonly head: string;
  /** What is not committed yet, on the head: it becomes the last commit, called `uncommitted`. */
  readonly uncommitted: Uncommitted;
}

/** Files that differ from those of a commit. Their contents have ids that no object has. */
export interface Uncommitted {
  readonly changes: readonly RawChange[];
  /** Canonical texts by id of content; absent for what cannot be read or parsed. */
  readonly meanings: ReadonlyMap<string, string>;
}

/** The id of the commit that is not made yet. */
export const uncommitted = 'uncommitted';

/**
 * Reads what commits changed against each of their parents.
 * @param project where it is in the last of them
 * @param onProgress commits read, and commits in total
 * @throws GitError if one of them is missing
 * @throws UserError if objects are missing
 */
export async function madeChanges(
  git: Git,
  commits: ReadCommits,
  { folder, passed }: ProjectToRead,
  onProgress?: (done: number, total: number) => void,
  besides?: Besides,
): Promise<ProjectRecord> {
  const graph = besides ? withUncommitted(commits.graph, besides.head) : commits.graph;
  const committed = await commits.changes(isNamed);
  const files = filesIn(committed.flat());
  const changes = besides ? [...committed, [besides.uncommitted.changes.filter(({ path }) => isNamed(path))]] : committed; // prettier-ignore
  const base = besides ? graph.ids.indexOf(besides.base.commit) : undefined;
  const beside = base === undefined ? undefined : ([base, besides!.base.folder] as const);
  const folders = projectFolders(graph, changes, folder, { beside, passed });
  const meanings = new Map(besides?.uncommitted.meanings);
  for (const [blob, text] of await new MeaningReader(git, undefined, '').read(files)) meanings.set(blob, text);
  await requirePresent(
    git,
    files.filter(({ blob }) => !meanings.has(blob)),
  );
  const definitions = new AuditedDefinitions(meanings);
  const keyPaths = keyPathsIn(definitions, graph, folders, changes);
  const keyChanges = keyPaths.length === 0 ? undefined : [...(await commits.changes(() => true, keyPaths))];
  if (besides) keyChanges?.push([besides.uncommitted.changes.filter(({ path }) => keyPaths.includes(path))]);
  const states = new ProjectStates(graph, folders, definitions, base);
  const found: CommitChanges[] = [];
  for (let at = 0; at < graph.ids.length; at++) {
    if (at % 500 === 0) onProgress?.(at, graph.ids.length);
    found.push(states.add(at, changes[at]!, keyChanges?.[at]));
  }
  const { houses, unreadable, kept } = states;
  return { graph, changes: found, houses, unreadable, kept };
}

/** Whether a file may define something of a project. */
export function isNamed(path: string): boolean {
  return path.endsWith('.yaml') && namedBy(path) !== undefined;
}

function withUncommitted({ ids, parents, dates }: CommitGraph, head: string): CommitGraph {
  return {
    ids: [...ids, uncommitted],
    parents: [...parents, [ids.indexOf(head)]],
    dates: [...dates, dates[ids.indexOf(head)] ?? 0],
  };
}

function filesIn(lists: readonly (readonly RawChange[])[]): { blob: string; file: string }[] {
  const found = new Map<string, string>();
  for (const list of lists) for (const { path, after } of list) if (after?.kind === 'file') found.set(after.oid, path);
  return [...found].map(([blob, file]) => ({ blob, file }));
}

/** What cannot be read because somebody took it away is not a version that cannot be read. */
async function requirePresent(
  git: Git,
  files: readonly { readonly blob: string; readonly file: string }[],
): Promise<void> {
  const objects = await Promise.all(files.map(({ blob }) => git.object(blob, 0)));
  const missing = files.find((_, index) => objects[index] === undefined);
  if (missing === undefined) return;
  throw new UserError(
    `a version of ${missing.file} is missing from this repository: ${missing.blob}`,
    'git fsck shows what is missing; fetch it again, or clone anew',
  );
}

/** Wherever any policy of the history says the SSH keys are. */
function keyPathsIn(
  definitions: AuditedDefinitions,
  { parents }: CommitGraph,
  folders: readonly string[],
  changes: ChangesByParent,
): string[] {
  const places = new Set(folders);
  const paths = new Set<string>();
  const seen = new Set<RawEntry['oid']>();
  for (let at = 0; at < parents.length; at++) {
    for (const { path, after } of changes[at]!.flat()) {
      if (!after || seen.has(after.oid) || namedBy(path)?.kind !== 'policy') continue;
      seen.add(after.oid);
      const policy = definitions.of(after);
      for (const folder of policy ? places : []) {
        const keys = keysPathOf(folder, readPolicy(policy?.value()));
        if (keys !== undefined && keys !== '') paths.add(keys);
      }
    }
  }
  return [...paths];
}
