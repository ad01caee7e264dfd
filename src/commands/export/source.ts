import { UserError } from '../../diagnostic/user-error.ts';
import { committedTree } from '../../workspace/committed-tree.ts';
import { hasUncommitted } from '../../workspace/has-uncommitted.ts';
import type { Host } from '../../workspace/host.ts';
import { lintedProject, type Linted } from '../../workspace/linted-project.ts';
import { requireHistory } from '../../workspace/opened-history.ts';

/** A state of the project's files, and which commit it is of. */
export interface ExportOrigin {
  readonly linted: Linted;
  /** Full id; absent outside of a repository, and before the first commit. */
  readonly commit: string | undefined;
  /** Whether files of the project differ from that commit. */
  readonly uncommitted: boolean;
}

/** What the host looks at: the working tree, or the commit of `--at`. */
export async function presentSource(host: Host): Promise<ExportOrigin> {
  const linted = await lintedProject(host);
  if (host.at !== undefined) return { linted, commit: host.at, uncommitted: false };
  const git = await host.git?.();
  const commit = await git?.headCommit();
  const uncommitted = git !== undefined && commit !== undefined && (await hasUncommitted(host, git, commit));
  return { linted, commit, uncommitted };
}

/**
 * The commit of `--at`, or the one that is checked out.
 * @throws UserError where there is none
 */
export async function committedSource(host: Host): Promise<ExportOrigin> {
  if (host.at !== undefined) return { linted: await lintedProject(host), commit: host.at, uncommitted: false };
  const git = await requireHistory(host);
  const commit = await git.headCommit();
  if (commit === undefined) throw new UserError('this repository has no commit yet', 'commit the flags first');
  if (!(await hasUncommitted(host, git, commit)))
    return { linted: await lintedProject(host), commit, uncommitted: false };
  host.progress.say('note', 'a snapshot holds what is committed: uncommitted changes are not in it');
  return { linted: await lintedProject(host, committedTree(host, git, commit)), commit, uncommitted: false };
}
