import { fileKind, type FileKind } from '../model/file-kind.ts';

/** Folders that never hold a project's files. */
const ignoredFolder = /(^|\/)(\.[^/]+|node_modules)\//;

/** A file of a project: its path below the project's folder, and what that makes it. */
export interface Member {
  readonly path: string;
  readonly kind: FileKind;
  /** Key of the flag, segment or spec; empty for the others. */
  readonly key: string;
}

/** The file at a path of the tree as a member of the project in a folder; undefined for everything that is not part of it. */
export function memberOf(folder: string, path: string): Member | undefined {
  if (!path.endsWith('.yaml')) return undefined;
  if (folder !== '' && !path.startsWith(`${folder}/`)) return undefined;
  const below = folder === '' ? path : path.slice(folder.length + 1);
  const found = ignoredFolder.test(below) ? undefined : fileKind(below);
  return found && { path: below, ...found };
}
