import { UserError } from '../diagnostic/user-error.ts';
import type { Git } from '../platform/git.ts';

/**
 * The commit to compare the working tree with: where HEAD left the revision given, else its upstream, else main.
 * @throws UserError if there is none
 */
export async function baseCommit(git: Git, revision: string | undefined): Promise<string> {
  const from = revision ?? (await git.upstream()) ?? (await git.defaultBranch());
  if (from === undefined) {
    throw new UserError('there is nothing to compare with: no upstream, no main branch', 'name a revision with --base');
  }
  const commit = await git.resolve(from);
  if ((await git.head()) === undefined) return commit;
  const base = await git.mergeBase(commit, 'HEAD');
  if (base !== undefined) return base;
  const help = (await git.isShallow())
    ? 'this clone is shallow: fetch the history (git fetch --unshallow; in CI, fetch-depth: 0)'
    : 'name another revision with --base';
  throw new UserError(`HEAD and ${from} have no commit in common`, help);
}
