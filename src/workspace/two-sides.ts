import { UserError } from '../diagnostic/user-error.ts';
import { resolveRevision } from '../history/revision.ts';
import type { ProjectFiles } from '../history/tree-changes.ts';
import { manifestName } from '../model/file-kind.ts';
import type { FileEntry, FileTree } from '../platform/file-tree.ts';
import type { Git } from '../git/git.ts';
import type { Host } from './host.ts';
import { openedHistory } from './opened-history.ts';
import { projectFolder } from './project-folder.ts';

/** One of the two states that are compared. */
export interface DiffSide extends ProjectFiles {
  /** As it was named; `the working tree`. */
  readonly name: string;
  /** Its full id; absent for the working tree, and for what was there before the first commit. */
  readonly commit: string | undefined;
}

export interface DiffSides {
  readonly base: DiffSide;
  readonly head: DiffSide;
  /** Whether two files have the same content, as far as that is known without reading them. */
  readonly isSame: (before: FileEntry, after: FileEntry) => boolean;
}

const noFiles: FileTree = {
  list: async () => [],
  read: async (path) => {
    throw new Error(`there is no ${path}`);
  },
};

/**
 * The two states that a range names: `BASE..HEAD`, `BASE...HEAD` (from where HEAD left BASE), or `BASE` against what the
 * host looks at: the working tree, or the commit of `--at`. Without a range, HEAD, or the parent of that commit.
 * @throws UserError if a revision stands for no commit
 */
export async function diffSides(host: Host, git: Git, range: string | undefined): Promise<DiffSides> {
  const [, from, dots, to] = /^(.*?)(\.\.\.?)(?!\.)(.*)$/s.exec(range ?? '') ?? [];
  if (dots !== undefined) {
    if (host.at !== undefined) {
      throw new UserError(`--at and the range cannot be combined: ${range}`, 'leave one of them out');
    }
    const [base, head] = await Promise.all([commitOf(host, git, from), commitOf(host, git, to)]);
    const start = dots === '...' ? await mergeBase(git, base, head) : base;
    const sides = [side(host, git, start, from || 'HEAD'), side(host, git, head, to || 'HEAD')] as const;
    const [before, after] = await Promise.all(sides);
    return { base: before, head: after, isSame: sameStamp };
  }
  if (host.at !== undefined) {
    const parent = (await git.commitInfos([host.at])).get(host.at)?.parents[0];
    const base = range === undefined ? parent : await resolveRevision(git, range, host.clock.now());
    const name = range ?? (base === undefined ? 'nothing' : 'its parent');
    return {
      base: await side(host, git, base, name),
      head: await side(host, git, host.at, host.at.slice(0, 7)),
      isSame: sameStamp,
    };
  }
  const base = range === undefined ? (await git.head())?.commit : await commitOf(host, git, range);
  if (base === undefined) {
    throw new UserError(
      'there is nothing to compare with: this repository has no commit yet',
      'commit the flags first',
    );
  }
  const changed = new Set(await git.changedFiles(base, false));
  return {
    base: await side(host, git, base, range ?? 'HEAD'),
    head: { tree: host.tree, folder: projectFolder(host), name: 'the working tree', commit: undefined },
    isSame: (before, after) => before.path === after.path && !changed.has(after.path),
  };
}

/** Two commits by their full ids, with names for people. */
export async function commitSides(
  host: Host,
  git: Git,
  base: { readonly commit: string; readonly name: string },
  head: { readonly commit: string; readonly name: string },
): Promise<DiffSides> {
  const [before, after] = await Promise.all([side(host, git, base.commit, base.name), side(host, git, head.commit, head.name)]); // prettier-ignore
  return { base: before, head: after, isSame: sameStamp };
}

function commitOf(host: Host, git: Git, revision: string | undefined): Promise<string> {
  return resolveRevision(git, revision || 'HEAD', host.clock.now());
}

async function mergeBase(git: Git, base: string, head: string): Promise<string> {
  const found = await git.mergeBase(base, head);
  if (found !== undefined) return found;
  throw new UserError('the two have no commit in common', 'compare them as they are: BASE..HEAD');
}

/** The state of the project in a commit; an empty one without any. */
export async function side(host: Host, git: Git, commit: string | undefined, name: string): Promise<DiffSide> {
  if (commit === undefined) return { tree: noFiles, folder: projectFolder(host), name, commit };
  const tree = git.tree(commit);
  return { tree, folder: await folderIn(host, tree, commit), name, commit };
}

/** Where the project is in a commit: where it is now, or where its history says it was. */
async function folderIn(host: Host, tree: FileTree, commit: string): Promise<string> {
  const folder = projectFolder(host);
  const manifest = folder === '' ? manifestName : `${folder}/${manifestName}`;
  if ((await tree.list(folder)).some(({ path }) => path === manifest)) return folder;
  try {
    const { history } = await openedHistory(host);
    return history.folderAt(commit) ?? folder;
  } catch (error) {
    // A shallow clone does not know; then it was not there.
    if (error instanceof UserError) return folder;
    throw error;
  }
}

function sameStamp(before: FileEntry, after: FileEntry): boolean {
  return before.kind === after.kind && before.stamp !== undefined && before.stamp === after.stamp;
}
