import { readFile, stat, watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import { promisify } from 'node:util';
import { pathFrom } from './option-checks.ts';
import type { Source } from './source.ts';

/** Larger than any snapshot: what is longer was not written by `flagwright export snapshot`. */
export const mostBytes = 64 * 1024 * 1024;

/**
 * A file that `flagwright export snapshot` wrote. It is watched: replace it in one step (write beside it, then rename), as
 * a file that is half written is refused and the held snapshot stays.
 * @throws TypeError if the path is not one
 */
export function file(path: string): Source {
  const place = pathFrom(path, 'file');
  const name = `file ${basename(place)}`;
  return {
    name,
    identity: `file ${place}`,
    async read({ tag }) {
      const { size, mtimeMs, ino } = await promisify(stat)(place);
      if (size > mostBytes) throw new Error(`${name} is too large to be a snapshot`);
      const now = `${size} ${mtimeMs} ${ino}`;
      return now === tag ? { unchanged: true } : { text: await promisify(readFile)(place, 'utf8'), tag: now };
    },
    watch(_, { announce, alive, lost }) {
      // The folder, as the file itself is another one after it was replaced.
      const watching = watch(dirname(place), { persistent: false }, (_event, changed) => {
        if (changed === null || changed === basename(place)) announce({});
      });
      watching.on('error', lost);
      alive();
      return () => watching.close();
    },
  };
}
