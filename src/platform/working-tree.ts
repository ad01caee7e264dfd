import type { Dirent } from 'node:fs';
import { lstatSync, readdirSync } from 'node:fs';
import { sep } from 'node:path';
import type { FileEntry, FileTree } from './file-tree.ts';
import { UnreadableFileError } from './file-tree.ts';
import { readPlainFile } from './plain-file.ts';
import { compareEntries } from './sorted-entries.ts';
import { systemErrorCode, systemErrorText } from './system-error.ts';

/** Folders that are never part of a project: git's own, and installed packages. */
const LEFT_OUT: ReadonlySet<string> = new Set(['.git', 'node_modules']);

/** A file written this recently may be written again without its times changing, so its stamp proves nothing. */
const RACY_MS = 2000;

/**
 * The files below a folder of the disk. Symbolic links are listed, never followed; a folder that holds another git
 * repository is listed as `submodule` and not entered. Everything is read synchronously, which is several times
 * faster than promises for the many small files of a project.
 *
 * @param root absolute path
 * @param now the present in milliseconds, as the file system counts it; not the project's clock
 */
export function workingTree(root: string, now: () => number = Date.now): FileTree {
  /** Folders known to lie inside the tree with no link on the way. */
  const plainFolders = new Set(['']);

  /** @throws UnreadableFileError unless the folder is part of this tree */
  const requireFolder = (folder: string): void => {
    if (plainFolders.has(folder)) return;
    const segments = folder.split('/');
    let path = '';
    for (const segment of segments) {
      requireName(segment);
      path = path === '' ? segment : `${path}/${segment}`;
      if (plainFolders.has(path)) continue;
      const stats = lstatSync(`${root}/${path}`);
      if (stats.isSymbolicLink()) throw new UnreadableFileError(`"${path}" is a symbolic link, which is not followed`);
      if (!stats.isDirectory()) throw new UnreadableFileError(`"${path}" is not a folder`);
      if (exists(`${root}/${path}/.git`)) throw new UnreadableFileError(`"${path}" is another git repository`);
      plainFolders.add(path);
    }
  };

  return {
    async list(folder) {
      plainFolders.clear();
      plainFolders.add('');
      try {
        requireFolder(folder);
      } catch {
        return [];
      }
      return walk(root, folder, now() - RACY_MS, plainFolders);
    },
    async read(path, maxSize = Infinity) {
      try {
        const slash = path.lastIndexOf('/');
        requireName(path.slice(slash + 1));
        if (slash >= 0) requireFolder(path.slice(0, slash));
        return readPlainFile(`${root}/${path}`, { maxSize });
      } catch (error) {
        throw error instanceof UnreadableFileError
          ? error
          : new UnreadableFileError(systemErrorText(error), { cause: error });
      }
    },
  };
}

function walk(root: string, start: string, trustedBefore: number, plainFolders: Set<string>): FileEntry[] {
  const entries: FileEntry[] = [];
  const pending = [start];
  let doubtfulNames = false;
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    let children: Dirent[];
    try {
      children = readdirSync(`${root}/${folder}`, { withFileTypes: true });
    } catch (error) {
      // Gone since its parent was read, or it refuses us.
      if (!isGone(error)) entries.push({ path: folder, kind: 'unreadable', size: 0 });
      continue;
    }
    if (folder !== '' && children.some((child) => child.name === '.git')) {
      entries.push({ path: folder, kind: 'submodule', size: 0 });
      continue;
    }
    plainFolders.add(folder);
    const prefix = folder === '' ? '' : `${folder}/`;
    for (const child of children) {
      const path = prefix + child.name;
      if (child.name.includes('\uFFFD')) {
        // Perhaps bytes that are not UTF-8: then nothing exists under the name that they were decoded to.
        doubtfulNames = true;
        if (!exists(`${root}/${path}`)) {
          entries.push({ path, kind: 'unreadable', size: 0 });
          continue;
        }
      }
      if (child.isFile()) {
        const entry = fileEntry(root, path, trustedBefore);
        if (entry !== undefined) entries.push(entry);
      } else if (child.isDirectory()) {
        if (!LEFT_OUT.has(child.name)) pending.push(path);
      } else if (child.isSymbolicLink()) {
        entries.push({ path, kind: 'link', size: 0 });
      } else {
        entries.push({ path, kind: 'unreadable', size: 0 });
      }
    }
  }
  entries.sort(compareEntries);
  // Different bytes may have been decoded to one name.
  return doubtfulNames ? entries.filter((entry, i) => entry.path !== entries[i - 1]?.path) : entries;
}

function fileEntry(root: string, path: string, trustedBefore: number): FileEntry | undefined {
  try {
    const { ino, size, mtimeMs, ctimeMs } = lstatSync(`${root}/${path}`);
    // Times in the future prove as little as those of this moment.
    const stamp =
      mtimeMs < trustedBefore && ctimeMs < trustedBefore ? `${ino}-${size}-${mtimeMs}-${ctimeMs}` : undefined;
    return { path, kind: 'file', size, stamp };
  } catch (error) {
    return isGone(error) ? undefined : { path, kind: 'unreadable', size: 0 };
  }
}

function requireName(segment: string): void {
  const isName = segment !== '' && segment !== '.' && segment !== '..' && !(sep === '\\' && segment.includes(sep));
  if (!isName || segment.includes('\0')) throw new UnreadableFileError('it is not a path inside the project');
  if (LEFT_OUT.has(segment)) throw new UnreadableFileError(`what is named "${segment}" is left out`);
}

function exists(absolutePath: string): boolean {
  try {
    return lstatSync(absolutePath, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

function isGone(error: unknown): boolean {
  const code = systemErrorCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}
