import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { program, runProgram, type Ended } from './fault-run.ts';
import type { RepositoryState } from './repository-state.ts';

/** What somebody may do in a repository in which a process was killed. */
export const actions = [
  'rm index.lock',
  'git status',
  'git commit -a',
  'git commit',
  'git stash',
  'git checkout .',
  'flagwright status',
  'a change command',
] as const;

export type Action = (typeof actions)[number];

/** The change that was killed. */
export interface KilledChange {
  /** Ids of contents by path: before the change, and with all of it. */
  readonly before: ReadonlyMap<string, string>;
  readonly after: ReadonlyMap<string, string>;
  /** Whether it makes a commit, which is all or nothing; files alone are each as before or as wanted. */
  readonly commits: boolean;
  /** Staged and untracked files of somebody's own. */
  readonly others: ReadonlyMap<string, string>;
}

/** What has been seen since the kill. */
export interface Seen {
  /** The commit checked out once had all of the change. */
  readonly landed: boolean;
  /** Somebody was told that a change was interrupted: by Flagwright, by git's refusal, or by a lock that had to go. */
  readonly told: boolean;
}

/** Another flag than those of the changes. */
const changeCommand = ['reviewed', 'payment-api-v1', '--commit'];

/** Does one of these in a repository. */
export async function act(action: Action, path: string, env: Readonly<Record<string, string>>): Promise<Ended> {
  const git = (...args: string[]): Promise<Ended> => runProgram('git', args, path, env);
  const flagwright = (...args: string[]): Promise<Ended> => runProgram(process.execPath, [program, ...args], path, env);
  switch (action) {
    case 'rm index.lock':
      rmSync(join(path, '.git/index.lock'), { force: true });
      return { code: 0, stdout: '', stderr: '' };
    case 'git status':
      return git('status');
    case 'git commit -a':
      return git('commit', '-a', '-m', 'Something else');
    case 'git commit':
      return git('commit', '-m', 'What is staged');
    case 'git stash':
      return git('stash');
    case 'git checkout .':
      return git('checkout', '.');
    case 'flagwright status':
      return flagwright('status');
    case 'a change command':
      return flagwright(...changeCommand);
  }
}

export function seenAfterKill(change: KilledChange, state: RepositoryState): Seen {
  return { landed: hasAll(state.committed, change.after), told: false };
}

export function seenAfter(
  change: KilledChange,
  seen: Seen,
  action: Action,
  before: RepositoryState,
  ended: Ended,
  after: RepositoryState,
): Seen {
  const isWarned = action.startsWith('flagwright') || action === 'a change command' ? before.hasJournal : false;
  const refused = ended.code !== 0 && /\.lock': File exists/.test(ended.stderr);
  const removed = action === 'rm index.lock' && before.hasIndexLock;
  return {
    landed: seen.landed || hasAll(after.committed, change.after),
    told: seen.told || isWarned || refused || removed,
  };
}

/** What is wrong with a state that the kill alone has left; empty if nothing is. */
export function wrongAfterKill(change: KilledChange, state: RepositoryState): string[] {
  const seen = seenAfterKill(change, state);
  return [...wrongContents(change, state), ...wrongIfLanded(change, seen, state), ...wrongHalves(change, seen, state)];
}

/** What is wrong with a state that an action has led to; empty if nothing is. */
export function wrongAfter(
  change: KilledChange,
  seen: Seen,
  action: Action,
  before: RepositoryState,
  ended: Ended,
  after: RepositoryState,
): string[] {
  const wrong = [
    ...wrongContents(change, after),
    ...wrongIfLanded(change, seen, after),
    ...wrongHalves(change, seen, after),
  ];
  const isOurs = action === 'flagwright status' || action === 'a change command';
  if (!isOurs) return wrong;
  if (ended.code !== 0 && ended.code !== 1) wrong.push(`it ended with ${ended.code}: ${errorIn(ended)}`);
  if (before.hasJournal && !/was interrupted before it was complete/.test(ended.stderr)) {
    wrong.push('it did not say that a change was interrupted');
  }
  if (action === 'flagwright status') {
    if (before.hasJournal && !/interrupted/.test(ended.stdout.split('\n').slice(0, 3).join('\n'))) {
      wrong.push('the status did not begin with the interrupted change');
    }
    return wrong;
  }
  if (after.left.length > 0) wrong.push(`left behind: ${after.left.join(', ')}`);
  return [...wrong, ...wrongAccount(change, before, ended, after)];
}

/** The first line of what it complained of. */
function errorIn({ stderr }: Ended): string {
  return (/^error: .*/m.exec(stderr)?.[0] ?? stderr.split('\n')[0] ?? '').replaceAll(/\/\S+\/(?=\.git\/)/g, '');
}

/** Whether what the change command said became of the interrupted one is so. */
function wrongAccount(change: KilledChange, before: RepositoryState, ended: Ended, after: RepositoryState): string[] {
  const said =
    /note: the interrupted change ".*?" (was complete|was staged; it is finished|was undone|was not committed)/;
  const outcome = said.exec(ended.stderr)?.[1];
  if (before.hasJournal && outcome === undefined)
    return [`it did not say what became of the change: ${errorIn(ended)}`];
  const isThere = hasAll(after.committed, change.after);
  if (outcome?.startsWith('was complete') || outcome?.startsWith('was staged')) {
    return isThere ? [] : [`it said "${outcome}", and the commit does not have it`];
  }
  if (outcome !== 'was undone') return [];
  return isThere || hasAll(after.index, change.after) ? ['it said "was undone", and the change is there'] : [];
}

/** Every file is as before or as wanted; what somebody else had is somewhere. */
function wrongContents(change: KilledChange, state: RepositoryState): string[] {
  const wrong: string[] = [];
  const places = { commit: state.committed, index: state.index, 'working tree': state.files };
  for (const [name, contents] of Object.entries(places)) {
    for (const [path, wanted] of change.after) {
      const id = contents.get(path);
      if (id !== wanted && id !== change.before.get(path)) wrong.push(`${path} is neither old nor new in the ${name}`);
    }
  }
  for (const [path, id] of change.others) {
    const isSomewhere = Object.values(places).some((contents) => contents.get(path) === id);
    if (!isSomewhere && state.stash === '') wrong.push(`${path}, of somebody else, is lost`);
  }
  return wrong;
}

/** A change that was committed stays, in the commit, the index and the files. */
function wrongIfLanded(change: KilledChange, { landed }: Seen, state: RepositoryState): string[] {
  if (!landed) return [];
  const places = { commit: state.committed, index: state.index, 'working tree': state.files };
  return Object.entries(places).flatMap(([name, contents]) =>
    hasAll(contents, change.after) ? [] : [`the change was committed, and the ${name} takes it back`],
  );
}

/** Nobody commits a half of it without having been told. */
function wrongHalves(change: KilledChange, { told }: Seen, { committed }: RepositoryState): string[] {
  if (!change.commits || told) return [];
  const isHalf = !hasAll(committed, change.after) && !hasAll(committed, change.before);
  return isHalf ? ['a half of the change was committed, and nobody was told'] : [];
}

function hasAll(contents: ReadonlyMap<string, string>, wanted: ReadonlyMap<string, string>): boolean {
  return [...wanted].every(([path, id]) => contents.get(path) === id);
}
