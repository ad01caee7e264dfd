import type { Stats } from 'node:fs';
import { lstatSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { basename, delimiter, dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { shellWord } from '../diagnostic/shell-word.ts';
import { UserError } from '../diagnostic/user-error.ts';
import { readGitFile } from './git-file.ts';

/** Where a git repository has its parts. All paths are absolute, with symbolic links resolved. */
export interface Repository {
  /** The top of the working tree; undefined in a bare repository. */
  readonly root: string | undefined;
  /** What belongs to this working tree: HEAD, the index. */
  readonly gitDir: string;
  /** What all working trees share: objects, refs, config. The same as `gitDir` but in a linked worktree. */
  readonly commonDir: string;
  /** There is no working tree. */
  readonly bare: boolean;
}

/**
 * The repository that a folder belongs to, found as git finds it but without starting a process: the first `.git` on
 * the way up. `GIT_DIR`, `GIT_WORK_TREE` and `GIT_CEILING_DIRECTORIES` are honoured; `core.worktree` and `core.bare` are
 * not. A `.git` file that points nowhere (a worktree mounted without its repository) counts as no repository.
 *
 * A bare repository is used only where `GIT_DIR` names it: any branch can hold a folder that looks like one, with a
 * configuration of its own.
 *
 * @param startFolder absolute path; relative paths in `env` are relative to it
 * @throws UserError if `GIT_DIR` does not name a repository, or the folder is in one that only `GIT_DIR` may name
 */
export function findRepository(
  startFolder: string,
  env: Readonly<Record<string, string | undefined>> = {},
): Repository | undefined {
  const start = realPath(startFolder);
  const workTree = env.GIT_WORK_TREE ? realPath(resolve(start, env.GIT_WORK_TREE)) : undefined;
  if (!env.GIT_DIR) {
    const limits = ceilings(env.GIT_CEILING_DIRECTORIES);
    const { found, bare } = discover(start, limits);
    if (bare !== undefined) throw refusedBare(bare, discover(dirname(bare), limits).found);
    return found && workTree !== undefined ? repository(found.gitDir, workTree) : found;
  }

  const named = resolve(start, env.GIT_DIR);
  const gitDir = isFile(named) ? linkedGitDir(named) : asGitDir(named);
  if (gitDir === undefined) {
    throw new UserError(
      `GIT_DIR is "${env.GIT_DIR}", which is not a git repository`,
      'unset GIT_DIR, or set it to the path of a .git folder',
    );
  }
  if (workTree !== undefined) return repository(gitDir, workTree);
  // What is in there does not belong to a working tree; hooks of a push run there.
  if (start === gitDir || start.startsWith(gitDir + sep)) return repository(gitDir, undefined);
  // Git takes the current folder as the top. Hooks set GIT_DIR too, and may change folder before they call us.
  const { found } = discover(start, new Set());
  if (found?.gitDir === gitDir) return found;
  return repository(gitDir, isConfiguredBare(gitDir) ? undefined : start);
}

/** The repository of a working tree, or the folder on the way to it that looks like a bare one. */
function discover(start: string, ceilings: ReadonlySet<string>): { found?: Repository; bare?: string } {
  for (let folder = start; ; folder = dirname(folder)) {
    const dotGit = join(folder, '.git');
    if (isFile(dotGit)) {
      const gitDir = linkedGitDir(dotGit);
      return gitDir === undefined ? {} : { found: repository(gitDir, folder) };
    }
    const gitDir = asGitDir(dotGit);
    if (gitDir !== undefined) return { found: repository(gitDir, folder) };
    // Git keeps `.git` itself out of every branch.
    if (basename(folder) !== '.git' && asGitDir(folder) !== undefined) return { bare: folder };
    const parent = dirname(folder);
    if (parent === folder || ceilings.has(parent)) return {};
  }
}

function refusedBare(folder: string, around: Repository | undefined): UserError {
  const message = `"${folder}" looks like a bare git repository, and is used as one only where GIT_DIR names it`;
  const command = `GIT_DIR=${shellWord(folder)} flagwright list --at main`;
  return around?.root === undefined
    ? new UserError(message, `if it is yours: ${command}`)
    : new UserError(
        message,
        `it is inside the checkout ${around.root}: run this there; or, if it is yours: ${command}`,
      );
}

function repository(gitDir: string, root: string | undefined): Repository {
  return { root, gitDir, commonDir: commonDirOf(gitDir), bare: root === undefined };
}

/** Where the `gitdir: …` line of a `.git` file leads: linked worktrees and submodules have one. */
function linkedGitDir(dotGitFile: string): string | undefined {
  const target = /^gitdir: ([^\r\n]+)/.exec(readGitFile(dotGitFile) ?? '')?.[1];
  return target === undefined ? undefined : asGitDir(resolve(dirname(dotGitFile), target));
}

/** The folder's real path if it has the parts of a git repository, as git itself tests it. */
function asGitDir(folder: string): string | undefined {
  if (!isHead(join(folder, 'HEAD'))) return undefined;
  const gitDir = realPath(folder);
  const commonDir = commonDirOf(gitDir);
  return isFolder(join(commonDir, 'objects')) && isFolder(join(commonDir, 'refs')) ? gitDir : undefined;
}

/** A file that names a ref or holds an id. In old repositories it is a link to the ref. */
function isHead(path: string): boolean {
  try {
    if (lstatSync(path).isSymbolicLink()) return readlinkSync(path).startsWith('refs/');
    return /^(?:ref:\s*refs\/|[0-9a-f]{40})/i.test(readGitFile(path) ?? '');
  } catch {
    return false;
  }
}

function commonDirOf(gitDir: string): string {
  const line = readGitFile(join(gitDir, 'commondir'))?.trim();
  return line ? realPath(resolve(gitDir, line)) : gitDir;
}

function isConfiguredBare(gitDir: string): boolean {
  return /^\s*bare\s*=\s*(?:true|yes|on|1)\s*$/im.test(readGitFile(join(commonDirOf(gitDir), 'config')) ?? '');
}

function ceilings(list: string | undefined): ReadonlySet<string> {
  return new Set((list ?? '').split(delimiter).filter(isAbsolute).map(realPath));
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

function isFile(path: string): boolean {
  return stats(path)?.isFile() === true;
}

function isFolder(path: string): boolean {
  return stats(path)?.isDirectory() === true;
}

function stats(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
