import { UserError } from '../../diagnostic/user-error.ts';
import type { Person } from '../../git/commit-info.ts';
import type { Host } from '../../workspace/host.ts';
import { openedHistory } from '../../workspace/opened-history.ts';

/** The newest version of a flag. */
export interface CurrentVersion {
  readonly number: number;
  readonly commit: string;
  /** Milliseconds since 1970, by the committer's clock. */
  readonly committedAt: number;
  readonly author: Person;
}

/**
 * The newest version of a flag in the selected history. Nothing where there is no history to tell it, or where no
 * commit has the flag.
 */
export async function currentVersion(host: Host, key: string): Promise<CurrentVersion | undefined> {
  if (!host.git) return undefined;
  try {
    const { git, history } = await openedHistory(host);
    const last = (await history.versions('flag', key)).at(-1);
    if (last === undefined || last.state === 'removed') return undefined;
    const { number, commit, committedAt } = last;
    const info = (await git.commitInfos([commit])).get(commit);
    return info && { number, commit, committedAt, author: info.author };
  } catch (error) {
    // No commit yet, a shallow clone, no git: the flag can be shown all the same.
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
