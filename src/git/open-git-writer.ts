import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../diagnostic/user-error.ts';
import { createFile, makeFolders, removeFile, removeFolder, unguessable } from '../platform/disk-writer.ts';
import type { ProcessEnvironment } from '../platform/environment.ts';
import { removeDrafts } from '../platform/file-changes.ts';
import { isRunning } from '../platform/running.ts';
import { storeFolder } from '../platform/store-file.ts';
import { writeError } from '../platform/write-error.ts';
import { systemErrorCode } from '../platform/system-error.ts';
import { runGit, splitZ, type GitOptions, type GitResult } from './git-process.ts';
import { explainWriteRefusal } from './git-refusal.ts';
import type { GitWriter, TreeEntry } from './git-writer.ts';
import { indexLock } from './index-lock.ts';
import { hasJournal, readJournal, removeJournal, writeJournal } from './journal-file.ts';
import { putInPlace } from './put-in-place.ts';
import { removeStaleLocks } from './ref-locks.ts';
import type { Repository } from './repository.ts';

/** What git leaves in its folder while something is under way. */
const operations: readonly (readonly [file: string, name: string])[] = [
  ['MERGE_HEAD', 'a merge'],
  ['rebase-merge', 'a rebase'],
  ['rebase-apply', 'a rebase'],
  ['CHERRY_PICK_HEAD', 'a cherry-pick'],
  ['REVERT_HEAD', 'a revert'],
  ['sequencer', 'a cherry-pick or revert'],
];

export interface GitWriterOptions {
  readonly env: ProcessEnvironment;
  readonly signal?: AbortSignal | undefined;
  /** Of the process that writes; by default this one. */
  readonly pid?: number;
}

export function openGitWriter(repository: Repository, options: GitWriterOptions): GitWriter {
  const { gitDir, commonDir, root } = repository;
  const { pid = process.pid } = options;
  const cwd = root ?? gitDir;
  const index = join(gitDir, 'index');
  const token = `${pid}-${unguessable()}`;
  const own = join(gitDir, `flagwright-${token}`);
  const temporaryIndex = join(own, 'index');
  const lock = indexLock(gitDir, pid);
  // A hook that calls us has set these to what it looks at; what is written here must be what was asked for.
  const { GIT_DIR, GIT_WORK_TREE } = options.env;
  const place = GIT_DIR || GIT_WORK_TREE ? { GIT_DIR: gitDir, GIT_WORK_TREE: root } : {};
  const inherited = { ...options.env, ...place, GIT_INDEX_FILE: undefined };
  const temporary = { GIT_INDEX_FILE: temporaryIndex };
  const run = (args: readonly string[], more: Partial<GitOptions> = {}): Promise<GitResult> =>
    runGit(args, { cwd, signal: options.signal, ...more, env: { ...inherited, ...more.env } });
  /** What finds out how things are, and puts them right, goes on where the user interrupts the command. */
  const steady = (args: readonly string[], more: Partial<GitOptions> = {}): Promise<GitResult> =>
    run(args, { ...more, signal: undefined });
  const listed = async (args: readonly string[]): Promise<ReadonlyMap<string, TreeEntry>> => {
    const { stdout } = await steady(args);
    return new Map(splitZ(stdout).map(parseEntry));
  };
  const entries: GitWriter['entries'] = (commit, paths) =>
    listed(['ls-tree', '-r', '-z', '--full-tree', commit, '--', ...paths]);
  const stageInto = async (commit: string, changed: ReadonlyMap<string, TreeEntry | undefined>): Promise<void> => {
    const nothing = `0 ${'0'.repeat(commit.length)}`;
    const lines = [...changed].map(([path, entry]) => `${entry ? `${entry.mode} ${entry.oid}` : nothing}\t${path}\0`);
    await run(['update-index', '-z', '--index-info'], { env: temporary, stdin: lines.join('') });
  };

  /** Makes the folder for temporary files, and what is written there. */
  const makeOwn = (write?: () => void): void => {
    try {
      makeFolders(own);
      write?.();
    } catch (error) {
      throw writeError(gitDir, error);
    }
  };

  return {
    ...putInPlace({
      root,
      index,
      own,
      temporaryIndex,
      token,
      entries,
      run,
      stageInto,
      isLocked: () => lock.isHeld(),
    }),
    isUnfinished: () => hasJournal(gitDir) || lock.isAbandoned(),
    async lock() {
      try {
        if (!lock.take()) return false;
        for (const folder of [gitDir, storeFolder(commonDir)]) removeLitter(folder);
      } catch (error) {
        throw writeError(gitDir, error);
      }
      return true;
    },
    async unlock() {
      removeFolder(own);
      lock.release();
    },
    readJournal: async () => readJournal(gitDir),
    async writeJournal(value) {
      try {
        writeJournal(gitDir, value, pid, token);
      } catch (error) {
        throw writeError(gitDir, error);
      }
    },
    async removeJournal() {
      const written = readJournal(gitDir);
      // What was prepared beside files by a process that was killed before it could put it in place.
      if (root !== undefined && written !== undefined) removeDrafts(root, written.paths, written.token);
      removeJournal(gitDir);
    },
    async operation() {
      return operations.find(([file]) => existsSync(join(gitDir, file)))?.[1];
    },
    async edited(paths) {
      const look = ['status', '--porcelain=v1', '-z', '--no-renames', '--untracked-files=all', '--ignored'];
      const { stdout } = await run([...look, '--', ...paths]);
      return splitZ(stdout).map((line) => line.slice(3));
    },
    entries,
    async state(path) {
      const found = await listed(['ls-files', '--stage', '-z', '--', path]);
      const file =
        root !== undefined && isFile(join(root, path)) ? line(await steady(['hash-object', '--', path])) : undefined;
      return { index: found.get(path), file };
    },
    writeBlob: async (content) => line(await run(['hash-object', '-w', '--stdin', '--no-filters'], { stdin: content })),
    async stage(commit, changed) {
      makeOwn();
      await run(['read-tree', commit], { env: temporary });
      await stageInto(commit, changed);
    },
    writeTree: async () => line(await run(['write-tree'], { env: temporary })),
    async runHook(name, message) {
      const file = join(own, 'message');
      makeOwn(() => {
        removeFile(file);
        createFile(file, message);
      });
      const args = name === 'commit-msg' ? ['--', file] : [];
      const hooked = { ...temporary, GIT_EDITOR: ':' };
      const command = ['hook', 'run', '--ignore-missing', name, ...args];
      const { code, stdout, stderr } = await run(command, { env: hooked, okCodes: anyCode, asUser: true });
      const output = `${stdout.toString('utf8')}${stderr}`.trim();
      return { ok: code === 0, output, message: readFileSync(file, 'utf8') };
    },
    async commitTree(tree, parent, message) {
      const { stdout } = await run(['config', '--type=bool', '--get', 'commit.gpgSign'], { okCodes: [0, 1] });
      const sign = stdout.toString('utf8').trim() === 'true' ? ['-S'] : [];
      const args = ['commit-tree', ...sign, '-p', parent, '-F', '-', tree];
      const result = await run(args, { stdin: message, okCodes: anyCode, asUser: true });
      if (result.code === 0) return line(result);
      const refused = explainWriteRefusal(result.stderr);
      if (refused) throw refused;
      const help = 'see that git knows user.name and user.email, and can sign where commit.gpgSign is set';
      throw new UserError(`git cannot commit: ${result.stderr.trim()}`, help);
    },
    async commitOf(ref) {
      const result = await steady(['rev-parse', '--verify', '--quiet', `${ref}^{commit}`], { okCodes: [0, 1, 128] });
      return line(result) || undefined;
    },
    async moveRef(ref, commit, before, reason) {
      // An empty old value: the ref must not be there.
      const args = ['update-ref', '--no-deref', '-m', `flagwright: ${reason}`, ref, commit, before ?? ''];
      options.signal?.throwIfAborted();
      return (await run(args, { okCodes: [0, 1, 128], shielded: true })).code === 0;
    },
    freeRef: (ref, commit) => removeStaleLocks(repository, ref, commit),
    async isBranchName(name) {
      if (name.includes('\0') || name.startsWith('-')) return false;
      return (await run(['check-ref-format', `refs/heads/${name}`], { okCodes: [0, 1] })).code === 0;
    },
    async remoteOf(branch) {
      for (const key of [`branch.${branch}.pushRemote`, 'remote.pushDefault', `branch.${branch}.remote`]) {
        const named = line(await run(['config', '--get', key], { okCodes: [0, 1] }));
        if (named !== '') return named;
      }
      const remotes = line(await run(['remote']))
        .split('\n')
        .filter(Boolean);
      return remotes.find((name) => name === 'origin') ?? (remotes.length === 1 ? remotes[0] : undefined);
    },
    async push(remote, branch) {
      const ref = `refs/heads/${branch}`;
      const { code, stderr } = await run(['push', remote, `${ref}:${ref}`], { okCodes: anyCode, asUser: true });
      return code === 0 ? undefined : stderr.trim() || `git push ended with ${code}`;
    },
  };
}

function isFile(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOTDIR') return false; // a file is where its folder was
    throw error;
  }
}

const anyCode: readonly number[] = Array.from({ length: 256 }, (_, code) => code);

const line = ({ stdout }: GitResult): string => stdout.toString('utf8').replace(/\n$/, '');

/** `mode [type] id [stage]`, a tab, the path: a line of ls-tree or of ls-files. */
function parseEntry(text: string): [string, TreeEntry] {
  const tab = text.indexOf('\t');
  const parts = text.slice(0, tab).split(' ');
  const oid = parts.find((part) => /^[0-9a-f]{40,64}$/.test(part)) ?? '';
  return [text.slice(tab + 1), { mode: parts[0] ?? '', oid }];
}

/** Removes the temporary files of processes that were killed. @param folder may be missing, and is not followed as a link */
function removeLitter(folder: string): void {
  if (lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return;
  for (const name of readdirSync(folder)) {
    const pid = /^(?:index\.lock\.|\.)?flagwright-(\d{1,10})-[0-9a-f]{32}(?:-0)?$/.exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) removeFolder(join(folder, name));
  }
}
