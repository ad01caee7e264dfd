import type { Git } from '../git/git.ts';
import type { FileState, GitWriter, TreeEntry } from '../git/git-writer.ts';
import { isAtWork, type WrittenJournal } from '../git/journal-file.ts';
import { Refusal } from './refusal.ts';

/** What became of a change whose process was killed. */
export interface Settled {
  /**
   * `landed`: its commit had been made, nothing was missing. `finished`: all of it was staged, and the branch has moved
   * to its commit now. `undone`: files and index are as they were before it. `kept`: the branch has moved since, and
   * has some of it, or all, through other commits.
   */
  readonly outcome: 'landed' | 'finished' | 'undone' | 'kept';
  /** The first line of the message of its commit. */
  readonly subject: string;
  /** Full id of its commit, which only `landed` and `finished` have on the branch. */
  readonly commit: string;
  /** Files that the branch has as the change wanted them, for `kept`; of how many. */
  readonly kept: readonly string[];
  readonly files: readonly string[];
}

/**
 * Finishes or undoes a change whose process was killed. Does nothing while somebody else holds the index.
 * @throws Refusal if another process is at work on it, or a merge or its like is under way
 */
export async function settleInterrupted(git: Git, writer: GitWriter): Promise<Settled | undefined> {
  if (!writer.isUnfinished() || !(await writer.lock())) return undefined;
  try {
    return await settleJournal(git, writer);
  } finally {
    await writer.unlock();
  }
}

/** The same for whoever holds the lock. @throws Refusal as `settleInterrupted` does */
export async function settleJournal(git: Git, writer: GitWriter): Promise<Settled | undefined> {
  const journal = await writer.readJournal();
  if (journal !== undefined && isAtWork(journal)) {
    throw new Refusal('locked', 'another flagwright is in the middle of a change', 'try again when it has ended');
  }
  const settled = journal && (await settle(git, writer, journal));
  await writer.removeJournal();
  return settled;
}

async function settle(git: Git, writer: GitWriter, journal: WrittenJournal): Promise<Settled> {
  const { ref, before, commit, paths, subject } = journal;
  const about = { subject, commit, files: paths, kept: [] };
  await writer.freeRef(ref, commit);
  const now = await writer.commitOf(ref);
  if (now === commit || (await descends(git, writer, commit, now))) return { ...about, outcome: 'landed' };
  const operation = await writer.operation();
  if (operation) {
    throw new Refusal(
      'operation',
      `${operation} is under way on top of an interrupted change`,
      'finish or abort it first',
    );
  }
  const head = await git.head();
  const isCheckedOut = head !== undefined && ref === (head.branch === undefined ? 'HEAD' : `refs/heads/${head.branch}`);
  const look = await lookAt(writer, { before, commit, head: head?.commit ?? before }, paths);
  if (isCheckedOut && now === before && look.isStaged) {
    if (await writer.moveRef(ref, commit, before, subject)) return { ...about, outcome: 'finished' };
    throw new Refusal('locked', 'another process is moving this branch', 'nothing was changed; try again');
  }
  try {
    if (look.files.length > 0) await writer.putFiles(look.head, look.files);
    if (look.staged.length > 0) await writer.putIndex(look.head, look.staged);
  } catch (error) {
    await writer.takeBack();
    throw error;
  }
  await writer.keep();
  return { ...about, outcome: look.kept.length > 0 ? 'kept' : 'undone', kept: look.kept };
}

/** Whether the commit was made and others are on top of it. */
async function descends(git: Git, writer: GitWriter, commit: string, now: string | undefined): Promise<boolean> {
  if (now === undefined || (await writer.commitOf(commit)) === undefined) return false;
  return (await git.mergeBase(commit, now)) === commit;
}

interface Look {
  readonly head: string;
  /** Everything that the change wanted is in the files and in the index. */
  readonly isStaged: boolean;
  /** Files to be brought back: they have the change, and the head does not. */
  readonly files: readonly string[];
  /** Entries of the index to be brought back. */
  readonly staged: readonly string[];
  /** Paths that the head has as the change wanted them. */
  readonly kept: readonly string[];
}

/** Compares files and index with what they were, and with what they should become. What somebody has edited since is neither. */
async function lookAt(
  writer: GitWriter,
  { before, commit, head }: { readonly before: string; readonly commit: string; readonly head: string },
  paths: readonly string[],
): Promise<Look> {
  const was = await writer.entries(before, paths);
  const wanted = await writer.entries(commit, paths);
  const present = head === before ? was : await writer.entries(head, paths);
  const states = new Map<string, FileState>();
  for (const path of paths) states.set(path, await writer.state(path));
  const hasFile = (path: string): boolean => states.get(path)?.file === idOf(wanted, path);
  const hasEntry = (path: string): boolean => states.get(path)?.index?.oid === idOf(wanted, path);
  const isAsBefore = (path: string): boolean => idOf(present, path) === idOf(was, path);
  return {
    head,
    isStaged: paths.every((path) => hasFile(path) && hasEntry(path)),
    files: paths.filter((path) => hasFile(path) && isAsBefore(path)),
    staged: paths.filter((path) => hasEntry(path) && isAsBefore(path)),
    kept: paths.filter((path) => !isAsBefore(path) && idOf(present, path) === idOf(wanted, path)),
  };
}

function idOf(entries: ReadonlyMap<string, TreeEntry>, path: string): string | undefined {
  return entries.get(path)?.oid;
}
