import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** All of a repository that people, git or Flagwright can see, without what differs between two runs. */
export interface RepositoryState {
  readonly head: string;
  readonly stash: string;
  /** Ids of contents by path, of the commit checked out. */
  readonly committed: ReadonlyMap<string, string>;
  readonly index: ReadonlyMap<string, string>;
  /** The same of files, drafts left out. */
  readonly files: ReadonlyMap<string, string>;
  /** What Flagwright or git have left behind: drafts, locks, folders, the journal. */
  readonly left: readonly string[];
  readonly hasJournal: boolean;
  readonly hasIndexLock: boolean;
  /** The same for equal states. */
  readonly key: string;
}

/** Ids of processes, and what nobody can guess. */
const tokens = /\d+-[0-9a-f]{32}/g;
const isLeft = /^(?:\.flagwright-|flagwright-)|flagwright-\d|\.lock$|\.over-/;

export async function stateOf(path: string, env: Readonly<Record<string, string>>): Promise<RepositoryState> {
  const git = async (...args: string[]): Promise<string[]> => {
    const { stdout } = await execute('git', ['--no-optional-locks', ...args], { cwd: path, env });
    return stdout.split('\0').slice(0, -1);
  };
  const [tree, staged] = await Promise.all([git('ls-tree', '-r', '-z', 'HEAD'), git('ls-files', '--stage', '-z')]);
  const files = new Map<string, string>();
  const left: string[] = [];
  for (const file of filesBelow(path)) {
    const name = relative(path, file);
    const base = file.slice(file.lastIndexOf('/') + 1);
    const isGits = name.startsWith('.git/');
    if (name.startsWith('.git/flagwright/') && !isLeft.test(base)) continue;
    if (isGits ? isLeft.test(base) || /^\.git\/flagwright-\d/.test(name) : base.startsWith('.flagwright-')) {
      left.push(name.replace(tokens, 'TOKEN'));
    } else if (!isGits) files.set(name, idOf(file));
  }
  for (const folder of readdirSync(join(path, '.git'))) {
    if (/^flagwright-\d/.test(folder)) left.push(`.git/${folder.replace(tokens, 'TOKEN')}/`);
  }
  const state = {
    head: readText(join(path, '.git/refs/heads/main')),
    stash: readText(join(path, '.git/refs/stash')),
    committed: new Map(tree.map((line) => entry(line, 2))),
    index: new Map(staged.map((line) => entry(line, 1))),
    files,
    left: left.sort(),
  };
  const journal = readText(join(path, '.git/flagwright-journal.json'));
  const text = JSON.stringify([
    state.head,
    state.stash,
    [...state.index],
    [...files],
    left,
    journal.replace(tokens, 'TOKEN').replace(/"pid":\d+/, ''),
  ]);
  return {
    ...state,
    hasJournal: left.includes('.git/flagwright-journal.json'),
    hasIndexLock: left.includes('.git/index.lock'),
    key: createHash('sha256').update(text).digest('hex').slice(0, 12),
  };
}

/** A line of `ls-tree` or `ls-files --stage` with its id at a place. */
function entry(line: string, place: number): [path: string, id: string] {
  const [about = '', path = ''] = line.split('\t');
  return [path, about.split(' ')[place] ?? ''];
}

/** As git names a content. */
function idOf(file: string): string {
  const stats = lstatSync(file);
  const content = stats.isSymbolicLink() ? Buffer.from(readlinkSync(file)) : readFileSync(file);
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}

/** Paths of all files and links, in order; contents of git's store of objects left out. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((child) => {
      const path = join(folder, child.name);
      if (!child.isDirectory()) return path;
      return child.name === 'objects' && folder.endsWith('/.git') ? [] : filesBelow(path);
    });
}
