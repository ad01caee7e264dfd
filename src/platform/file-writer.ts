import { lstatSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { UserError } from '../diagnostic/user-error.ts';
import {
  createFile,
  moveFile,
  pathBelow,
  removeFile,
  unguessable,
  writeToDevice,
  type Content,
} from './disk-writer.ts';
import { prepareFiles, sweepDrafts, type FileChanges } from './file-changes.ts';
import { writeError } from './write-error.ts';

/**
 * Writes files below a folder, all or nothing: each is prepared beside its place, then all are renamed into it. No link
 * is followed.
 * @param root absolute path
 */
export function fileWriter(root: string): {
  write(files: ReadonlyMap<string, Content>): void;
  prepare(files: ReadonlyMap<string, Content | null>): FileChanges;
  sweep(names: readonly string[]): void;
} {
  return {
    sweep: (names) => sweepDrafts(root, names),
    prepare: (files) => prepareFiles(root, files),
    write(files) {
      const changes = prepareFiles(root, files);
      changes.apply();
      changes.finish();
    },
  };
}

/**
 * Writes one file that the user named, in one step. Below `root`, which may hold what strangers have put there, no link
 * is followed: one in the place of the file is replaced. Elsewhere the user's own links are, and what is not a plain
 * file (a terminal, a pipe) is written to.
 * @param path absolute
 * @param root absolute path of the checkout or project
 * @throws UserError if it cannot be written
 */
export function writeNamedFile(path: string, content: Content, root: string): void {
  try {
    const below = placeIn(root, path);
    if (below !== undefined) {
      requireWay(root, below, path);
      replaceFile(join(root, below), content);
      return;
    }
    const there = statSync(path, { throwIfNoEntry: false });
    const isDevice = /^\/(?:dev|proc)\//.test(path) || (there && !there.isFile() && !there.isDirectory());
    if (isDevice) writeToDevice(path, content);
    else replaceFile(there ? realpathSync(path) : path, content);
  } catch (error) {
    throw writeError(path, error, 'choose another place with --output');
  }
}

/** The path below the root by its name, or by where its folder really is. */
function placeIn(root: string, path: string): string | undefined {
  if (path.startsWith(root + sep)) return path.slice(root.length + 1);
  return pathBelow(root, path);
}

/** @throws UserError if a folder on the way below the root is a link */
function requireWay(root: string, below: string, path: string): void {
  let folder = root;
  for (const segment of below.split(sep).slice(0, -1)) {
    folder = join(folder, segment);
    if (!lstatSync(folder).isSymbolicLink()) continue;
    throw new UserError(
      `cannot write ${path}: ${folder} is a link`,
      'a link inside the project is not followed; choose another place with --output',
    );
  }
}

/**
 * Replaces a file at once, so that nobody ever sees half of it. A link in its place is replaced, not followed.
 * @param path absolute; its folder must be there
 * @throws the system's error; then nothing was changed
 */
export function replaceFile(path: string, content: Content): void {
  const draft = join(dirname(path), `.flagwright-${process.pid}-${unguessable()}-0`);
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there?.isFile()) createFile(draft, content, there.mode & 0o777, true);
  else createFile(draft, content);
  try {
    moveFile(draft, path);
  } catch (error) {
    removeFile(draft);
    throw error;
  }
}
