import type { CatFileBatch } from './cat-file.ts';
import type { FileEntry, FileTree } from './file-tree.ts';
import { UnreadableFileError } from './file-tree.ts';
import type { GitOptions } from './git-process.ts';
import { runGit } from './git-process.ts';
import { compareEntries, entriesBelow } from './sorted-entries.ts';

interface Listing {
  readonly entries: readonly FileEntry[];
  readonly byPath: ReadonlyMap<string, FileEntry>;
}

/**
 * The files of a commit, read straight from the repository: a checkout is neither needed nor made. Its files are
 * listed once, at the first call; what the working tree leaves out (`node_modules`) is left out here too.
 *
 * @param commit id of a commit or tree
 * @param blobs where contents are read from; may be shared
 * @throws GitError from `list` and `read` if there is no such commit
 */
export function commitTree(
  commit: string,
  options: Pick<GitOptions, 'cwd' | 'env' | 'signal'>,
  blobs: CatFileBatch,
): FileTree {
  let listing: Promise<Listing> | undefined;
  const listed = (): Promise<Listing> => (listing ??= listCommit(commit, options));
  return {
    async list(folder) {
      return entriesBelow((await listed()).entries, folder);
    },
    async read(path) {
      const entry = (await listed()).byPath.get(path);
      // The stamp of a file is the id of its content.
      const oid = entry?.stamp;
      if (oid === undefined) throw new UnreadableFileError(whyNotRead(path, entry));
      const object = await blobs.read(oid);
      if (object === undefined) throw new UnreadableFileError(`its content ${oid} is missing from the repository`);
      return object.content;
    },
  };
}

async function listCommit(commit: string, options: Pick<GitOptions, 'cwd' | 'env' | 'signal'>): Promise<Listing> {
  const args = ['ls-tree', '-r', '-z', '-l', '--full-tree', '--end-of-options', commit];
  const { stdout } = await runGit(args, options);
  const entries: FileEntry[] = [];
  for (let start = 0, end = stdout.indexOf(0); end >= 0; start = end + 1, end = stdout.indexOf(0, start)) {
    const record = stdout.toString('utf8', start, end);
    // `<mode> <type> <id> <size or -><tab><path>`
    const tab = record.indexOf('\t');
    const [mode, , oid = '', size] = record.slice(0, tab).split(/ +/);
    const path = record.slice(tab + 1);
    if (path.startsWith('node_modules/') || path.includes('/node_modules/')) continue;
    if (path.includes('\uFFFD') && !isExact(record, stdout.subarray(start, end))) {
      entries.push({ path, kind: 'unreadable', size: 0 });
    } else if (mode === '160000') {
      entries.push({ path, kind: 'submodule', size: 0 });
    } else if (mode === '120000') {
      entries.push({ path, kind: 'link', size: 0 });
    } else {
      // Git says BAD for the size of a blob that it does not have.
      entries.push({ path, kind: 'file', size: Number(size) || 0, stamp: oid });
    }
  }
  return { entries: entries.sort(compareEntries), byPath: new Map(entries.map((entry) => [entry.path, entry])) };
}

/** Whether decoding lost nothing: a name may hold U+FFFD itself, or bytes that are no UTF-8. */
function isExact(text: string, bytes: Buffer): boolean {
  return Buffer.from(text).equals(bytes);
}

function whyNotRead(path: string, entry: FileEntry | undefined): string {
  if (entry?.kind === 'link') return `"${path}" is a symbolic link, which is not followed`;
  if (entry?.kind === 'submodule') return `"${path}" is another git repository`;
  if (entry?.kind === 'unreadable') return 'its name is not UTF-8';
  return 'no such file or directory';
}
