import type { FileEntry, FileTree } from '../platform/file-tree.ts';
import { overlay } from '../platform/overlay.ts';

/** What is open in the editor, by its path in the tree. */
export type Buffers = ReadonlyMap<string, string>;

/** The files as the editor shows them: what is open takes the place of what is on the disk. */
export function bufferTree(disk: FileTree, buffers: Buffers): FileTree {
  return {
    list: (folder) => overlay(disk, buffers).list(folder),
    async read(path, maxSize) {
      const text = buffers.get(path);
      return text === undefined ? disk.read(path, maxSize) : Buffer.from(text);
    },
  };
}

/** Of a tree nothing but some of its files, which are known to be there. */
export function partOfTree(tree: FileTree, entries: readonly FileEntry[]): FileTree {
  return { list: async () => entries, read: (path, maxSize) => tree.read(path, maxSize) };
}
