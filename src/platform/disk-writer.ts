import type * as Crypto from 'node:crypto';
import {
  closeSync,
  constants,
  copyFileSync,
  fchmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { UserError } from '../diagnostic/user-error.ts';
import { systemErrorCode } from './system-error.ts';

// Every write to the disk goes through the functions of this file; a test of the architecture holds that. None of
// them opens a file that exists: new content gets a file of its own, made exclusively, which is renamed into place.

/** As pieces, one after the other, each is as it was until the next is asked for. */
export type Content = string | Uint8Array | Iterable<Uint8Array>;

/**
 * Makes a file that is not there yet. Removed again if it cannot be written whole.
 * @param mode permissions, lessened by the process's umask unless `exactMode`
 * @throws the system's error, `EEXIST` for anything in its place, a link included
 */
export function createFile(path: string, content: Content, mode = 0o666, exactMode = false): void {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  const descriptor = openSync(path, flags, mode);
  try {
    try {
      if (exactMode) fchmodSync(descriptor, mode);
      writeWhole(descriptor, content);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    removeFile(path);
    throw error;
  }
}

/**
 * The same, of which nobody ever sees a part, however it ends: it is written beside its place, under a name that nobody can guess.
 * Where the file system has no second names for files, it is written in its place.
 */
export function createWholeFile(path: string, content: Content, mode?: number): void {
  const draft = join(dirname(path), `.flagwright-${process.pid}-${unguessable()}-0`);
  createFile(draft, content, mode);
  try {
    linkFile(draft, path);
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP'].includes(systemErrorCode(error) ?? '')) throw error;
    createFile(path, content, mode);
  } finally {
    removeFile(draft);
  }
}

/** Writes to something that is not a plain file, as a terminal or a pipe that the user named. */
export function writeToDevice(path: string, content: Content): void {
  const descriptor = openSync(path, constants.O_WRONLY);
  try {
    writeWhole(descriptor, content);
  } finally {
    closeSync(descriptor);
  }
}

function writeWhole(descriptor: number, content: Content): void {
  const whole = typeof content === 'string' ? Buffer.from(content) : content;
  for (const bytes of whole instanceof Uint8Array ? [whole] : whole) {
    for (let done = 0; done < bytes.length;) done += writeSync(descriptor, bytes, done);
  }
}

/** Puts a file in the place of whatever plain file or link is there, in one step. Both must be on one file system. */
export function moveFile(from: string, to: string): void {
  renameSync(from, to);
}

/** A second name for a file's present content. @throws the system's error, `EEXIST` for anything in its place */
export function linkFile(existing: string, path: string): void {
  linkSync(existing, path);
}

/** A copy of a plain file under a name that is not there yet. @throws the system's error */
export function copyFile(from: string, to: string): void {
  try {
    copyFileSync(from, to, constants.COPYFILE_EXCL);
  } catch (error) {
    if (systemErrorCode(error) !== 'EEXIST') removeFile(to);
    throw error;
  }
}

/** Removes a file or a link; without effect where there is none. */
export function removeFile(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw error;
  }
}

/** Removes a folder with all that is in it; links in it are removed, not followed. */
export function removeFolder(path: string): void {
  rmSync(path, { recursive: true, force: true });
}

/** Removes a folder if it is empty. */
export function removeEmptyFolder(path: string): boolean {
  try {
    rmdirSync(path);
    return true;
  } catch {
    return false;
  }
}

/** Makes a folder with all that lead to it; gives the topmost that was not there. For paths that the user named. */
export function makeFolders(path: string): string | undefined {
  return mkdirSync(path, { recursive: true });
}

/** Makes a folder that is not there yet. @throws the system's error, `EEXIST` for anything in its place */
export function makeFolder(path: string): void {
  mkdirSync(path);
}

/** A new folder that nobody else can enter, outside of any project; to be removed with `removeFolder`. */
export function temporaryFolder(name: string): string {
  return mkdtempSync(join(tmpdir(), `flagwright-${name}-`));
}

let crypto: typeof Crypto | undefined;

/** 32 hexadecimal digits that nobody can guess. */
export function unguessable(): string {
  // Loaded when something is written: it takes as long as many a command. From where makes no difference.
  crypto ??= createRequire(process.execPath)('node:crypto') as typeof Crypto;
  return crypto.randomBytes(16).toString('hex');
}

/**
 * Sees, at the moment of writing, that no part of the way from a folder to a file below it is a link or another
 * repository's, and makes the folders that are missing.
 * @param root absolute path, which may itself be reached through links
 * @param name path from there, with `/`
 * @returns absolute path of the file, and the folders made, outermost first
 * @throws UserError if the way leads through a link, or is not a path below the folder
 */
export function placeBelow(root: string, name: string): { readonly path: string; readonly made: readonly string[] } {
  const segments = name.split('/');
  const isPath = segments.every(
    (segment) =>
      segment !== '' &&
      segment !== '.' &&
      segment !== '..' &&
      segment.toLowerCase() !== '.git' &&
      !segment.includes('\0') &&
      !(sep === '\\' && segment.includes(sep)),
  );
  if (!isPath) throw new UserError(`"${name}" is not a path inside the project`, 'nothing was changed');
  let folder = root;
  const made: string[] = [];
  try {
    for (const segment of segments.slice(0, -1)) {
      folder = join(folder, segment);
      let stats = lstatSync(folder, { throwIfNoEntry: false });
      if (stats === undefined) {
        makeFolder(folder);
        made.push(folder);
        stats = lstatSync(folder);
      }
      if (stats.isSymbolicLink()) {
        const link = folder.slice(root.length + 1);
        throw new UserError(
          `${name} leads through a link: ${link}`,
          'nothing was changed; replace the link by a folder',
        );
      }
      if (!stats.isDirectory()) {
        throw new UserError(
          `${folder.slice(root.length + 1)} is not a folder, and ${name} needs one there`,
          'nothing was changed',
        );
      }
    }
  } catch (error) {
    for (const one of made.toReversed()) removeEmptyFolder(one);
    throw error;
  }
  return { path: join(folder, segments.at(-1) ?? ''), made };
}

/** The absolute path of a file below a folder if both are taken without links; undefined if it is elsewhere. */
export function pathBelow(root: string, path: string): string | undefined {
  const [top, folder] = [realpathSync(root), realpathSync(dirname(path))];
  if (folder !== top && !folder.startsWith(top.endsWith(sep) ? top : top + sep)) return undefined;
  return join(folder, path.slice(path.lastIndexOf(sep) + 1))
    .slice(top.length)
    .split(sep)
    .filter(Boolean)
    .join('/');
}
