import type { FileEntry, FileTree } from './file-tree.ts';
import { UnreadableFileError } from './file-tree.ts';
import { compareEntries, entriesBelow } from './sorted-entries.ts';

/**
 * A file tree of given contents (strings become UTF-8), for tests and for what comes from standard input.
 * `others` are entries that are not files and cannot be read. No entry has a stamp.
 */
export function memoryTree(
  files: Readonly<Record<string, string | Uint8Array>>,
  others: Readonly<Record<string, 'link' | 'submodule' | 'unreadable'>> = {},
): FileTree {
  const contents = new Map<string, Uint8Array>();
  for (const [path, content] of Object.entries(files)) contents.set(path, toBytes(content));
  const entries: FileEntry[] = [];
  for (const [path, content] of contents) entries.push({ path, kind: 'file', size: content.length });
  for (const [path, kind] of Object.entries(others)) entries.push({ path, kind, size: 0 });
  entries.sort(compareEntries);
  return {
    async list(folder) {
      return entriesBelow(entries, folder);
    },
    async read(path) {
      const content = contents.get(path);
      if (content === undefined) throw new UnreadableFileError('no such file or directory');
      return content;
    },
  };
}

/** A text as UTF-8; bytes stay as they are. */
export function toBytes(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? Buffer.from(content) : content;
}
