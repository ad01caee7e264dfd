import { UserError } from '../diagnostic/user-error.ts';
import { fileName } from '../model/file-kind.ts';
import { memberOf } from '../project/membership.ts';
import type { Project } from '../project/project.ts';
import type { Host } from './host.ts';
import { treePath } from './tree-path.ts';

/** Control characters, line breaks, and what turns text around or takes no room. */
const unseen = /[\p{Cc}\p{Bidi_Control}\u200b\u2028\u2029\ufeff]/u;

/**
 * The folder typed, as a path from here or else from the project.
 * @throws UserError if it is outside of the project, the project does not look into it, or its name cannot be seen whole
 */
export function folderInside(host: Host, { folder }: Project, typed: string): string {
  if (unseen.test(typed)) {
    throw new UserError(`the folder "${typed}" has characters that nobody sees`, 'name one without them');
  }
  const found = inside(host, folder, typed);
  if (isLookedAt(folder, found)) return found;
  throw new UserError(
    `the project never looks into the folder "${typed}"`,
    'name one whose path has no node_modules and nothing that begins with a dot',
  );
}

/** Whether flags that are put there are flags of the project. */
function isLookedAt(folder: string, path: string): boolean {
  return memberOf(folder, joined(path, fileName('flag', 'some-flag'))) !== undefined;
}

function inside(host: Host, folder: string, typed: string): string {
  const isInside = (path: string | undefined): path is string =>
    path !== undefined && (folder === '' || path === folder || path.startsWith(`${folder}/`));
  const fromHere = pathOf(host, typed);
  if (isInside(fromHere)) return fromHere;
  const steps = typed.split(/[\\/]/).filter((step) => step !== '' && step !== '.');
  if (!/^([A-Za-z]:)?[\\/]/.test(typed) && !steps.includes('..')) return joined(folder, steps.join('/'));
  throw new UserError(`the folder "${typed}" is outside of the project`, 'name one inside of it, as --folder checkout');
}

function pathOf(host: Host, typed: string): string | undefined {
  try {
    return treePath(host, typed);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** The folder of the owner's other flags if it is named after the owner, else the project's. */
export async function folderOf(host: Host, { folder }: Project, owner: string): Promise<string> {
  const own = joined(folder, owner);
  const entries = await host.tree.list(own);
  return entries.length > 0 ? own : folder;
}

/** A path in a folder; that of the root is empty. */
export function joined(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
