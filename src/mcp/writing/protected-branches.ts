import { UserError } from '../../diagnostic/user-error.ts';
import type { Git } from '../../git/git.ts';

/** Whether no commit may be made on a branch; undefined stands for a HEAD that is on none. */
export type IsProtected = (branch: string | undefined) => boolean;

/** What people protect by these names in most repositories. */
const usual = ['main', 'master', 'trunk', 'develop', 'production'];

/** What git would take for something else: for what is checked out, or for the branch `main` where one is called `heads/main`. */
const ambiguous = ['HEAD', '@', 'refs/*', 'heads/*', 'tags/*', 'remotes/*'];

/**
 * The default branch of the repository, branches of usual names, and those given.
 * @param patterns names in which `*` stands for any text
 */
export async function protectedBranches(git: Git, patterns: readonly string[]): Promise<IsProtected> {
  const main = (await git.defaultBranch())?.replace(/^refs\/(?:heads|remotes\/[^/]+)\//, '');
  const tests = [...usual, ...ambiguous, ...(main === undefined ? [] : [main]), ...patterns].map(matcher);
  return (branch) => branch === undefined || tests.some((test) => test.test(branch));
}

/** Where names of files do not tell upper case from lower case, neither do those of branches. */
function matcher(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'is');
}

/** @throws UserError for a branch that is protected */
export function refuseProtected(isProtected: IsProtected, branch: string | undefined): void {
  if (!isProtected(branch)) return;
  throw new UserError(
    branch === undefined ? 'HEAD is not on a branch' : `the branch ${branch} is protected: agents do not commit to it`,
    'name a new branch, as commit: { branch: "flags/express-checkout" }; or leave `commit` out to write the files alone',
  );
}
