import { lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, parse, sep } from 'node:path';
import { UserError } from '../diagnostic/user-error.ts';
import { makeFolder, removeEmptyFolder } from './disk-writer.ts';
import { isDraft, prepareFiles } from './file-changes.ts';
import { readPlainFile } from './plain-file.ts';
import { writeError } from './write-error.ts';

/** A folder that a tool fills by itself, again and again. */
export interface OwnedFolder {
  /** Absolute path. */
  readonly path: string;
  /** Absolute path below which no link is followed. */
  readonly root: string;
  /** The file by which the tool knows its own folder, at the top of it, and how it begins. */
  readonly mark: string;
  readonly markStart: string;
  /** Whether a path in the folder is one of those that the tool makes. */
  readonly isOwn: (path: string) => boolean;
}

/** What writing a folder came to: numbers of files. */
export interface FolderChanges {
  readonly written: number;
  readonly removed: number;
  readonly same: number;
}

/** In bytes: a file that is larger is written without being compared. */
const largest = 64 * 1024 * 1024;

/**
 * Makes a folder hold exactly these files, all or nothing: those that are the same are left alone, and those that the tool
 * made once and makes no more are removed.
 * @param files content by path from the folder; one of them is the mark
 * @throws UserError if the folder holds something else, is reached through a link, or cannot be written; nothing is changed then
 */
export function fillFolder(folder: OwnedFolder, files: ReadonlyMap<string, string>): FolderChanges {
  const made: string[] = [];
  try {
    const path = placeOf(folder);
    const present = filesIn(path);
    requireOwn(folder, path, present);
    makeWay(path, made);
    const changed = new Map<string, string | null>();
    // The mark goes first: what is half written is known as ours.
    for (const name of [folder.mark, ...files.keys()]) {
      if (changed.has(name) || (present.has(name) && isSame(join(path, name), files.get(name)!))) continue;
      changed.set(name, files.get(name)!);
    }
    const written = changed.size;
    for (const name of present) if (!files.has(name)) changed.set(name, null);
    const changes = prepareFiles(path, changed);
    changes.apply();
    changes.finish();
    return { written, removed: changed.size - written, same: files.size - written };
  } catch (error) {
    for (const one of made.toReversed()) removeEmptyFolder(one);
    throw writeError(folder.path, error, 'choose another place with --output');
  }
}

/** Where the folder really is: links on the way are followed up to the root, and none from there on. */
function placeOf({ path, root }: OwnedFolder): string {
  const { root: top } = parse(path);
  let real = top;
  for (const part of path.slice(top.length).split(sep)) {
    const next = join(real, part);
    const isLink = lstatSync(next, { throwIfNoEntry: false })?.isSymbolicLink() === true;
    if (isLink && `${real}${sep}`.startsWith(root.endsWith(sep) ? root : root + sep)) {
      const help = 'a link inside the project is not followed; choose another place with --output';
      throw new UserError(`${path} leads through a link`, help);
    }
    real = isLink ? realpathSync(next) : next;
  }
  return real;
}

/** Makes the folders that lead to a path, one by one: where none can be made, Node would try for ever to make all. */
function makeWay(path: string, made: string[]): void {
  const missing: string[] = [];
  for (let at = path; lstatSync(at, { throwIfNoEntry: false }) === undefined; at = dirname(at)) missing.push(at);
  for (const one of missing.toReversed()) {
    makeFolder(one);
    made.push(one);
  }
}

/** Paths of all that is in a folder but what writing it has left; a link or an empty folder is one as well. */
function filesIn(path: string): ReadonlySet<string> {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return new Set();
  if (!stats.isDirectory()) throw new UserError(`${path} is not a folder`, 'choose another place with --output');
  const found = new Set<string>();
  const pending = [''];
  for (let below = pending.pop(); below !== undefined; below = pending.pop()) {
    for (const entry of readdirSync(join(path, below), { withFileTypes: true })) {
      const name = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) pending.push(name);
      else if (!isDraft(entry.name)) found.add(entry.isFile() ? name : `${name} (not a file)`);
    }
  }
  return found;
}

/** @param real where the folder really is */
function requireOwn({ path, mark, markStart, isOwn }: OwnedFolder, real: string, present: ReadonlySet<string>): void {
  if (present.size === 0) return;
  const isMarked =
    present.has(mark) && readPlainFile(join(real, mark), { maxSize: largest }).toString('utf8').startsWith(markStart);
  const others = isMarked ? [...present].filter((name) => !isOwn(name)).sort() : [...present].sort();
  if (others.length === 0) return;
  const named = `${others.slice(0, 3).join(', ')}${others.length > 3 ? ` and ${others.length - 3} more` : ''}`;
  throw new UserError(
    `${path} holds something else: ${named}`,
    'nothing was changed; name an empty or a new folder with --output',
  );
}

function isSame(path: string, content: string): boolean {
  const bytes = Buffer.from(content);
  return bytes.length <= largest && lstatSync(path).size === bytes.length && readPlainFile(path, { maxSize: largest }).equals(bytes); // prettier-ignore
}
