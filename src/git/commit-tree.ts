import type { CatFileBatch } from './cat-file.ts';
import type { FileEntry, FileTree } from '../platform/file-tree.ts';
import { FileTooLargeError, UnreadableFileError } from '../platform/file-tree.ts';
import type { GitOptions } from './git-process.ts';
import { runGit } from './git-process.ts';
import { compareEntries, entriesBelow } from '../platform/sorted-entries.ts';

interface Listing {
  readonly entries: readonly FileEntry[];
  readonly byPath: ReadonlyMap<string, FileEntry>;
}

/**
 * The files of a commit, read straight from the repository: a checkout is neither needed nor made. A folder is
 * listed once, when it is first needed; what the working tree leaves out (`node_modules`) is left out here too.
 * Sizes are not known before a file is read: git would have to look into every one, and a partial clone to fetch it.
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
  const listings = new Map<string, Promise<Listing>>();
  const listed = (folder: string): Promise<Listing> => {
    const known = listings.get('') ?? listings.get(folder);
    if (known !== undefined) return known;
    const listing = listCommit(commit, folder, options);
    listings.set(folder, listing);
    return listing;
  };
  const listingFor = (path: string): Promise<Listing> => {
    const covering = [...listings.keys()].find((folder) => folder === '' || path.startsWith(`${folder}/`));
    return listed(covering ?? '');
  };
  return {
    async list(folder) {
      return entriesBelow((await listed(folder)).entries, folder);
    },
    async read(path, maxSize) {
      const entry = (await listingFor(path)).byPath.get(path);
      // The stamp of a file is the id of its content.
      const oid = entry?.stamp;
      if (oid === undefined) throw new UnreadableFileError(whyNotRead(path, entry));
      const object = await blobs.read(oid, maxSize);
      // With a cause: there is such a file, unlike where a path leads to none.
      if (object === undefined) {
        throw new UnreadableFileError(`its content ${oid} is missing from the repository`, { cause: new Error(oid) });
      }
      if (maxSize !== undefined && object.size > maxSize) throw new FileTooLargeError(object.size);
      return object.content;
    },
  };
}

async function listCommit(
  commit: string,
  folder: string,
  options: Pick<GitOptions, 'cwd' | 'env' | 'signal'>,
): Promise<Listing> {
  // No path holds a NUL, and git would take an odd path for another one (`a//b`, `.`).
  const isPath = !folder.includes('\0') && !folder.split('/').some((name) => ['', '.', '..'].includes(name));
  const below = isPath ? ['--', `${folder}/`] : [];
  const args = ['ls-tree', '-r', '-z', '--full-tree', '--end-of-options', commit, ...below];
  const { stdout } = await runGit(args, options);
  const entries: FileEntry[] = [];
  for (let start = 0, end = stdout.indexOf(0); end >= 0; start = end + 1, end = stdout.indexOf(0, start)) {
    const record = stdout.toString('utf8', start, end);
    // `<mode> <type> <id><tab><path>`
    const tab = record.indexOf('\t');
    const [mode, , oid = ''] = record.slice(0, tab).split(' ');
    const path = record.slice(tab + 1);
    if (path.startsWith('node_modules/') || path.includes('/node_modules/')) continue;
    if (path.includes('\uFFFD') && !isExact(record, stdout.subarray(start, end))) {
      entries.push({ path, kind: 'unreadable', size: 0 });
    } else if (mode === '160000') {
      entries.push({ path, kind: 'submodule', size: 0 });
    } else if (mode === '120000') {
      entries.push({ path, kind: 'link', size: 0 });
    } else {
      entries.push({ path, kind: 'file', stamp: oid });
    }
  }
  entries.sort(compareEntries);
  return { entries, byPath: new Map(entries.map((entry) => [entry.path, entry])) };
}

/** Whether decoding lost nothing: a name may hold U+FFFD itself, or bytes that are not UTF-8. */
function isExact(text: string, bytes: Buffer): boolean {
  return Buffer.from(text).equals(bytes);
}

function whyNotRead(path: string, entry: FileEntry | undefined): string {
  if (entry?.kind === 'link') return `"${path}" is a symbolic link, which is not followed`;
  if (entry?.kind === 'submodule') return `"${path}" is another git repository`;
  if (entry?.kind === 'unreadable') return 'its name is not UTF-8';
  return 'no such file or directory';
}
