import type { Project } from '../../project/project.ts';
import type { Host } from '../../workspace/host.ts';
import { openedHistory } from '../../workspace/opened-history.ts';

/** A flag that the project once had. */
export interface RemovedFlag {
  readonly key: string;
  /** Full id of the commit that removed it; absent where that is not committed. */
  readonly commit: string | undefined;
  /** Milliseconds since 1970, by the committer's clock. */
  readonly removedAt: number | undefined;
}

/**
 * The flags of the history that the project has no more, by key.
 * @throws UserError without history
 */
export async function removedFlags(host: Host, project: Project): Promise<RemovedFlag[]> {
  const { history } = await openedHistory(host);
  return history
    .keys('flag')
    .filter((key) => !project.flags.has(key))
    .map((key) => {
      const last = history.touches('flag', key).at(-1);
      return last?.path === undefined
        ? { key, commit: last?.commit, removedAt: last?.committedAt }
        : { key, commit: undefined, removedAt: undefined };
    });
}
