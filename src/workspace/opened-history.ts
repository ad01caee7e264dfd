import { UserError } from '../diagnostic/user-error.ts';
import type { History } from '../history/history.ts';
import { openHistory } from '../history/open-history.ts';
import type { Git } from '../git/git.ts';
import type { Host } from './host.ts';
import { projectFolder } from './project-folder.ts';

/**
 * The history of the host's project up to `--at`, else HEAD.
 * @throws UserError outside of a repository, in one without commits, and in a shallow clone
 */
export async function openedHistory(host: Host, revision?: string): Promise<{ git: Git; history: History }> {
  const git = await requireHistory(host);
  const commit = revision ?? host.at ?? (await git.headCommit());
  if (commit === undefined) throw new UserError('this repository has no commit yet', 'commit the flags first');
  const store = await host.stores?.();
  const { toolVersion, progress } = host;
  const onProgress = (commits: number): void => progress.update('reading the history, commit', commits);
  const folder = projectFolder(host);
  const history = await openHistory(git, { commit, folder, store, toolVersion, onProgress });
  return { git, history };
}

/**
 * The repository of the host's project, if it has all of its history.
 * @throws UserError outside of a repository, and in a shallow clone
 */
export async function requireHistory(host: Host): Promise<Git> {
  if (!host.git)
    throw new UserError(
      'this needs the history of a git repository, and this folder is not in one',
      'git init starts one',
    );
  projectFolder(host);
  const git = await host.git();
  if (await git.isShallow()) {
    throw new UserError(
      'this clone is shallow, so its history is cut off',
      'fetch all of it: git fetch --unshallow; in CI, fetch-depth: 0',
    );
  }
  return git;
}
