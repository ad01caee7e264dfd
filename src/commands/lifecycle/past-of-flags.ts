import type { FlagPast } from '../../lifecycle/flag-past.ts';
import type { Flag } from '../../model/flag.ts';
import type { Project } from '../../project/project.ts';
import type { Host } from '../../workspace/host.ts';
import { gitTrouble, lintHistory } from '../../workspace/lint-history.ts';
import { openedHistory } from '../../workspace/opened-history.ts';

/** What git says of flags. */
export interface PastOfFlags {
  /** Of those that expire, by key. */
  readonly pasts: ReadonlyMap<string, FlagPast>;
  /** Of the others: when their meaning was last changed, in milliseconds since 1970. */
  readonly lastChanges: ReadonlyMap<string, number>;
  /** Why nothing is known; absent where it is. */
  readonly missing: string | undefined;
}

/** Reads the past of some flags of a project; a repository that cannot be read is not an error. */
export async function pastOfFlags(host: Host, project: Project, flags: readonly Flag[]): Promise<PastOfFlags> {
  const { history, missing } = await lintHistory(host, project);
  if (!history) return { pasts: new Map(), lastChanges: new Map(), missing };
  try {
    const part = { ...project, flags: new Map(flags.map((flag) => [flag.key, flag])) };
    const pasts = await history.pasts(flags.length === project.flags.size ? project : part);
    const others = flags.filter(({ key }) => !pasts.has(key));
    return { pasts, lastChanges: await lastChangesOf(host, others), missing: undefined };
  } catch (error) {
    return { pasts: new Map(), lastChanges: new Map(), missing: gitTrouble(error) };
  }
}

async function lastChangesOf(host: Host, flags: readonly Flag[]): Promise<ReadonlyMap<string, number>> {
  if (flags.length === 0 || (host.at ?? (await (await host.git?.())?.headCommit())) === undefined) return new Map();
  const { history } = await openedHistory(host);
  const changes = await Promise.all(
    flags.map(async ({ key }) => [key, await history.lastChange('flag', key)] as const),
  );
  return new Map(changes.flatMap(([key, change]) => (change ? [[key, change.committedAt] as const] : [])));
}
