import { lstatSync, readdirSync, type Stats } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { UserError } from '../diagnostic/user-error.ts';
import {
  copyFile,
  createFile,
  linkFile,
  moveFile,
  placeBelow,
  removeEmptyFolder,
  removeFile,
  unguessable,
  type Content,
} from './disk-writer.ts';
import { isRunning } from './running.ts';
import { systemErrorCode } from './system-error.ts';
import { writeError } from './write-error.ts';

/** Files that are ready to be put in place together. Exactly one of `finish` and `undo` ends it. */
export interface FileChanges {
  /** Puts all of them in place, each in one step; all or nothing. @throws UserError */
  apply(): void;
  /** Brings back what was there before. Needs no space on the disk. */
  undo(): void;
  /** Gives up what was there before. */
  finish(): void;
}

interface Prepared {
  readonly name: string;
  readonly path: string;
  /** Undefined for a file that is removed. */
  readonly draft: string | undefined;
  /** A second name of what is there now; undefined if nothing is. */
  readonly backup: string | undefined;
  readonly made: readonly string[];
  isApplied: boolean;
}

/** A name for what is written beside files before it takes their place: the process, and what nobody can guess. */
function newToken(): string {
  return `${process.pid}-${unguessable()}`;
}

const draftName = /^\.flagwright-(\d{1,10})-[0-9a-f]{32}-\d+(?:\.was)?$/;

/** Whether a file is, by its name, what writing others has left. */
export function isDraft(name: string): boolean {
  return draftName.test(name);
}

/**
 * Prepares files below a folder: all that needs space on the disk is done here. No link is followed, in any part of
 * the way; the permissions of files that are there are kept.
 * @param root absolute path
 * @param files content by path from there; `null` removes the file
 * @param token of `newToken`: what is left if the process is killed can be found by it, see `removeDrafts`
 * @throws UserError if one of them cannot be written; then nothing is left of any
 */
export function prepareFiles(
  root: string,
  files: ReadonlyMap<string, Content | null>,
  token: string = newToken(),
): FileChanges {
  const prepared: Prepared[] = [];
  const cleanUp = (): void => {
    for (const { draft, backup } of prepared) {
      if (draft !== undefined) removeFile(draft);
      if (backup !== undefined) removeFile(backup);
    }
  };
  const undo = (): void => {
    for (const one of prepared.toReversed()) takeBack(one);
    cleanUp();
    for (const { made } of prepared.toReversed()) for (const folder of made.toReversed()) removeEmptyFolder(folder);
  };
  let current = '';
  try {
    for (const [name, content] of files) {
      current = name;
      prepareFile(root, name, content, `.flagwright-${token}-${prepared.length}`, prepared);
    }
  } catch (error) {
    undo();
    throw writeError(current, error);
  }
  return {
    apply() {
      try {
        for (const one of prepared) {
          current = one.name;
          // Somebody may have put a link in the way meanwhile.
          placeBelow(root, one.name);
          requirePlain(one.name, one.path);
          one.isApplied = true;
          if (one.draft === undefined) removeFile(one.path);
          else moveFile(one.draft, one.path);
        }
      } catch (error) {
        undo();
        throw writeError(current, error);
      }
    },
    undo,
    finish() {
      cleanUp();
      for (const { draft, path } of prepared) if (draft === undefined) removeEmptyFolders(root, dirname(path));
    },
  };
}

function prepareFile(root: string, name: string, content: Content | null, draftAs: string, prepared: Prepared[]): void {
  const { path, made } = placeBelow(root, name);
  const folder = dirname(path);
  removeLitter(folder);
  const there = requirePlain(name, path);
  const one: Prepared = {
    name,
    path,
    draft: content === null ? undefined : join(folder, draftAs),
    backup: there && join(folder, `${draftAs}.was`),
    made,
    isApplied: false,
  };
  prepared.push(one);
  if (one.backup !== undefined) keep(path, one.backup);
  if (one.draft === undefined || content === null) return;
  if (there) createFile(one.draft, content, there.mode & 0o777, true);
  else createFile(one.draft, content);
}

function keep(path: string, backup: string): void {
  try {
    linkFile(path, backup);
  } catch (error) {
    // Not every file system has hard links.
    const code = systemErrorCode(error);
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK', 'EXDEV'].includes(code ?? '')) throw error;
    copyFile(path, backup);
  }
}

function takeBack(one: Prepared): void {
  if (!one.isApplied) return;
  one.isApplied = false;
  if (one.backup === undefined) removeFile(one.path);
  else moveFile(one.backup, one.path);
}

/** @throws UserError if anything but a plain file is there */
function requirePlain(name: string, path: string): Stats | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined || stats.isFile()) return stats;
  const what = stats.isSymbolicLink() ? 'a link' : stats.isDirectory() ? 'a folder' : 'not a plain file';
  throw new UserError(`${name} is ${what}, which is not written to`, 'nothing was changed; move it out of the way');
}

/** Whether a folder is below the root, with no link on the way. */
function isPlainFolder(root: string, folder: string): boolean {
  if (folder === root) return true;
  if (!folder.startsWith(root + sep) || !isPlainFolder(root, dirname(folder))) return false;
  return lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Folders whose litter was looked for, by this process. */
const swept = new Set<string>();

/** Removes what processes that are gone have left in a folder. */
function removeLitter(folder: string): void {
  if (swept.has(folder)) return;
  swept.add(folder);
  for (const child of readdirSync(folder, { withFileTypes: true })) {
    const pid = draftName.exec(child.name)?.[1];
    if (pid !== undefined && child.isFile() && !isRunning(Number(pid))) removeFile(join(folder, child.name));
  }
}

/**
 * Removes what processes that are gone have left beside files, wherever that was.
 * @param root absolute path
 * @param names paths of files from there
 */
export function sweepDrafts(root: string, names: readonly string[]): void {
  for (const name of names) {
    const pid = draftName.exec(name.slice(name.lastIndexOf('/') + 1))?.[1];
    if (pid === undefined || isRunning(Number(pid)) || !isPlainFolder(root, dirname(join(root, name)))) continue;
    removeFile(join(root, name));
  }
}

/** Removes folders that hold nothing, outwards; the root stays. */
function removeEmptyFolders(root: string, start: string): void {
  for (let folder = start; folder.startsWith(root + sep) && removeEmptyFolder(folder); folder = dirname(folder));
}

/**
 * Removes what a process that was killed has left beside files.
 * @param root absolute path
 * @param names paths of the files from there
 * @param token the one it had
 */
export function removeDrafts(root: string, names: readonly string[], token: string): void {
  for (const folder of new Set(names.map((name) => dirname(join(root, name))))) {
    if (!isPlainFolder(root, folder)) continue;
    for (const child of readdirSync(folder)) {
      if (draftName.test(child) && child.startsWith(`.flagwright-${token}-`)) removeFile(join(folder, child));
    }
    removeEmptyFolders(root, folder);
  }
}
