import { GitError, streamGit, type GitOptions } from './git-process.ts';
import { readRawChange, type RawChange } from './raw-log.ts';

/** A commit to be compared with one of its parents; a root with nothing. */
export interface ParentPair {
  readonly commit: string;
  readonly parent: string | undefined;
}

const ARGS: readonly string[] = [
  'diff-tree',
  '--stdin',
  '--root',
  '--always',
  '--raw',
  '-r',
  '-z',
  '--full-index',
  '--no-abbrev',
  '--no-renames',
  '--no-relative',
  '--no-ext-diff',
  '--no-notes',
  '--ignore-submodules=none',
];

const NUL = 0;
const COLON = 58;

/**
 * What commits changed against their parents, one list for each pair, in their order, through one process.
 * @param isWanted which paths are told
 * @param paths only files at or below these; empty for all
 * @throws GitError if one of them is missing
 */
export async function parentChanges(
  pairs: readonly ParentPair[],
  isWanted: (path: string) => boolean,
  paths: readonly string[],
  options: Pick<GitOptions, 'cwd' | 'env' | 'signal'>,
): Promise<RawChange[][]> {
  if (pairs.length === 0) return [];
  const stdin = pairs.map(({ commit, parent }) => `${commit}${parent === undefined ? '' : ` ${parent}`}\n`).join('');
  const found: RawChange[][] = [];
  let rest: Buffer = Buffer.alloc(0);
  let meta: string | undefined;
  for await (const chunk of streamGit([...ARGS, '--', ...paths], { ...options, stdin })) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(NUL); end >= 0; start = end + 1, end = bytes.indexOf(NUL, start)) {
      if (meta !== undefined) {
        const changed = readRawChange(meta, bytes.subarray(start, end));
        if (isWanted(changed.path)) found.at(-1)?.push(changed);
        meta = undefined;
      } else if (bytes[start] === COLON) meta = bytes.toString('latin1', start, end);
      // Anything else is the id that goes before the changes of one pair. Git passes over what it does not know.
      else if (bytes.toString('latin1', start, end) === pairs[found.length]?.commit) found.push([]);
      else throw missing(pairs[found.length]);
    }
    rest = bytes.subarray(start);
  }
  if (found.length < pairs.length) throw missing(pairs[found.length]);
  return found;
}

function missing(pair: ParentPair | undefined): GitError {
  return new GitError(['diff-tree', pair?.commit ?? ''], 128, 'there is no such commit');
}
