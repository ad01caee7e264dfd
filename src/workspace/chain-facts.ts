import type { ChainFacts } from '../export/exported.ts';
import { lastChange } from '../export/snapshot/previous.ts';
import type { Host } from './host.ts';
import { openedHistory } from './opened-history.ts';

/**
 * What the chain up to a commit says.
 * @throws UserError in a shallow clone
 */
export async function chainFacts(host: Host, commit: string, environment: string): Promise<ChainFacts> {
  const { git, history } = await openedHistory(host, commit);
  const changed = await lastChange(history, environment);
  const infos = await git.commitInfos(changed === undefined ? [commit] : [commit, changed]);
  const { author, committedAt } = infos.get(commit)!;
  const previous = changed === undefined ? undefined : infos.get(changed)!.parents[0];
  return { length: history.length, previous, author: author.name, committedAt };
}
