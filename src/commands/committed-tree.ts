import type { FileTree } from '../platform/file-tree.ts';
import type { Git } from '../platform/git.ts';
import type { Host } from './host.ts';

/**
 * The files of a commit. Those that the working tree has unchanged are known by its stamps, so that what is kept
 * between runs serves for them; whatever is read is read from the commit, with its line ends.
 */
export async function committedTree(host: Host, git: Git, commit: string): Promise<FileTree> {
  const tree = git.tree(commit);
  if (host.at !== undefined || git.repository.root === undefined) return tree;
  const changed = new Set(await git.changedFiles(commit));
  return {
    async list(folder) {
      const [committed, present] = await Promise.all([tree.list(folder), host.tree.list(folder)]);
      const stamps = new Map(present.map(({ path, stamp }) => [path, changed.has(path) ? undefined : stamp]));
      return committed.map((entry) => ({ ...entry, stamp: stamps.get(entry.path) ?? entry.stamp }));
    },
    read: (path, maxSize) => tree.read(path, maxSize),
  };
}
