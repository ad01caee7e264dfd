import type { Uncommitted } from '../audit/made-changes.ts';
import type { Git } from '../git/git.ts';
import type { RawChange } from '../git/raw-log.ts';
import { canonicalText } from '../meaning/canonical.ts';
import { UnreadableFileError, type FileEntry } from '../platform/file-tree.ts';
import { decodeDocument } from '../source/decode.ts';
import { maxFileSize } from '../source/document.ts';
import type { Host } from './host.ts';

export const nothingUncommitted: Uncommitted = { changes: [], meanings: new Map() };

/** What the working tree has that a commit has not, and the other way round. */
export async function uncommittedSince(host: Host, git: Git, commit: string): Promise<Uncommitted> {
  const paths = await git.changedFiles(commit);
  if (paths.length === 0) return nothingUncommitted;
  const entries = async (list: Promise<readonly FileEntry[]>): Promise<ReadonlyMap<string, FileEntry>> =>
    new Map((await list).map((entry) => [entry.path, entry]));
  const [before, after] = [await entries(git.tree(commit).list('')), await entries(host.tree.list(''))];
  const meanings = new Map<string, string>();
  const changes: RawChange[] = [];
  for (const path of paths) {
    const [was, is] = [before.get(path), after.get(path)];
    const oid = `in the working tree ${path}`;
    changes.push({
      path,
      before: was && { kind: was.kind, oid: was.stamp ?? '' },
      after: is && { kind: is.kind, oid },
    });
    const text = is?.kind === 'file' && path.endsWith('.yaml') ? await meaningOf(host, path) : undefined;
    if (text !== undefined) meanings.set(oid, text);
  }
  return { changes, meanings };
}

async function meaningOf(host: Host, path: string): Promise<string | undefined> {
  try {
    const { value, problems } = decodeDocument(path, await host.tree.read(path, maxFileSize));
    return problems.length === 0 ? canonicalText(value) : undefined;
  } catch (error) {
    if (error instanceof UnreadableFileError) return undefined;
    throw error;
  }
}
