import type { FileEntry, FileTree } from '../platform/file-tree.ts';
import type { Git } from '../git/git.ts';
import type { StoreFile } from '../project/record-store.ts';
import { findProjectIn } from '../workspace/find-project-in.ts';
import type { Host } from '../workspace/host.ts';

/** Opens the files below the git folder where other commands keep what they found out. */
export type OpenStores = NonNullable<Host['stores']>;

/**
 * What is kept from one commit to the next, in memory: a server does not write to the repository. It begins with what
 * other commands have left there.
 */
export function memoryStores(open: OpenStores | undefined): OpenStores {
  const kept = new Map<string, StoreFile>();
  return async () => {
    const onDisk = await open?.();
    return (name) => {
      const known = kept.get(name) ?? inMemory(onDisk?.(name));
      kept.set(name, known);
      return known;
    };
  };
}

function inMemory(onDisk: StoreFile | undefined): StoreFile {
  let bytes: Uint8Array | undefined;
  return {
    read: () => bytes ?? onDisk?.read(),
    write(pieces) {
      bytes = Buffer.concat(Array.from(pieces, (piece) => Uint8Array.from(piece)));
    },
    digest: (content) => {
      if (!onDisk) throw new Error('nothing is kept outside of a repository');
      return onDisk.digest(content);
    },
  };
}

/**
 * A host that looks at one commit.
 * @param project the folder given with `--project`, for a repository without a working tree
 * @throws UserError if the commit has no project there
 */
export async function commitHost(
  host: Host,
  git: Git,
  commit: string,
  { stores, project }: { readonly stores: OpenStores; readonly project: string | undefined },
): Promise<Host> {
  const tree = listedOnce(git.tree(commit));
  const folder = host.folder ?? (await findProjectIn(tree, project));
  return {
    ...host,
    tree,
    folder,
    at: commit,
    stores,
    store: async () => (await stores())(`serve-${folder}`),
  };
}

/** The same tree; each folder of it is listed by one process. */
function listedOnce(tree: FileTree): FileTree {
  const listed = new Map<string, Promise<readonly FileEntry[]>>();
  return {
    list(folder) {
      const known = listed.get(folder) ?? tree.list(folder);
      listed.set(folder, known);
      return known;
    },
    read: (path, maxSize) => tree.read(path, maxSize),
  };
}
