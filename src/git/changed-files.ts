import { createHash } from 'node:crypto';
import { lstatSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { filtersOff } from './filters.ts';
import type { GitResult } from './git-process.ts';
import { splitZ } from './git-process.ts';

type Run = (args: readonly string[], okCodes?: readonly number[], stdin?: string) => Promise<GitResult>;

/** Plumbing, unlike `git diff`, leaves the index alone: that would take its lock to note which files have not changed. */
const DIFF: readonly string[] = [
  'diff-index',
  '--raw',
  '-z',
  '--no-abbrev',
  '--no-renames',
  '--no-relative',
  '--no-ext-diff',
  '--ignore-submodules=dirty',
  '--end-of-options',
];

/** A file of the working tree whose content git has not looked at: its dates are others than in the index. */
interface Doubtful {
  readonly path: string;
  readonly mode: string;
  /** Of the content in the commit. */
  readonly oid: string;
}

/**
 * Paths that differ between a commit and the working tree, sorted by code units: deleted ones too, ignored ones not.
 * @param root absolute path of the top of the working tree
 * @param commit full id
 * @param untracked whether those that git does not know are among them
 */
export async function changedFiles(
  root: string,
  commit: string,
  untracked: boolean,
  run: Run,
): Promise<readonly string[]> {
  const off = filtersOff(run);
  const [differing, unknown] = await Promise.all([
    off.then((settings) => run([...settings, ...DIFF, commit, '--'])),
    untracked ? run(['ls-files', '-z', '--others', '--exclude-standard']) : undefined,
  ]);
  const { changed, doubtful } = readDiff(splitZ(differing.stdout));
  const names = [
    ...changed,
    ...(await changedContents(root, doubtful, await off, run)),
    // A nested repository that is not a submodule is shown as `folder/`.
    ...splitZ(unknown?.stdout ?? new Uint8Array()).map((name) => name.replace(/\/$/, '')),
  ];
  return [...new Set(names)].sort();
}

/** @param parts `:mode mode id id status` and a path in turn */
function readDiff(parts: readonly string[]): { changed: string[]; doubtful: Doubtful[] } {
  const changed: string[] = [];
  const doubtful: Doubtful[] = [];
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [meta = '', path = ''] = parts.slice(at, at + 2);
    const [before, mode = '', oid = '', now = ''] = meta.slice(1).split(' ');
    if (before === mode && /^0+$/.test(now) && /^1[02]/.test(mode)) doubtful.push({ path, mode, oid });
    else changed.push(path);
  }
  return { changed, doubtful };
}

async function changedContents(
  root: string,
  doubtful: readonly Doubtful[],
  settings: readonly string[],
  run: Run,
): Promise<string[]> {
  // Git would wait for whoever writes into a pipe.
  const [files, others] = parted(doubtful, ({ path, mode }) => !mode.startsWith('12') && isPlainFile(join(root, path)));
  const changed = others.filter(({ path, oid }) => linkId(join(root, path), oid.length) !== oid);
  if (files.length > 0) {
    // With line ends and the like as git would commit them. Exit code 128: one is gone meanwhile, and the rest unknown.
    const paths = files.map(({ path }) => quoted(path)).join('');
    const { stdout } = await run([...settings, 'hash-object', '--stdin-paths'], [0, 128], paths);
    const ids = stdout.toString('latin1').split('\n');
    changed.push(...files.filter(({ oid }, index) => ids[index] !== oid));
  }
  return changed.map(({ path }) => path);
}

function parted<T>(list: readonly T[], isWanted: (one: T) => boolean): [T[], T[]] {
  return [list.filter(isWanted), list.filter((one) => !isWanted(one))];
}

function isPlainFile(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;
  } catch {
    return false;
  }
}

/** The id that a symbolic link would be committed as; undefined if it is none. */
function linkId(path: string, length: number): string | undefined {
  try {
    const target = readlinkSync(path, { encoding: 'buffer' });
    const hash = createHash(length === 40 ? 'sha1' : 'sha256');
    return hash.update(`blob ${target.length}\0`).update(target).digest('hex');
  } catch {
    return undefined;
  }
}

/** A line of paths, in which git knows C's quoting. */
function quoted(path: string): string {
  if (!/^"|[\r\n]/.test(path)) return `${path}\n`;
  return `"${path.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r')}"\n`;
}
