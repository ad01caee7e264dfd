import { UserError } from '../diagnostic/user-error.ts';
import type { History } from '../history/history.ts';
import type { Version } from '../history/version.ts';
import { readManifest, type Manifest } from '../model/manifest.ts';
import { memberOf } from '../project/membership.ts';
import type { Host } from './host.ts';
import { requireKnown } from './named.ts';
import { projectFolder } from './project-folder.ts';

/**
 * The versions of a flag that there is or once was, oldest first.
 * @throws UserError if no commit of the chain has one of this key
 */
export async function versionsOfFlag(host: Host, history: History, key: string): Promise<readonly Version[]> {
  const versions = await history.versions('flag', key);
  if (versions.length > 0) return versions;
  const present = await keysInTree(host);
  if (host.at === undefined && present.includes(key)) {
    throw new UserError(`${key} has no version yet: no commit of this branch has it`, 'commit it first');
  }
  const more = host.at === undefined ? '`flagwright list` shows those of today' : '';
  requireKnown('flag', key, new Set([...history.keys('flag'), ...present]), { more });
  return versions;
}

async function keysInTree(host: Host): Promise<string[]> {
  const folder = projectFolder(host);
  return (await host.tree.list(folder)).flatMap(({ path }) => {
    const member = memberOf(folder, path);
    return member?.kind === 'flag' ? [member.key] : [];
  });
}

/** The manifest as of the newest commit of the history. */
export async function lastManifest(history: History): Promise<Manifest> {
  const last = (await history.versions('manifest', '')).at(-1);
  // The order of its environments counts, which a value of the history does not keep.
  const document = last && (await history.definition(last));
  return readManifest(last?.path ?? '', document?.value);
}
