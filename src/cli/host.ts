import { existsSync, realpathSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { findProjectIn } from '../workspace/find-project-in.ts';
import type { Ask, FileWriter, Host, Interrupted } from '../workspace/host.ts';
import { shellWord } from '../diagnostic/shell-word.ts';
import { UserError } from '../diagnostic/user-error.ts';
import { parseInstant } from '../evaluate/dates.ts';
import { readCheckout } from '../git/checkout.ts';
import type { Clock } from '../platform/clock.ts';
import type { FileTree } from '../platform/file-tree.ts';
import { fileWriter } from '../platform/file-writer.ts';
import type { Git } from '../git/git.ts';
import { findRepository, type Repository } from '../git/repository.ts';
import type * as StoreFiles from '../platform/store-file.ts';
import type { DiskStore } from '../platform/store-file.ts';
import { workingTree } from '../platform/working-tree.ts';
import { askAtTerminal } from './ask.ts';
import { findProject, misnamedManifest } from './find-project.ts';
import type { Io } from './io.ts';
import { progressOn } from './progress.ts';
import type { GlobalOptions } from './session.ts';
import { toolVersion } from './version.ts';

/** The host of a real process: this is where the disk, git, the clock and the terminal come in. */
export async function buildHost(
  io: Io,
  options: GlobalOptions,
  signal: AbortSignal,
): Promise<{ host: Host; endProgress: () => void; close: () => void }> {
  const cwd = currentFolder(io, options);
  const repository = findRepository(cwd, io.env);
  const top = repository?.root;
  const isBare = repository?.bare === true;
  const found = isBare ? undefined : findProject(cwd, top, options.project);
  const project = found?.folder;
  const inRepository = isBare || (top !== undefined && (project === undefined || isInside(top, project)));
  const root = (inRepository ? top : project) ?? cwd;
  let git: Promise<Git> | undefined;
  // Starting processes needs modules that most commands never use, so they are loaded on demand.
  const openRepository = (): Promise<Git> =>
    (git ??= import('../git/git.ts').then(({ openGit }) => openGit(repository as Repository, { env: io.env, signal })));
  const progress = progressOn(io, options);
  const now = clockOf(io, options);
  const past = options.at === undefined ? undefined : await revisionTree(options.at, now, repository && openRepository);
  const ofCommit = isBare && past ? await findProjectIn(past.tree, options.project) : undefined;
  const folder = project === undefined ? ofCommit : treePath(root, project);
  const keepsIn =
    repository && inRepository && folder !== undefined ? ([repository.commonDir, folder] as const) : undefined;
  const interrupted = repository && (await interruptedIn(repository));
  if (interrupted) {
    progress.say('warning', `the change "${interrupted.subject}" was interrupted before it was complete`);
    progress.say('help', '`flagwright status` shows it; the next change command finishes or undoes it first');
  }
  if (past && options.quiet !== true && !isNowGiven(io, options)) {
    const instant = past.clock.now().toISOString();
    progress.say('note', `as of ${instant}, at commit ${past.commit.slice(0, 7)}`);
  }
  const host: Host = {
    interrupted,
    tree: past?.tree ?? workingTree(root),
    at: past?.commit,
    root,
    folder,
    passed: found?.tried.flatMap((one) => (isInside(root, one) ? [treePath(root, one)] : [])),
    misnamedManifest: () => misnamedManifest(cwd, top),
    isBare,
    cwd: isInside(root, cwd) ? treePath(root, cwd) : '',
    relativePath: (absolute) => (isInside(root, absolute) ? treePath(root, absolute) : undefined),
    git: repository && inRepository ? openRepository : undefined,
    checkout: repository && inRepository ? () => readCheckout(repository) : undefined,
    openWriter:
      repository && inRepository && !past
        ? async () => (await import('../git/open-git-writer.ts')).openGitWriter(repository, { env: io.env, signal })
        : undefined,
    clock: past && !isNowGiven(io, options) ? past.clock : now,
    writer: past ? refusingWriter : fileWriter(root),
    store: keepsIn && (async () => recordsFile(await import('../platform/store-file.ts'), keepsIn, past !== undefined)),
    stores:
      repository &&
      (async () => {
        const { storeFile } = await import('../platform/store-file.ts');
        return (name: string) => storeFile(repository.commonDir, name);
      }),
    toolVersion,
    // Looking at stdin alone costs milliseconds.
    get ask() {
      return askOn(io);
    },
    progress,
    signal,
  };
  return {
    host,
    endProgress: () => progress.end(),
    close: () => {
      progress.end();
      void git?.then((opened) => opened.close());
    },
  };
}

/** What a process that was killed has left in the middle. */
async function interruptedIn({ gitDir }: Repository): Promise<Interrupted | undefined> {
  // One look at the disk for every command; the rest is loaded when it is needed.
  if (!existsSync(join(gitDir, 'flagwright-journal.json'))) return undefined;
  const { isAtWork, readJournal } = await import('../git/journal-file.ts');
  const journal = readJournal(gitDir);
  if (journal === undefined || isAtWork(journal)) return undefined;
  const { subject, commit, ref, paths } = journal;
  return { subject, commit, ref, files: paths };
}

/**
 * Where records of files are kept. Of a commit, files are known by their contents, whichever commit it is; of the working tree
 * by their dates. So what is kept of the working tree serves where no commit was looked at before, but not the other way.
 */
function recordsFile(
  { storeFile }: typeof StoreFiles,
  [gitFolder, project]: readonly [string, string],
  isPast: boolean,
): DiskStore {
  const present = storeFile(gitFolder, `lint-${project}`);
  if (!isPast) return present;
  const past = storeFile(gitFolder, `past-${project}`);
  return { ...past, read: () => past.read() ?? present.read() };
}

/** The files of a past commit, and the time it was then. */
async function revisionTree(
  revision: string,
  now: Clock,
  open: (() => Promise<Git>) | undefined,
): Promise<{ tree: FileTree; commit: string; clock: Clock }> {
  if (!open) throw new UserError('--at needs a git repository, and this folder is not in one', 'leave --at out');
  const { resolveDated } = await import('../history/revision.ts');
  const git = await open();
  const { commit, instant } = await resolveDated(git, revision, now.now(), 'last');
  if (instant !== undefined) return { tree: git.tree(commit), commit, clock: { now: () => new Date(instant) } };
  const info = (await git.commitInfos([commit])).get(commit);
  const committedAt = new Date(info?.committedAt ?? now.now());
  return { tree: git.tree(commit), commit, clock: { now: () => committedAt } };
}

const refuseToWrite = (): never => {
  throw new UserError('the past cannot be written to', 'leave out --at');
};

const refusingWriter: FileWriter = { write: refuseToWrite, prepare: refuseToWrite, sweep: refuseToWrite };

function currentFolder(io: Io, options: GlobalOptions): string {
  const folder = resolve(io.cwd(), options.cwd ?? '.');
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new UserError(`there is no folder ${options.cwd ?? folder}`, 'check the path given with --cwd');
  }
  const real = realpathSync(folder);
  requireWithin(io, folder, real);
  return real;
}

/**
 * A link of the checkout may have been put there by anybody, so it does not lead out of it.
 * @throws UserError if it does
 */
function requireWithin(io: Io, folder: string, real: string): void {
  const top = real === folder ? undefined : checkoutOf(realpathSync(io.cwd()));
  if (top === undefined || !isInside(top, folder) || isInside(top, real)) return;
  throw new UserError(
    `${folder} leads out of the repository through a link, to ${real}`,
    `if that is meant: -C ${shellWord(real)}`,
  );
}

function checkoutOf(folder: string): string | undefined {
  try {
    return findRepository(folder)?.root;
  } catch {
    // In a folder that looks like a bare repository, which only matters where the command is to work there.
    return undefined;
  }
}

function isInside(top: string, folder: string): boolean {
  return folder === top || folder.startsWith(top.endsWith(sep) ? top : top + sep);
}

function treePath(root: string, folder: string): string {
  return relative(root, folder).split(sep).join('/');
}

function isNowGiven(io: Io, options: GlobalOptions): boolean {
  return options.now !== undefined || Boolean(io.env.FLAGWRIGHT_NOW);
}

function clockOf(io: Io, options: GlobalOptions): Clock {
  const given = options.now ?? (io.env.FLAGWRIGHT_NOW || undefined);
  if (given === undefined) return { now: () => new Date() };
  const instant = parseInstant(given, 'start');
  if (instant === undefined) {
    const source = options.now === undefined ? 'FLAGWRIGHT_NOW' : '--now';
    throw new UserError(`"${given}" is not a date`, `write ${source} as 2026-11-22 or 2026-11-22T08:00:00Z`);
  }
  return { now: () => new Date(instant) };
}

/** Questions are asked only where somebody can answer: stdin and stdout are terminals, and this is not CI. */
function askOn(io: Io): Ask | undefined {
  return io.stdout.isTTY === true && !io.env.CI && io.stdin.isTTY === true ? askAtTerminal : undefined;
}
