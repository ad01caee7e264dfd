import type { Git } from '../git/git.ts';
import type { HistoryOptions } from './history.ts';
import { append, folderAt, truncate, type IndexData } from './index-data.ts';
import { decodeIndex, encodeIndex } from './index-file.ts';
import { walkBack } from './walk.ts';

/** A stored index that reaches further on another branch is given up for as many commits, or for as many as are gained. */
const CHEAP = 500;

/**
 * The index of the first-parent chain of a commit. What is stored is used as far as both chains are the same, so it does
 * not matter which branch it was made on; only what is missing is read from git. The result is stored.
 * @param shallow full ids of the commits at which a shallow clone is cut off
 * @throws GitError if there is no such commit, or git cannot read one
 */
export async function loadIndex(
  git: Git,
  options: Pick<HistoryOptions, 'commit' | 'folder' | 'store' | 'onProgress'>,
  shallow: ReadonlySet<string>,
): Promise<IndexData> {
  const { folder } = options;
  const store = options.store?.(`history ${folder}`);
  // In a deepened clone the oldest commits are no longer what they were.
  const context = JSON.stringify([folder, [...shallow].sort()]);
  const stored = store && decodeIndex(store.read(), context, store.digest);
  const commit = await options.commit;
  const position = stored?.chain.indexOf(commit) ?? -1;
  if (stored && position >= 0 && folderAt(stored, position) === folder) return truncate(stored, position);

  const { data, kept } = await extend(git, { commit, folder, onProgress: options.onProgress }, stored);
  if (store) {
    const gained = data.chain.length - kept;
    const lost = (stored?.chain.length ?? 0) - kept;
    if (lost <= CHEAP || gained >= lost) store.write([encodeIndex(data, context, store.digest)]);
  }
  return data;
}

/** @returns the index, and how many commits of it were taken from the stored one */
async function extend(
  git: Git,
  start: { readonly commit: string } & Pick<HistoryOptions, 'folder' | 'onProgress'>,
  stored: IndexData | undefined,
): Promise<{ data: IndexData; kept: number }> {
  const { commit, folder, onProgress } = start;
  let met = -1;
  let read = 0;
  const known = (id: string): boolean => {
    onProgress?.(++read);
    const position = stored?.chain.indexOf(id) ?? -1;
    met = Math.max(met, position);
    return position >= 0;
  };
  const walk = await walkBack(git, commit, folder, known);
  if (stored === undefined || met < 0) return { data: append(undefined, walk), kept: 0 };
  // The project was elsewhere then: what is stored is the history of another one.
  if (folderAt(stored, met) !== walk.oldestFolder) return extend(git, start, undefined);
  return { data: append(truncate(stored, met), walk), kept: met + 1 };
}
