import type { Stats } from 'node:fs';
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join, resolve } from 'node:path';
import { UserError } from '../diagnostic/user-error.ts';

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
 * the way up, or a folder that is itself a repository. `GIT_DIR`, `GIT_WORK_TREE` and `GIT_CEILING_DIRECTORIES` are
 * honoured; `core.worktree` is not. A `.git` file that points nowhere (a worktree mounted without its
 * repository) counts as no repository.
 *
 * @param startFolder absolute path; relative paths in `env` are relative to it
 * @throws UserError if `GIT_DIR` names no repository
 */
export function findRepository(
  startFolder: string,
  env: Readonly<Record<string, string | undefined>> = {},
): Repository | undefined {
  const start = realPath(startFolder);
  const workTree = env.GIT_WORK_TREE ? realPath(resolve(start, env.GIT_WORK_TREE)) : undefined;
  if (!env.GIT_DIR) {
    const found = discover(start, ceilings(env.GIT_CEILING_DIRECTORIES));
    return found && workTree !== undefined ? repository(found.gitDir, workTree) : found;
  }

  const named = resolve(start, env.GIT_DIR);
  const gitDir = isFile(named) ? linkedGitDir(named) : asGitDir(named);
  if (gitDir === undefined) {
    throw new UserError(
      `GIT_DIR is "${env.GIT_DIR}", which is no git repository`,
      'unset GIT_DIR, or set it to the path of a .git folder',
    );
  }
  if (workTree !== undefined) return repository(gitDir, workTree);
  // Git takes the current folder as the top. Hooks set GIT_DIR too, and may change folder before they call us.
  const discovered = discover(start, new Set());
  if (discovered?.gitDir === gitDir) return discovered;
  return repository(gitDir, isConfiguredBare(gitDir) ? undefined : start);
}

function discover(start: string, ceilings: ReadonlySet<string>): Repository | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    const dotGit = join(folder, '.git');
    if (isFile(dotGit)) {
      const gitDir = linkedGitDir(dotGit);
      return gitDir === undefined ? undefined : repository(gitDir, folder);
    }
    const inside = asGitDir(dotGit);
    if (inside !== undefined) return repository(inside, folder);
    const itself = asGitDir(folder);
    if (itself !== undefined) return repository(itself, undefined);
    const parent = dirname(folder);
    if (parent === folder || ceilings.has(parent)) return undefined;
  }
}

function repository(gitDir: string, root: string | undefined): Repository {
  return { root, gitDir, commonDir: commonDirOf(gitDir), bare: root === undefined };
}

/** Where the `gitdir: …` line of a `.git` file leads: linked worktrees and submodules have one. */
function linkedGitDir(dotGitFile: string): string | undefined {
  const target = /^gitdir: ([^\r\n]+)/.exec(readText(dotGitFile) ?? '')?.[1];
  return target === undefined ? undefined : asGitDir(resolve(dirname(dotGitFile), target));
}

/** The folder's real path if it has the parts of a git repository, as git itself tests it. */
function asGitDir(folder: string): string | undefined {
  if (!isFile(join(folder, 'HEAD'))) return undefined;
  const gitDir = realPath(folder);
  const commonDir = commonDirOf(gitDir);
  return isFolder(join(commonDir, 'objects')) && isFolder(join(commonDir, 'refs')) ? gitDir : undefined;
}

function commonDirOf(gitDir: string): string {
  const line = readText(join(gitDir, 'commondir'))?.trim();
  return line ? realPath(resolve(gitDir, line)) : gitDir;
}

function isConfiguredBare(gitDir: string): boolean {
  return /^\s*bare\s*=\s*(?:true|yes|on|1)\s*$/im.test(readText(join(commonDirOf(gitDir), 'config')) ?? '');
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

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
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
