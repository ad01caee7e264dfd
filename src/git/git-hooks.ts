import { realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { UserError } from '../diagnostic/user-error.ts';
import { createWholeFile, makeFolders, removeFile } from '../platform/disk-writer.ts';
import type { ProcessEnvironment } from '../platform/environment.ts';
import { runGit } from './git-process.ts';
import { UnreadableFileError } from '../platform/file-tree.ts';
import { readPlainFile } from '../platform/plain-file.ts';
import { systemErrorCode, systemErrorText } from '../platform/system-error.ts';

/** In bytes. */
const maxHookSize = 1024 * 1024;

/** The hooks that git runs in a working tree. */
export interface GitHooks {
  /** Absolute path of the folder: of the repository, or the one that `core.hooksPath` names. */
  readonly folder: string;
  /** Whether the folder belongs to this repository: what lies outside of it serves others as well. */
  readonly isOwn: boolean;
  /**
   * The text of a hook; undefined where there is none.
   * @throws UserError if it is not a plain file: the folder may be one of the checkout, where a branch can put anything
   */
  read(name: string): string | undefined;
  /**
   * Writes a hook that is not there yet.
   * @throws UserError if it cannot be written, or is there meanwhile
   */
  create(name: string, text: string): void;
  remove(name: string): void;
}

/** @param root absolute path of the top of the working tree */
export async function gitHooks(root: string, env: ProcessEnvironment): Promise<GitHooks> {
  const paths = ['--git-path', 'hooks', '--git-common-dir'];
  const { stdout } = await runGit(['rev-parse', ...paths], { cwd: root, env });
  const [hooks = '', common = ''] = stdout.toString('utf8').split('\n');
  const folder = resolve(root, hooks);
  const isOwn = [root, resolve(root, common)].some((top) => isInside(realPath(top), realPath(folder)));
  return {
    folder,
    isOwn,
    read(name) {
      try {
        return readPlainFile(join(folder, name), { maxSize: maxHookSize }).toString('utf8');
      } catch (error) {
        if (!(error instanceof UnreadableFileError)) throw error;
        if (systemErrorCode(error.cause) === 'ENOENT') return undefined;
        throw refusal('read', join(folder, name), error);
      }
    },
    create(name, text) {
      try {
        makeFolders(folder);
        createWholeFile(join(folder, name), text, 0o755);
      } catch (error) {
        throw refusal('write', join(folder, name), error);
      }
    },
    remove(name) {
      try {
        removeFile(join(folder, name));
      } catch (error) {
        throw refusal('remove', join(folder, name), error);
      }
    },
  };
}

function refusal(what: string, path: string, error: unknown): UserError {
  const why = error instanceof UnreadableFileError ? error.message : systemErrorText(error);
  return new UserError(`cannot ${what} ${path}: ${why}`, 'see what is there, and who may write there');
}

/** With links resolved, as far as there is such a path. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPath(parent), relative(parent, path));
  }
}

function isInside(top: string, path: string): boolean {
  const below = relative(top, path);
  return below !== '..' && !below.startsWith(`..${sep}`) && !isAbsolute(below);
}
