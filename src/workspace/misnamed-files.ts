import type { FileEntry, FileTree } from '../platform/file-tree.ts';
import { memberOf } from '../project/membership.ts';

/** A file that nobody reads, though its name is nearly that of a file of the project. */
export interface MisnamedFile {
  /** From the root of the tree. */
  readonly file: string;
  /** What it would be read as; without folders. */
  readonly name: string;
}

/**
 * Files of a listing that a project in this folder would read if they ended in `.yaml`: `x.flag.yml`, `x.flag.yaml.txt`.
 * Where the project has its owners, systems or policy, a file such as `policy.yml` is another tool's.
 */
export function misnamedFiles(entries: readonly FileEntry[], folder: string): MisnamedFile[] {
  return entries.flatMap(({ path }) => {
    if (path.endsWith('.yaml')) return [];
    const right = path.replace(/\.ya?ml(?:\.txt)?$/i, '.yaml');
    const member = right === path ? undefined : memberOf(folder, right);
    if (!member) return [];
    const isOthers = ['owners', 'systems', 'policy'].includes(member.kind);
    if (isOthers && entries.some((entry) => entry.path === right)) return [];
    return [{ file: path, name: right.slice(right.lastIndexOf('/') + 1) }];
  });
}

/** A tree, and what it was last asked to list. Listing takes a good part of the time of a command, so it is done once. */
export function notedListing(tree: FileTree): { readonly tree: FileTree; readonly listed: () => readonly FileEntry[] } {
  let listed: readonly FileEntry[] = [];
  return {
    tree: {
      list: async (folder) => (listed = await tree.list(folder)),
      read: (path, maxSize) => tree.read(path, maxSize),
    },
    listed: () => listed,
  };
}
