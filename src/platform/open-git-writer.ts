import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../diagnostic/user-error.ts';
import { draftOf, fileWriter } from './file-writer.ts';
import { runGit, splitZ, type GitOptions, type GitResult, type ProcessEnvironment } from './git-process.ts';
import { indexLock, isRunning } from './index-lock.ts';
import type { Repository } from './repository.ts';
import { systemErrorCode, systemErrorText } from './system-error.ts';
import type { GitWriter, Journal, TreeEntry } from './git-writer.ts';

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
  const { gitDir, root } = repository;
  const { pid = process.pid } = options;
  const cwd = root ?? gitDir;
  const index = join(gitDir, 'index');
  const journal = join(gitDir, 'flagwright-journal.json');
  const own = join(gitDir, `flagwright-${pid}`);
  const temporaryIndex = join(own, 'index');
  const lock = indexLock(gitDir, pid);
  // A hook that calls us has set these to what it looks at; what is written here must be what was asked for.
  const { GIT_DIR, GIT_WORK_TREE } = options.env;
  const place = GIT_DIR || GIT_WORK_TREE ? { GIT_DIR: gitDir, GIT_WORK_TREE: root } : {};
  const inherited = { ...options.env, ...place, GIT_INDEX_FILE: undefined };
  const temporary = { ...inherited, GIT_INDEX_FILE: temporaryIndex };
  const run = (args: readonly string[], more: Partial<GitOptions> = {}): Promise<GitResult> =>
    runGit(args, { cwd, env: inherited, signal: options.signal, ...more });
  const listed = async (args: readonly string[]): Promise<ReadonlyMap<string, TreeEntry>> => {
    const { stdout } = await run(args);
    return new Map(splitZ(stdout).map(parseEntry));
  };
  const entries: GitWriter['entries'] = (commit, paths) =>
    listed(['ls-tree', '-r', '-z', '--full-tree', commit, '--', ...paths]);
  const stageInto = async (commit: string, changed: ReadonlyMap<string, TreeEntry | undefined>): Promise<void> => {
    const nothing = `0 ${'0'.repeat(commit.length)}`;
    const lines = [...changed].map(([path, entry]) => `${entry ? `${entry.mode} ${entry.oid}` : nothing}\t${path}\0`);
    await run(['update-index', '-z', '--index-info'], { env: temporary, stdin: lines.join('') });
  };

  return {
    isUnfinished: () => existsSync(journal) || lock.isAbandoned(),
    async lock() {
      try {
        if (!lock.take()) return false;
      } catch (error) {
        const why = systemErrorText(error);
        throw new UserError(`cannot write to ${gitDir}: ${why}`, 'nothing was changed; check permissions and space');
      }
      removeLitter(gitDir);
      return true;
    },
    async unlock() {
      rmSync(own, { recursive: true, force: true });
      lock.release();
    },
    async readJournal() {
      return readJournal(journal);
    },
    async writeJournal(value) {
      mkdirSync(own, { recursive: true });
      writeFileSync(join(own, 'journal'), JSON.stringify({ ...value, pid }));
      renameSync(join(own, 'journal'), journal);
    },
    async removeJournal() {
      const { pid: writing, paths } = readJournal(journal) ?? { paths: [] };
      // What was prepared beside a file by a process that was killed before it could put it there.
      if (root !== undefined && writing !== undefined && !isRunning(writing)) {
        for (const path of paths) rmSync(draftOf(join(root, path), writing), { force: true });
      }
      rmSync(journal, { force: true });
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
        root !== undefined && isFile(join(root, path)) ? line(await run(['hash-object', '--', path])) : undefined;
      return { index: found.get(path), file };
    },
    writeBlob: async (content) => line(await run(['hash-object', '-w', '--stdin', '--no-filters'], { stdin: content })),
    async stage(commit, changed) {
      mkdirSync(own, { recursive: true });
      await run(['read-tree', commit], { env: temporary });
      await stageInto(commit, changed);
    },
    writeTree: async () => line(await run(['write-tree'], { env: temporary })),
    async runHook(name, message) {
      const file = join(own, 'message');
      writeFileSync(file, message);
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
      const help = 'see that git knows user.name and user.email, and can sign where commit.gpgSign is set';
      throw new UserError(`git cannot commit: ${result.stderr.trim()}`, help);
    },
    async commitOf(ref) {
      const result = await run(['rev-parse', '--verify', '--quiet', `${ref}^{commit}`], { okCodes: [0, 1, 128] });
      return line(result) || undefined;
    },
    async moveRef(ref, commit, before, reason) {
      // An empty old value: the ref must not be there.
      const args = ['update-ref', '--no-deref', '-m', `flagwright: ${reason}`, ref, commit, before ?? ''];
      return (await run(args, { okCodes: [0, 1, 128] })).code === 0;
    },
    async followIndex(commit, paths) {
      mkdirSync(own, { recursive: true });
      copyFileSync(index, temporaryIndex);
      const found = await entries(commit, paths);
      await stageInto(commit, new Map(paths.map((path) => [path, found.get(path)])));
      // Without it every file touched would look changed until somebody reads it again.
      await run(['update-index', '-q', '--refresh'], { env: temporary, okCodes: [0, 1] });
      renameSync(temporaryIndex, index);
    },
    async followFiles(commit, paths) {
      if (root === undefined) return;
      const found = await entries(commit, paths);
      const written = new Map<string, Uint8Array>();
      for (const path of paths) {
        if (!found.has(path)) rmSync(join(root, path), { force: true });
        else written.set(path, (await run(['cat-file', '--filters', `${commit}:${path}`])).stdout);
      }
      fileWriter(root).write(written);
    },
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
    if (systemErrorCode(error) === 'ENOTDIR') return false; // a file stands where its folder was
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

function readJournal(path: string): (Journal & { readonly pid: number | undefined }) | undefined {
  try {
    const { ref, before, commit, paths, pid } = JSON.parse(readFileSync(path, 'utf8')) as Partial<Journal> & {
      pid?: unknown;
    };
    const isWhole = [ref, before, commit].every((part) => typeof part === 'string') && Array.isArray(paths);
    if (!isWhole) return undefined;
    return { ...({ ref, before, commit, paths } as Journal), pid: typeof pid === 'number' ? pid : undefined };
  } catch {
    return undefined;
  }
}

/** Temporary files of processes that were killed. */
function removeLitter(gitDir: string): void {
  for (const name of readdirSync(gitDir)) {
    const pid = /^(?:index\.lock\.)?flagwright-(\d{1,10})$/.exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(gitDir, name), { recursive: true, force: true });
  }
}
