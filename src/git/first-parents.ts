import type { GitOptions } from './git-process.ts';
import { streamGit } from './git-process.ts';

export interface FirstParentCommit {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly committedAt: number;
}

/**
 * The first-parent chain of a commit, newest first, without looking at what was changed. Leaving the loop early ends git.
 * @throws GitError if there is no such commit
 */
export async function* firstParents(
  commit: string,
  options: Pick<GitOptions, 'cwd' | 'env' | 'signal'>,
): AsyncGenerator<readonly FirstParentCommit[], void, undefined> {
  let rest = '';
  const args = ['rev-list', '--first-parent', '--timestamp', '--end-of-options', commit, '--'];
  for await (const chunk of streamGit(args, options)) {
    const lines = (rest + chunk.toString('latin1')).split('\n');
    rest = lines.pop() ?? '';
    yield lines.map((line) => {
      const [seconds, id = ''] = line.split(' ');
      return { id, committedAt: Number(seconds) * 1000 };
    });
  }
}
