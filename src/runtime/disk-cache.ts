import { randomBytes } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { lstat, mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Cache, CacheEntry } from './cache.ts';
import { formatEntry, parseEntry } from './cache.ts';
import { mostBytes } from './file-source.ts';
import { codeOf } from './http-get.ts';
import { pathFrom } from './option-checks.ts';

/**
 * A file that keeps the last snapshot, so that a service that starts while its source is away has flags. One a service: the
 * file is replaced in one step, and only its owner may read it.
 * @param path of the file; its folder is made
 * @throws TypeError if it is not a path
 */
export function disk(path: string): Cache {
  const place = pathFrom(path, 'disk');
  const name = `disk ${basename(place)}`;
  const failed = (doing: string, error: unknown): Error => new Error(`${name} cannot be ${doing}: ${codeOf(error)}`, { cause: error }); // prettier-ignore
  return {
    name,
    level: 'disk',
    async read() {
      let stored: string;
      try {
        stored = await readPlainFile(place);
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return undefined;
        throw failed('read', error);
      }
      return parseEntry(stored);
    },
    async write(_, entry: CacheEntry) {
      const beside = `${place}.${randomBytes(6).toString('hex')}.new`;
      try {
        await mkdir(dirname(place), { recursive: true });
        if (await isNoFile(place)) throw new Error('not a file');
        await writeWhole(beside, formatEntry(entry));
        await rename(beside, place);
      } catch (error) {
        await rm(beside, { force: true }).catch(() => {});
        throw failed('written', error);
      }
    },
  };
}

/** @throws Error unless it is a plain file: what a link leads to belongs to somebody else */
async function readPlainFile(place: string): Promise<string> {
  const isFine = (stats: Stats): boolean => stats.isFile() && stats.size <= mostBytes;
  // Without O_NONBLOCK, opening a pipe would wait for a writer. Windows has none of these flags, and asks for the name first.
  if (!isFine(await lstat(place))) throw new Error('not a plain file');
  const handle = await open(place, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    if (!isFine(await handle.stat())) throw new Error('not a plain file');
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

/** Whether a device, a pipe or a socket is there: to replace it would take it from everybody else. */
async function isNoFile(place: string): Promise<boolean> {
  try {
    const stats = await lstat(place);
    return !stats.isFile() && !stats.isSymbolicLink();
  } catch {
    return false;
  }
}

/** Writes a new file, and does not return before it is on the disk. */
async function writeWhole(place: string, text: string): Promise<void> {
  const handle = await open(place, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
