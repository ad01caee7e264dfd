import { commitInfos } from './commit-info.ts';
import type { GitResult } from './git-process.ts';
import type { GitObject } from './object-reader.ts';
import { readHeadRef, readRef } from './read-ref.ts';
import type { Repository } from './repository.ts';

/** The commit that is checked out. */
export interface Head {
  readonly commit: string;
  /** Without `refs/heads/`; undefined if HEAD is detached. */
  readonly branch: string | undefined;
  readonly committedAt: Date;
  /** The first paragraph of the message on one line. */
  readonly subject: string;
}

export interface HeadReader {
  /** Its id, as a rule without a process; undefined on a branch without commits. */
  commit(): Promise<string | undefined>;
  /**
   * The same with its branch and what it says of itself.
   * @throws GitError if there is no such commit
   */
  read(): Promise<Head | undefined>;
}

export function headReader(
  repository: Repository,
  run: (args: readonly string[], okCodes?: readonly number[]) => Promise<GitResult>,
  read: (id: string) => Promise<GitObject | undefined>,
): HeadReader {
  const ask = async (args: readonly string[]): Promise<string | undefined> => {
    const { code, stdout } = await run(args, [0, 1]);
    return code === 0 ? stdout.toString('utf8').trimEnd() : undefined;
  };
  const commit = async (): Promise<string | undefined> =>
    readRef(repository, 'HEAD') ?? ask(['rev-parse', '--verify', '--quiet', 'HEAD']);
  // Where refs are kept in another format, the file names a ref that is not there.
  const ref = async (): Promise<string | undefined> => {
    const known = readRef(repository, 'HEAD') === undefined ? undefined : readHeadRef(repository);
    return known ?? ask(['symbolic-ref', '--quiet', 'HEAD']);
  };
  return {
    commit,
    async read() {
      const [id, name] = await Promise.all([commit(), ref()]);
      if (id === undefined) return undefined;
      const info = (await commitInfos([id], read, () => new Set())).get(id);
      return (
        info && {
          commit: id,
          branch: name?.replace(/^refs\/heads\//, ''),
          committedAt: info.committedAt,
          subject: info.subject,
        }
      );
    },
  };
}
