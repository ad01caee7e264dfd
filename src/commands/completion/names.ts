import { UserError } from '../../diagnostic/user-error.ts';
import { rules } from '../../lint/rules/index.ts';
import { manifestName } from '../../model/file-kind.ts';
import { isKey } from '../../model/key.ts';
import { readManifest } from '../../model/manifest.ts';
import { readOwners } from '../../model/owners.ts';
import { UnreadableFileError } from '../../platform/file-tree.ts';
import { memberOf } from '../../project/membership.ts';
import { parseDocument } from '../../source/document.ts';
import type { Host } from '../../workspace/host.ts';

/** What names of a project are of. */
export type NameKind = 'flag' | 'environment' | 'owner' | 'type' | 'rule';

/** Nothing that a shell would take for more than a word. */
const safe = /^[\w.+@-]+$/;

/**
 * The names of one kind. Only what is needed for them is read: whoever presses Tab waits. Outside of a project, and where a file
 * cannot be read, there are none.
 */
export async function namesOf(host: Host, kind: NameKind): Promise<string[]> {
  if (kind === 'rule') return rules.map(({ id }) => id);
  const { folder } = host;
  if (folder === undefined) return [];
  return (await namesIn(host, folder, kind)).filter((name) => safe.test(name));
}

async function namesIn(host: Host, folder: string, kind: Exclude<NameKind, 'rule'>): Promise<string[]> {
  if (kind === 'flag') {
    const members = (await host.tree.list(folder)).map(({ path }) => memberOf(folder, path));
    return members.flatMap((member) => (member?.kind === 'flag' && isKey(member.key) ? [member.key] : []));
  }
  const read = async (name: string): Promise<unknown> => {
    const path = folder === '' ? name : `${folder}/${name}`;
    try {
      return parseDocument(path, new TextDecoder().decode(await host.tree.read(path))).value;
    } catch (error) {
      if (error instanceof UnreadableFileError || error instanceof UserError) return undefined;
      throw error;
    }
  };
  if (kind === 'owner') return [...readOwners('', await read('owners.yaml')).teams.keys()];
  const { environments = [], lifecycle } = readManifest('', await read(manifestName));
  return kind === 'environment' ? environments.map(({ name }) => name) : Object.keys(lifecycle);
}
