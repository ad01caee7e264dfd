import { existsSync, statSync } from 'node:fs';
import { dirname, join, posix, resolve } from 'node:path';
import { UserError } from '../diagnostic/user-error.ts';
import { manifestName } from '../model/file-kind.ts';
import type { FileTree } from '../platform/file-tree.ts';

/**
 * The absolute folder of the project, or `undefined` outside of any. Looks in the current folder and those above,
 * up to the top of the repository (else of the disk), then in `flags/` of each of them.
 * @param named the folder given with `--project`
 * @throws UserError if the folder named holds no manifest
 */
export function findProject(cwd: string, top: string | undefined, named: string | undefined): string | undefined {
  if (named !== undefined) {
    const folder = resolve(cwd, named);
    if (existsSync(join(folder, manifestName))) return folder;
    const exists = statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
    throw new UserError(
      exists ? `there is no ${manifestName} in ${named}` : `there is no folder ${named}`,
      exists ? `\`flagwright init ${named}\` starts a project there` : 'check the path given with --project',
    );
  }
  const folders: string[] = [];
  for (let folder = cwd; ; folder = dirname(folder)) {
    folders.push(folder);
    if (folder === top || dirname(folder) === folder) break;
  }
  const candidates = [...folders, ...folders.map((folder) => join(folder, 'flags'))];
  return candidates.find((folder) => existsSync(join(folder, manifestName)));
}

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
