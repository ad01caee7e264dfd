import { posix } from 'node:path';
import { UserError } from '../diagnostic/user-error.ts';
import { manifestName } from '../model/file-kind.ts';
import type { FileTree } from '../platform/file-tree.ts';

/**
 * The folder of the project in a commit of a bare repository, where there is nothing to start from: its top, else `flags`.
 * @param named the folder given with `--project`, from the top
 * @throws UserError if the folder named holds no manifest
 */
export async function findProjectIn(tree: FileTree, named: string | undefined): Promise<string | undefined> {
  const candidates = named === undefined ? ['', 'flags'] : [posix.join('/', named, '/').slice(1, -1)];
  for (const folder of candidates) {
    const manifest = posix.join(folder, manifestName);
    if ((await tree.list(folder)).some(({ path }) => path === manifest)) return folder;
  }
  if (named === undefined) return undefined;
  throw new UserError(`there is no ${manifestName} in ${named}`, 'name a folder of the commit, from its top');
}
