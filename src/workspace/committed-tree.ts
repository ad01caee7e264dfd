import type { FileEntry, FileTree } from '../platform/file-tree.ts';
import type { Git } from '../git/git.ts';
import type { Host } from './host.ts';

/**
 * The files of a commit. Those that the working tree has unchanged are known by its stamps, so that what is kept
 * between runs serves for them; whatever is read is read from the commit, with its line ends. A folder is listed once.
 */
export function committedTree(host: Host, git: Git, commit: string): FileTree {
  const tree = git.tree(commit);
  if (host.at !== undefined || git.repository.root === undefined) return tree;
  // What git does not know is in no commit; a file of the commit that it no longer knows counts as deleted.
  const changes = git.changedFiles(commit, false).then((paths) => new Set(paths));
  // Until somebody lists a folder nobody waits for it.
  changes.catch(() => {});
  const list = async (folder: string): Promise<readonly FileEntry[]> => {
    const [committed, present, changed] = await Promise.all([tree.list(folder), host.tree.list(folder), changes]);
    const stamps = new Map(present.map(({ path, stamp }) => [path, changed.has(path) ? undefined : stamp]));
    return committed.map((entry) => ({ ...entry, stamp: stamps.get(entry.path) ?? entry.stamp }));
  };
  const listed = new Map<string, Promise<readonly FileEntry[]>>();
  return {
    list(folder) {
      const known = listed.get(folder) ?? list(folder);
      listed.set(folder, known);
      return known;
    },
    read: (path, maxSize) => tree.read(path, maxSize),
  };
}
