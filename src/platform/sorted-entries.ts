import type { FileEntry } from './file-tree.ts';

/** The order of `FileTree.list`: code units of the path. Git's own order is of bytes, which differs beyond the BMP. */
export function compareEntries(a: FileEntry, b: FileEntry): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

/** The entries below a folder (`''` is the root), out of entries in code-unit order. */
export function entriesBelow(sorted: readonly FileEntry[], folder: string): readonly FileEntry[] {
  if (folder === '') return sorted;
  // All paths that begin with `folder/` lie between these two, since `0` is the code unit after `/`.
  return sorted.slice(firstFrom(sorted, `${folder}/`), firstFrom(sorted, `${folder}0`));
}

function firstFrom(sorted: readonly FileEntry[], path: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.path ?? '') < path) low = middle + 1;
    else high = middle;
  }
  return low;
}
