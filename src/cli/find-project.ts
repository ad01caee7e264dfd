import { existsSync, lstatSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { UserError } from '../diagnostic/user-error.ts';
import { manifestName } from '../model/file-kind.ts';

/** Where a project was found. */
export interface FoundProject {
  /** Absolute path, with links resolved. */
  readonly folder: string;
  /** Absolute paths of the folders that were looked into, by the names that lead to them, the one that has it last. */
  readonly tried: readonly string[];
}

/**
 * The project, or `undefined` outside of any. Looks in the current folder and those above,
 * up to the top of the repository (else of the disk), then in `flags/` of each of them.
 * @param named the folder given with `--project`
 * @throws UserError if the folder named holds no manifest, or a link leads out of the repository
 */
export function findProject(cwd: string, top: string | undefined, named: string | undefined): FoundProject | undefined {
  if (named !== undefined) {
    const folder = resolve(cwd, named);
    if (existsSync(join(folder, manifestName))) return { folder: realProject(folder, top), tried: [folder] };
    const exists = statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
    const near = misnamedIn(folder);
    const start = near === undefined ? `\`flagwright init ${named}\` starts a project there` : renamed(near);
    throw new UserError(
      exists ? `there is no ${manifestName} in ${named}` : `there is no folder ${named}`,
      exists ? start : 'check the path given with --project',
    );
  }
  const candidates = candidateFolders(cwd, top);
  const found = candidates.findIndex((folder) => existsSync(join(folder, manifestName)));
  const tried = candidates.slice(0, found + 1);
  return found < 0 ? undefined : { folder: realProject(candidates[found]!, top), tried };
}

function candidateFolders(cwd: string, top: string | undefined): string[] {
  const folders: string[] = [];
  for (let folder = cwd; ; folder = dirname(folder)) {
    folders.push(folder);
    if (folder === top || dirname(folder) === folder) break;
  }
  return [...folders, ...folders.map((folder) => join(folder, 'flags'))];
}

/** What to do about a manifest under a name that nobody looks for, where `findProject` finds none; undefined without one. */
export function misnamedManifest(cwd: string, top: string | undefined): string | undefined {
  for (const folder of candidateFolders(cwd, top)) {
    const near = misnamedIn(folder);
    if (near !== undefined) return renamed(near);
  }
  return undefined;
}

function misnamedIn(folder: string): string | undefined {
  const names = ['flagwright.yml', 'flagwright.yaml.txt', 'flagwright.yml.txt'];
  return names.map((name) => join(folder, name)).find((path) => existsSync(path));
}

const renamed = (path: string): string => `rename ${path} to ${manifestName}`;

/**
 * The folder itself where links lead to it.
 * @throws UserError if they lead from inside the repository to somewhere else, or the manifest is a link
 */
function realProject(folder: string, top: string | undefined): string {
  if (lstatSync(join(folder, manifestName)).isSymbolicLink()) {
    throw new UserError(
      `${join(folder, manifestName)} is a symbolic link, which is not followed`,
      'put the file itself in its place, or name the folder that holds it with --project',
    );
  }
  const real = realpathSync(folder);
  const isInside = (path: string): boolean => top === undefined || path === top || path.startsWith(top + sep);
  if (isInside(folder) && !isInside(real)) {
    throw new UserError(
      `${folder} leads out of the repository through a link, to ${real}`,
      'move the project into the repository, or go to the folder itself',
    );
  }
  return real;
}
