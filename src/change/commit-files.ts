import { UserError } from '../diagnostic/user-error.ts';
import type { Git } from '../git/git.ts';
import type { GitWriter, TreeEntry } from '../git/git-writer.ts';
import { criticalSection } from '../platform/critical-section.ts';
import { Refusal } from './refusal.ts';
import { settleJournal } from './settle.ts';

/** One commit to be made. */
export interface CommitPlan {
  /** Full id of the commit that the texts were made from: the parent. */
  readonly base: string;
  /** New contents by path from the top; `null` removes the file. */
  readonly files: ReadonlyMap<string, string | null>;
  readonly message: string;
  /** Whether the hooks `pre-commit` and `commit-msg` run. */
  readonly verify: boolean;
}

const tryAgain = 'nothing was written; look at what changed, and try again';

/**
 * Makes a commit on the branch that is checked out by compare-and-swap: it lands only if the branch still is at
 * `base`. Files and index come before the branch, so that at no moment it is ahead of them: ordinary git would then
 * take the change back. Killed at any point, the repository is as before, has the change staged, or is complete, and
 * the next change settles it; other staged and unstaged changes stay.
 * @returns the id of the commit
 * @throws Refusal if nothing was done
 * @throws UserError if the commit was made, and temporary files could not be removed
 */
export function commitFiles(git: Git, writer: GitWriter, plan: CommitPlan): Promise<string> {
  return criticalSection(async () => {
    await lockAndSettle(git, writer);
    const paths = [...plan.files.keys()];
    let ref: string;
    let commit: string;
    try {
      ref = await requireStill(git, plan.base);
      const operation = await writer.operation();
      if (operation) throw new Refusal('operation', `${operation} is under way`, 'finish or abort it first');
      await refuseEdits(writer, paths);
      commit = await makeCommit(writer, plan);
      // Hooks may take their time, and editors save files meanwhile.
      if (plan.verify) await refuseEdits(writer, paths);
      await writer.writeJournal({ ref, before: plan.base, commit, paths, subject: subjectOf(plan.message) });
      await writer.putFiles(commit, paths);
      await writer.putIndex(commit, paths);
      await moveBranch(writer, ref, commit, plan);
    } catch (error) {
      // Where nobody knows whether the branch has moved, the journal must stay for the next command to find out.
      if (error instanceof OutcomeUnknown) await twice(() => writer.unlock());
      else await twice(() => giveUp(writer));
      throw error;
    }
    try {
      await twice(() => complete(writer));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const message = `the commit ${commit.slice(0, 7)} was made, but temporary files could not be removed: ${why}`;
      throw new UserError(message, 'the next change command removes them');
    }
    return commit;
  });
}

/**
 * Makes a commit on a new branch. Neither the index nor the working tree is touched.
 * @returns the id of the commit
 * @throws Refusal if nothing was done
 */
export function commitOnBranch(writer: GitWriter, branch: string, plan: CommitPlan): Promise<string> {
  return criticalSection(() => makeBranch(writer, branch, plan));
}

async function makeBranch(writer: GitWriter, branch: string, plan: CommitPlan): Promise<string> {
  const ref = `refs/heads/${branch}`;
  const taken = new Refusal('exists', `the branch ${branch} is there already`, 'choose another name with --branch');
  try {
    if (await writer.commitOf(ref)) throw taken;
    const commit = await makeCommit(writer, plan);
    const moved = await writer
      .moveRef(ref, commit, undefined, subjectOf(plan.message))
      .catch(async (error: unknown) => {
        if ((await writer.commitOf(ref)) === commit) return true;
        throw error;
      });
    if (!moved)
      throw (await writer.commitOf(ref))
        ? taken
        : new Refusal('locked', `the branch ${branch} could not be made`, tryAgain);
    return commit;
  } finally {
    await twice(() => writer.unlock());
  }
}

class OutcomeUnknown extends UserError {
  constructor() {
    super(
      'git was stopped while the branch was moving',
      'the next change command sees whether it has moved, and finishes or undoes the change',
    );
  }
}

async function lockAndSettle(git: Git, writer: GitWriter): Promise<void> {
  if (!(await writer.lock())) {
    const help = 'try again; if no git is running, an earlier one crashed: remove .git/index.lock';
    throw new Refusal('locked', 'another process is writing to this repository', help);
  }
  try {
    await settleJournal(git, writer);
  } catch (error) {
    // The journal stays for the next one.
    await twice(() => writer.unlock());
    throw error;
  }
}

/** The ref to be moved: the branch checked out, or HEAD itself. */
async function requireStill(git: Git, base: string): Promise<string> {
  const head = await git.head();
  if (head?.commit !== base) throw moved();
  return head.branch === undefined ? 'HEAD' : `refs/heads/${head.branch}`;
}

function moved(): Refusal {
  return new Refusal('moved', "somebody else's commit came in between", tryAgain);
}

async function refuseEdits(writer: GitWriter, paths: readonly string[]): Promise<void> {
  const inTheWay = new Set(paths.flatMap((path) => [path, ...foldersOf(path)]));
  // Asked about a folder git tells of all that is in it.
  const [first, ...others] = (await writer.edited([...inTheWay])).filter((path) => inTheWay.has(path));
  if (first === undefined) return;
  const more = others.length > 0 ? ` and ${others.length} more` : '';
  throw new Refusal('edited', `${first}${more} has changes that are not committed`, 'commit or stash them first');
}

/** Stores the commit; no ref leads to it yet. */
async function makeCommit(writer: GitWriter, { base, files, message, verify }: CommitPlan): Promise<string> {
  const known = await writer.entries(base, [...files.keys()]);
  await refuseObstacles(
    writer,
    base,
    [...files].flatMap(([path, text]) => (text === null ? [] : path)),
    known,
  );
  const entries = new Map<string, TreeEntry | undefined>();
  for (const [path, text] of files) {
    const mode = known.get(path)?.mode ?? '100644';
    entries.set(path, text === null ? undefined : { mode, oid: await writer.writeBlob(text) });
  }
  await writer.stage(base, entries);
  const tree = await writer.writeTree();
  let said = message;
  if (verify) {
    await runHook(writer, 'pre-commit', message);
    if ((await writer.writeTree()) !== tree) {
      throw new Refusal(
        'hook',
        'the pre-commit hook changed what was to be committed',
        'make that change first, or skip hooks with --no-verify',
      );
    }
    said = await runHook(writer, 'commit-msg', message);
    if (said.trim() === '') throw new Refusal('hook', 'the commit-msg hook left no message', 'nothing was written');
  }
  return writer.commitTree(tree, base, said);
}

/** Git would put a file in the place of whatever is where it needs a folder, or keep a link's mode for its text. */
async function refuseObstacles(
  writer: GitWriter,
  base: string,
  paths: readonly string[],
  known: ReadonlyMap<string, TreeEntry>,
): Promise<void> {
  const above = new Map(
    paths.filter((path) => !known.has(path)).flatMap((path) => foldersOf(path).map((at) => [at, path])),
  );
  const found = above.size > 0 ? await writer.entries(base, [...above.keys()]) : new Map<string, TreeEntry>();
  const file = [...above.keys()].find((at) => found.has(at));
  const link = paths.find((path) => known.get(path)?.mode.startsWith('100') === false);
  const obstacle = file ?? link;
  if (obstacle === undefined) return;
  const what = file === undefined ? 'is a link' : `is not a folder, and ${above.get(file)} needs one there`;
  throw new Refusal('edited', `${obstacle} ${what}`, 'move it out of the way, and commit that first');
}

/** The folders that lead to a path. */
function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, at) => parts.slice(0, at + 1).join('/'));
}

async function runHook(writer: GitWriter, name: 'pre-commit' | 'commit-msg', message: string): Promise<string> {
  const result = await writer.runHook(name, message);
  if (result.ok) return result.message;
  const said = result.output.split('\n').slice(-20).join('\n');
  const help = said === '' ? 'it said nothing; --no-verify skips hooks' : `it said: ${said}`;
  throw new Refusal('hook', `the ${name} hook said no`, help);
}

async function moveBranch(writer: GitWriter, ref: string, commit: string, plan: CommitPlan): Promise<void> {
  let failure: unknown;
  const done = await writer.moveRef(ref, commit, plan.base, subjectOf(plan.message)).catch((error: unknown) => {
    failure = error;
    return false;
  });
  if (done) return;
  // It may have moved all the same, before whatever failed.
  const now = await writer.commitOf(ref).catch(() => {
    throw new OutcomeUnknown();
  });
  if (now === commit) return;
  if (failure !== undefined) throw failure;
  throw now === plan.base ? new Refusal('locked', 'another process is moving this branch', tryAgain) : moved();
}

async function complete(writer: GitWriter): Promise<void> {
  await writer.keep();
  await writer.removeJournal();
  await writer.unlock();
}

async function giveUp(writer: GitWriter): Promise<void> {
  await writer.takeBack();
  await writer.removeJournal();
  await writer.unlock();
}

/** What cleans up gets a second chance. */
async function twice(step: () => Promise<void>): Promise<void> {
  await step().catch(step);
}

function subjectOf(message: string): string {
  return message.split('\n')[0] ?? '';
}
