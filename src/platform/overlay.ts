import type { FileEntry, FileTree } from './file-tree.ts';
import { UnreadableFileError } from './file-tree.ts';
import { toBytes } from './memory-tree.ts';
import { compareEntries } from './sorted-entries.ts';

/**
 * `base` as it would be with some files written (strings become UTF-8) or removed (`null`). Nothing is written.
 * Changed files have no stamp; the others keep theirs.
 */
export function overlay(base: FileTree, changes: ReadonlyMap<string, Uint8Array | string | null>): FileTree {
  const written = new Map<string, Uint8Array>();
  for (const [path, content] of changes) if (content !== null) written.set(path, toBytes(content));
  return {
    async list(folder) {
      const prefix = folder === '' ? '' : `${folder}/`;
      const entries: FileEntry[] = (await base.list(folder)).filter((entry) => !changes.has(entry.path));
      for (const [path, content] of written) {
        if (path.startsWith(prefix)) entries.push({ path, kind: 'file', size: content.length });
      }
      return entries.sort(compareEntries);
    },
    async read(path, maxSize) {
      const content = written.get(path);
      if (content !== undefined) return content;
      if (changes.has(path)) throw new UnreadableFileError('no such file or directory');
      return base.read(path, maxSize);
    },
  };
}
