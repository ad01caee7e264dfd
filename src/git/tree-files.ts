import { streamGit, type GitOptions } from './git-process.ts';
import { readRawChange, type RawChange } from './raw-log.ts';

const NUL = 0;
const TAB = 9;

/**
 * The files of a commit, as changes against nothing.
 * @param isWanted which paths are told
 * @param paths only files at or below these; empty for all
 * @throws GitError if there is no such commit
 */
export async function treeFiles(
  commit: string,
  isWanted: (path: string) => boolean,
  paths: readonly string[],
  options: Pick<GitOptions, 'cwd' | 'env' | 'signal'>,
): Promise<RawChange[]> {
  const found: RawChange[] = [];
  let rest: Buffer = Buffer.alloc(0);
  const args = [
    'ls-tree',
    '-r',
    '-z',
    '--full-tree',
    '--end-of-options',
    commit,
    ...(paths.length > 0 ? ['--', ...paths] : []),
  ];
  for await (const chunk of streamGit(args, options)) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(NUL); end >= 0; start = end + 1, end = bytes.indexOf(NUL, start)) {
      // `<mode> <type> <id><tab><path>`
      const tab = bytes.indexOf(TAB, start);
      const [mode = '', , oid = ''] = bytes.toString('latin1', start, tab).split(' ');
      const file = readRawChange(`:000000 ${mode} - ${oid}`, bytes.subarray(tab + 1, end));
      if (isWanted(file.path)) found.push(file);
    }
    rest = bytes.subarray(start);
  }
  return found;
}
