import { UserError } from '../diagnostic/user-error.ts';
import { GitError, runGit, type ProcessEnvironment } from './git-process.ts';

/** A repository's own configuration. */
export interface GitConfig {
  /** The last value of a name such as `diff.flagwright.textconv`; undefined where it has none. */
  get(name: string): Promise<string | undefined>;
  /** Gives a name this value alone. */
  set(name: string, value: string): Promise<void>;
  /** Removes a section such as `diff.flagwright`, if there is one. */
  removeSection(section: string): Promise<void>;
}

/**
 * @param cwd absolute path of a folder of the repository
 * @returns what throws UserError where the configuration cannot be read or written
 */
export function localConfig(cwd: string, env: ProcessEnvironment): GitConfig {
  const run = async (args: readonly string[], okCodes: readonly number[]) => {
    try {
      return await runGit(['config', '--local', ...args], { cwd, env, okCodes });
    } catch (error) {
      if (!(error instanceof GitError)) throw error;
      throw new UserError(`git config: ${error.stderr.trim()}`, "look at the repository's .git/config");
    }
  };
  return {
    async get(name) {
      const { code, stdout } = await run(['-z', '--get', name], [0, 1]);
      return code === 0 ? stdout.toString('utf8').replace(/\0$/, '') : undefined;
    },
    async set(name, value) {
      await run(['--replace-all', name, value], [0]);
    },
    async removeSection(section) {
      // 128: there is no such section.
      await run(['--remove-section', section], [0, 128]);
    },
  };
}
