import type { Git } from '../platform/git.ts';
import type { FileState, GitWriter, Journal, TreeEntry } from '../platform/git-writer.ts';

/**
 * Finishes what a killed process left between moving a branch and bringing index and files along. Does nothing while
 * somebody else holds the index.
 * @returns the commit whose files were brought along
 */
export async function finishInterruptedCommit(git: Git, writer: GitWriter): Promise<string | undefined> {
  if (!writer.isUnfinished() || !(await writer.lock())) return undefined;
  try {
    return await finishJournal(git, writer);
  } finally {
    await writer.unlock();
  }
}

/** The same for whoever holds the lock. */
export async function finishJournal(git: Git, writer: GitWriter): Promise<string | undefined> {
  const journal = await writer.readJournal();
  const isDue = journal !== undefined && (await hasLanded(git, writer, journal));
  if (isDue) await follow(writer, journal.before, journal.commit, journal.paths);
  await writer.removeJournal();
  return isDue ? journal.commit : undefined;
}

/** Whether the branch was moved, it is still checked out, and nobody has changed these files in commits since. */
async function hasLanded(git: Git, writer: GitWriter, { ref, commit, paths }: Journal): Promise<boolean> {
  const head = await git.head();
  if (head === undefined || ref !== (head.branch === undefined ? 'HEAD' : `refs/heads/${head.branch}`)) return false;
  if (head.commit === commit) return true;
  // Killed before the branch was moved, the commit may be of no branch at all.
  if ((await writer.commitOf(commit)) === undefined) return false;
  if ((await git.mergeBase(commit, head.commit)) !== commit) return false;
  const [then, now] = [await writer.entries(commit, paths), await writer.entries(head.commit, paths)];
  return paths.every((path) => then.get(path)?.oid === now.get(path)?.oid);
}

/**
 * Brings index and files from one commit to another, where they stand at either. What somebody has edited in between
 * is left as it is.
 */
export async function follow(
  writer: GitWriter,
  before: string,
  commit: string,
  paths: readonly string[],
): Promise<void> {
  const [old, now] = [await writer.entries(before, paths), await writer.entries(commit, paths)];
  const states = new Map<string, FileState>();
  for (const path of paths) states.set(path, await writer.state(path));
  const isEither = (path: string, oid: string | undefined): boolean =>
    oid === idOf(old, path) || oid === idOf(now, path);
  const files = paths.filter((path) => {
    const file = states.get(path)?.file;
    return isEither(path, file) && file !== idOf(now, path);
  });
  if (files.length > 0) await writer.followFiles(commit, files);
  const staged = paths.filter((path) => isEither(path, states.get(path)?.index?.oid));
  if (staged.length > 0) await writer.followIndex(commit, staged);
}

function idOf(entries: ReadonlyMap<string, TreeEntry>, path: string): string | undefined {
  return entries.get(path)?.oid;
}
