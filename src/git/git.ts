import { join } from 'node:path';
import { UserError } from '../diagnostic/user-error.ts';
import { auditGit, type AuditGit } from './audit-git.ts';
import { catFileBatch } from './cat-file.ts';
import { changedFiles } from './changed-files.ts';
import type { CommitInfo, Person } from './commit-info.ts';
import { commitInfos } from './commit-info.ts';
import { commitTree } from './commit-tree.ts';
import type { FileTree } from '../platform/file-tree.ts';
import type { FirstParentCommit } from './first-parents.ts';
import { firstParents } from './first-parents.ts';
import type { ProcessEnvironment } from '../platform/environment.ts';
import type { GitOptions, GitResult } from './git-process.ts';
import { runGit, splitZ } from './git-process.ts';
import { headReader, type Head } from './head.ts';
import type { GitObject } from './object-reader.ts';
import type { LoggedCommit } from './raw-log.ts';
import { rawLog } from './raw-log.ts';
import { readGitFile } from './git-file.ts';
import { mayFollow, readRef } from './read-ref.ts';
import type { Repository } from './repository.ts';
import type { Signature } from './signatures.ts';
import { signatures } from './signatures.ts';

/** What is read from a git repository. Revisions may come from users: they are never taken for options. */
export interface Git {
  readonly repository: Repository;
  /**
   * The full id of the commit that a revision stands for.
   * @throws UserError if it stands for none
   */
  resolve(revision: string): Promise<string>;
  /** The id of the commit that is checked out, as a rule without a process; undefined on a branch without commits. */
  headCommit(): Promise<string | undefined>;
  /** The same with its branch and what it says of itself. */
  head(): Promise<Head | undefined>;
  /**
   * The best common ancestor of two revisions; undefined if they have none.
   * @throws UserError if one of them stands for no commit
   */
  mergeBase(a: string, b: string): Promise<string | undefined>;
  /** Full name of the ref that the current branch follows (`refs/remotes/origin/main`), if there is one. */
  upstream(): Promise<string | undefined>;
  /** Full name of the ref that others start from: origin's HEAD, else its main or master, else the local ones. */
  defaultBranch(): Promise<string | undefined>;
  /** Whether history was cut off when the repository was cloned or fetched. */
  isShallow(): Promise<boolean>;
  /** The commits at which a shallow clone was cut off; empty in a whole repository. */
  shallowCommits(): ReadonlySet<string>;
  /** The first-parent chain of a commit with what each changed, newest first; see `rawLog`. */
  log(
    commit: string,
    limits?: { readonly folder?: string | undefined; readonly suffix?: string | undefined },
  ): AsyncIterable<readonly LoggedCommit[]>;
  /** The first-parent chain of a commit alone, newest first. */
  firstParents(commit: string): AsyncIterable<readonly FirstParentCommit[]>;
  /**
   * What commits say of themselves, by id, through one process.
   * @param ids full ids
   * @throws GitError if one of them is not a commit of this repository
   */
  commitInfos(ids: readonly string[]): Promise<ReadonlyMap<string, CommitInfo>>;
  /** What git makes of the signatures of commits, by id; see `signatures`. */
  signatures(ids: readonly string[], allowedSigners?: Uint8Array): Promise<ReadonlyMap<string, Signature>>;
  /** An object by its id, without its content if it has more than `maxSize` bytes. Calls side by side are one batch. */
  object(oid: string, maxSize?: number): Promise<GitObject | undefined>;
  /** Whether a branch or tag has this very name. */
  isRefName(name: string): Promise<boolean>;
  /** The files of a commit. Their contents come through one process that all trees share. */
  tree(commit: string): FileTree;
  /**
   * Paths that differ between a commit and the working tree, sorted by code units: deleted ones too, ignored ones not.
   * @param untracked whether those that git does not know are among them; they are by default
   * @throws UserError if there is no working tree, or `base` stands for no commit (a full id is taken for one)
   */
  changedFiles(base: string, untracked?: boolean): Promise<readonly string[]>;
  /**
   * Paths of the working tree, sorted by code units: those that git knows, and those it would add. Some may be gone, or links.
   * In a bare repository there are none.
   */
  workingFiles(): Promise<readonly string[]>;
  /** How many commits a revision has that another has not. */
  countMissing(from: string, revision: string): Promise<number>;
  /** Full ids of the commits between one and another that descend from the first and lead to the second. */
  descendants(commit: string, until: string): Promise<readonly string[]>;
  /** The e-mail address that git would put on a commit; undefined where none is configured. */
  userEmail(): Promise<string | undefined>;
  /** Whom git would name as the author of a commit; undefined where it would refuse to make one. */
  author(): Promise<Person | undefined>;
  /** The refs that anchor what was audited. */
  readonly audit: AuditGit;
  /** Ends the processes that are still open. */
  close(): Promise<void>;
}

/** @param options.env the environment that git and `findRepository` are given; by default that of this process */
export function openGit(
  repository: Repository,
  options: { readonly env?: ProcessEnvironment | undefined; readonly signal?: AbortSignal | undefined } = {},
): Git {
  const at: Pick<GitOptions, 'cwd' | 'env' | 'signal'> = {
    cwd: repository.root ?? repository.gitDir,
    env: fromTheTop(options.env ?? process.env, repository),
    signal: options.signal,
  };
  const run = (args: readonly string[], okCodes: readonly number[] = [0], stdin?: string): Promise<GitResult> =>
    runGit(args, { ...at, okCodes, stdin });
  const objects = catFileBatch(at);
  const head = headReader(repository, run, (id) => objects.read(id));

  const isShallow = async (): Promise<boolean> => readShallow(repository).size > 0;

  const resolve = async (revision: string): Promise<string> => {
    const known = readRef(repository, revision);
    if (known !== undefined) return known;
    const { commit, reason } = await findCommit(revision, run);
    if (commit !== undefined) return commit;
    const help = (await isShallow())
      ? 'this clone is shallow: fetch all of its history (git fetch --unshallow; in CI, fetch-depth: 0)'
      : 'name a commit, tag or branch; git log --oneline shows commits';
    throw new UserError(`no commit is called "${revision}"`, reason === '' ? help : `git says: ${reason}`);
  };

  return {
    repository,
    resolve,
    isShallow,
    headCommit: () => head.commit(),
    head: () => head.read(),
    async mergeBase(a, b) {
      const { code, stdout } = await run(['merge-base', ...(await Promise.all([resolve(a), resolve(b)]))], [0, 1]);
      return code === 0 ? line(stdout) : undefined;
    },
    async upstream() {
      if (!mayFollow(repository)) return undefined;
      // 128: HEAD is detached, or the branch follows nothing.
      const { code, stdout } = await run(
        ['rev-parse', '--verify', '--quiet', '--symbolic-full-name', '@{upstream}'],
        [0, 1, 128],
      );
      return code === 0 ? line(stdout) : undefined;
    },
    async defaultBranch() {
      const candidates = [
        'refs/remotes/origin/main',
        'refs/remotes/origin/master',
        'refs/heads/main',
        'refs/heads/master',
      ];
      const format = '--format=%(refname) %(symref)';
      const { stdout } = await run(['for-each-ref', format, 'refs/remotes/origin/HEAD', ...candidates]);
      const present = new Map(lines(stdout).map((ref) => ref.split(' ') as [string, string]));
      return present.get('refs/remotes/origin/HEAD') || candidates.find((name) => present.has(name));
    },
    shallowCommits: () => readShallow(repository),
    log: (commit, limits = {}) => rawLog(commit, limits, at),
    firstParents: (commit) => firstParents(commit, at),
    commitInfos: (ids) =>
      commitInfos(
        ids,
        (id) => objects.read(id),
        () => readShallow(repository),
      ),
    signatures: (ids, allowedSigners) => signatures(ids, at, (oid) => objects.read(oid), allowedSigners),
    object: (oid, maxSize) => objects.read(oid, maxSize),
    async isRefName(name) {
      if (name.includes('\0')) return false;
      const named = [`refs/heads/${name}`, `refs/tags/${name}`];
      const { stdout } = await run(['for-each-ref', '--format=%(refname)', ...named]);
      // A prefix of whole path components matches as well.
      return lines(stdout).some((ref) => named.includes(ref));
    },
    tree: (commit) => commitTree(commit, at, objects),
    async changedFiles(base, untracked = true) {
      if (repository.root === undefined) {
        throw new UserError('a bare repository has no working tree to compare', 'run this in a checkout');
      }
      const commit = COMMIT_ID.test(base) ? base : await resolve(base);
      return changedFiles(repository.root, commit, untracked, run);
    },
    async workingFiles() {
      if (repository.root === undefined) return [];
      const { stdout } = await run(['ls-files', '-z', '--cached', '--others', '--exclude-standard']);
      // One that a merge left unresolved is listed once for each side, and another repository as a folder.
      return [...new Set(splitZ(stdout).filter((path) => !path.endsWith('/')))].sort();
    },
    async countMissing(from, revision) {
      const [has, wanted] = await Promise.all([resolve(from), resolve(revision)]);
      return Number(line((await run(['rev-list', '--count', `${has}..${wanted}`])).stdout));
    },
    async descendants(commit, until) {
      const [from, to] = await Promise.all([resolve(commit), resolve(until)]);
      return lines((await run(['rev-list', '--ancestry-path', `${from}..${to}`])).stdout);
    },
    async author() {
      const { code, stdout } = await run(['var', 'GIT_AUTHOR_IDENT'], [0, 128]);
      const [, name, email] = /^(.*) <([^<>]*)> \d+ [+-]\d+$/.exec(line(stdout)) ?? [];
      return code === 0 && name !== undefined && email !== undefined ? { name, email } : undefined;
    },
    async userEmail() {
      const { stdout } = await run(['config', '--get', 'user.email'], [0, 1]);
      return line(stdout) || undefined;
    },
    audit: auditGit(at),
    close: () => objects.close(),
  };
}

type Run = (args: readonly string[], okCodes?: readonly number[]) => Promise<GitResult>;

const COMMIT_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

async function findCommit(revision: string, run: Run): Promise<{ commit?: string; reason: string }> {
  // No argument can hold a NUL, and `^main` would be answered with a negated id.
  if (revision.includes('\0')) return { reason: '' };
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
  const { stdout, stderr } = await run(args, [0, 1, 128]);
  const found = line(stdout);
  if (COMMIT_ID.test(found)) return { commit: found, reason: '' };
  return { reason: (stderr.split('\n')[0] ?? '').replace(/^(?:fatal|error): /, '') };
}

function readShallow({ commonDir }: Repository): ReadonlySet<string> {
  return new Set(readGitFile(join(commonDir, 'shallow'))?.split('\n').filter(Boolean));
}

/**
 * Git runs at the top, so relative paths (hooks set GIT_DIR to one) would no longer lead to the repository. One without a
 * working tree has to be named.
 */
function fromTheTop(env: ProcessEnvironment, { gitDir, root }: Repository): ProcessEnvironment {
  return env.GIT_DIR || env.GIT_WORK_TREE || root === undefined
    ? { ...env, GIT_DIR: gitDir, GIT_WORK_TREE: root }
    : env;
}

const line = (output: Buffer): string => output.toString('utf8').replace(/\n$/, '');

const lines = (output: Buffer): string[] => line(output).split('\n').filter(Boolean);
