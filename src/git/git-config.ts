import { lstatSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { UserError } from '../diagnostic/user-error.ts';
import { createFile, linkFile, moveFile, removeFile, unguessable } from '../platform/disk-writer.ts';
import type { ProcessEnvironment } from '../platform/environment.ts';
import { systemErrorCode } from '../platform/system-error.ts';
import { writeError } from '../platform/write-error.ts';
import { GitError, runGit } from './git-process.ts';

/** What is to become of a repository's configuration. */
interface ConfigChange {
  /** Names such as `diff.flagwright.textconv`, and the value that each is to have alone. */
  readonly set?: ReadonlyMap<string, string>;
  /** Sections such as `diff.flagwright`, which may be missing. */
  readonly removeSections?: readonly string[];
}

/** A change that is ready and has no effect yet. */
export interface PreparedConfig {
  /**
   * Puts it in place in one step, for which no space is needed.
   * @throws UserError if somebody else has changed the configuration meanwhile, or is about to; then nothing was changed
   */
  apply(): void;
  /** Forgets it; without effect on one that is in place. */
  discard(): void;
}

/** A repository's own configuration. */
export interface GitConfig {
  /** The last value of a name; undefined where it has none. */
  get(name: string): Promise<string | undefined>;
  prepare(change: ConfigChange): Promise<PreparedConfig>;
}

/**
 * @param cwd absolute path of a folder of the repository
 * @returns what throws UserError where the configuration cannot be read or written
 */
export function localConfig(cwd: string, env: ProcessEnvironment): GitConfig {
  const run = async (args: readonly string[], okCodes: readonly number[]) => {
    try {
      return await runGit(['config', ...args], { cwd, env, okCodes });
    } catch (error) {
      if (!(error instanceof GitError)) throw error;
      throw new UserError(`git config: ${error.stderr.trim()}`, "look at the repository's .git/config");
    }
  };
  return {
    async get(name) {
      const { code, stdout } = await run(['--local', '-z', '--get', name], [0, 1]);
      return code === 0 ? stdout.toString('utf8').replace(/\0$/, '') : undefined;
    },
    async prepare({ set = new Map(), removeSections = [] }) {
      const { stdout } = await runGit(['rev-parse', '--git-path', 'config'], { cwd, env });
      const path = realpathSync(resolve(cwd, stdout.toString('utf8').replace(/\n$/, '')));
      const draft = join(dirname(path), `flagwright-${process.pid}-${unguessable()}`);
      const before = readFileSync(path);
      try {
        createFile(draft, before, lstatSync(path).mode & 0o777, true);
        for (const [name, value] of set) await run(['--file', draft, '--replace-all', name, value], [0]);
        // 128: there is no such section.
        for (const section of removeSections) await run(['--file', draft, '--remove-section', section], [0, 128]);
      } catch (error) {
        removeFile(draft);
        throw writeError(path, error);
      }
      return { apply: () => swap(path, before, draft), discard: () => removeFile(draft) };
    },
  };
}

/** Replaces a configuration, under the lock that git takes for it, by what was made of its content. */
function swap(path: string, before: Uint8Array, draft: string): void {
  const lock = `${path}.lock`;
  try {
    linkFile(draft, lock);
  } catch (error) {
    if (systemErrorCode(error) !== 'EEXIST') throw writeError(path, error);
    throw new UserError(`another process is changing ${path}`, `if no git is running, remove ${lock}`);
  }
  try {
    if (!readFileSync(path).equals(before)) {
      throw new UserError(`somebody has changed ${path} meanwhile`, 'nothing was changed; run it again');
    }
    moveFile(lock, path);
  } catch (error) {
    removeFile(lock);
    throw writeError(path, error);
  }
  removeFile(draft);
}
