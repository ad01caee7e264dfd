import { UserError } from '../../diagnostic/user-error.ts';
import { changedVersions } from '../../history/version-changes.ts';
import { environmentsOf } from '../../meaning/change-environments.ts';
import type { Host } from '../../workspace/host.ts';
import { openedHistory } from '../../workspace/opened-history.ts';

/** A version of the flag that gave variants to others than the one before, while units were exposed. */
export interface SplitChange {
  readonly version: number;
  readonly commit: string;
  /** Milliseconds since 1970, by the committer's clock. */
  readonly committedAt: number;
  readonly summaries: readonly string[];
}

const deciding: readonly string[] = ['state', 'targeting', 'variants', 'prerequisites'];

/** Changes of who gets what in an environment after one instant and up to another, oldest first. None where no history tells. */
export async function splitChanges(
  host: Host,
  flag: string,
  environment: string,
  from: number,
  to: number,
): Promise<readonly SplitChange[]> {
  if (!host.git) return [];
  try {
    const { history } = await openedHistory(host);
    const versions = await history.versions('flag', flag);
    if (!versions.some(({ committedAt }) => committedAt > from && committedAt <= to)) return [];
    const changed = await changedVersions(history, versions);
    return changed.flatMap(({ version, changes, before, after }) => {
      const { number, commit, committedAt } = version;
      if (committedAt <= from || committedAt > to) return [];
      const own = changes.filter(
        (one) => deciding.includes(one.kind) && environmentsOf(one, before, after).includes(environment),
      );
      return own.length === 0
        ? []
        : [{ version: number, commit, committedAt, summaries: own.map(({ summary }) => summary) }];
    });
  } catch (error) {
    // No commit yet, or a shallow clone: the comparison stands without it.
    if (error instanceof UserError) return [];
    throw error;
  }
}
