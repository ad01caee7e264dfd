import { UserError } from '../diagnostic/user-error.ts';
import type { Git } from '../git/git.ts';

/** What the working tree is compared with. */
export interface Base {
  /** As people know it: what was given, or the name of a branch. */
  readonly revision: string;
  /** Full id of the commit where HEAD left it. */
  readonly commit: string;
  /** Full id of the commit that it stands for now. */
  readonly tip: string;
}

/**
 * The commit to compare the working tree with: where HEAD left the revision given, else the branch that it was made
 * from. An upstream of the branch's own name is the branch itself as it was pushed, so the default branch is taken then.
 * @throws UserError if there is none
 */
export async function baseCommit(git: Git, revision: string | undefined): Promise<Base> {
  const head = await git.head();
  if (head === undefined && revision === undefined) {
    throw new UserError(
      'this repository has no commit yet, so there is nothing to compare with',
      'make a commit first',
    );
  }
  const from = revision ?? (await otherUpstream(git, head?.branch)) ?? (await git.defaultBranch());
  if (from === undefined) {
    throw new UserError(
      'there is nothing to compare with: the branch follows no other, and there is no main branch',
      'name a revision with --base',
    );
  }
  const tip = await git.resolve(from);
  const shown = from.replace(/^refs\/(?:heads|remotes|tags)\//, '');
  if (head === undefined) return { revision: shown, commit: tip, tip };
  const base = await git.mergeBase(tip, 'HEAD');
  if (base !== undefined) return { revision: shown, commit: base, tip };
  const help = (await git.isShallow())
    ? 'this clone is shallow: fetch the history (git fetch --unshallow; in CI, fetch-depth: 0)'
    : 'name another revision with --base';
  throw new UserError(`HEAD and ${shown} have no commit in common`, help);
}

/** The upstream of a branch, unless it has the same name. */
async function otherUpstream(git: Git, branch: string | undefined): Promise<string | undefined> {
  const upstream = branch === undefined ? undefined : await git.upstream();
  const name = upstream?.replace(/^refs\/(?:heads\/|remotes\/[^/]+\/)/, '');
  return name === branch ? undefined : upstream;
}
