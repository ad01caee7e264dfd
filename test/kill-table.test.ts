import { afterAll, describe, expect, it } from 'vitest';
import { commits, files, kindsOf, others, workshop, type FaultRow } from './support/fault-rows.ts';
import { isWhole, someOf } from './support/depth.ts';
import { canFault, faultLibrary, program, runProgram, twoAtATime, type FaultLibrary } from './support/fault-run.ts';
import {
  act,
  actions,
  seenAfter,
  seenAfterKill,
  wrongAfter,
  wrongAfterKill,
  type Action,
  type KilledChange,
  type Seen,
} from './support/kill-table.ts';
import { stateOf, type RepositoryState } from './support/repository-state.ts';

/**
 * `npm run test:faults` does every pair of actions after every kill of every command; the tests of every day kill the
 * command that changes two files in one commit, and of the second actions do those that commit.
 */
const rows: readonly FaultRow[] = isWhole ? [...Object.values(commits), ...Object.values(files)] : [commits.rollback];
const second: readonly Action[] = isWhole ? actions : ['git commit -a', 'a change command'];
const timeout = 30 * 60_000;

const { make, copy, remove, removeAll } = workshop();
let library: FaultLibrary | undefined;

afterAll(() => {
  library?.remove();
  removeAll();
});

/** A state that can be reached, with a copy of the repository in it and the way that led there. */
interface Reached {
  readonly path: string;
  readonly state: RepositoryState;
  readonly seen: Seen;
  readonly way: string;
}

/** The first of those that are the same; copies of the others are removed. */
function distinct(reached: readonly Reached[]): Reached[] {
  const first = new Map<string, Reached>();
  for (const one of reached) {
    const key = `${one.state.key} ${one.seen.landed} ${one.seen.told}`;
    if (first.has(key)) remove(one.path);
    else first.set(key, one);
  }
  return [...first.values()];
}

describe.skipIf(!canFault)('killed before each system call that writes (needs Linux and cc)', () => {
  it.each(rows)('$name: nothing is taken back silently', { timeout }, async (row) => {
    library ??= faultLibrary();
    const { run } = library;
    const { path, env, others } = make(row);
    const start = await stateOf(path, env);
    const done = copy(path);
    const whole = await run(done, row.args, env, { kind: 'kill', at: 0 });
    expect([whole.code, whole.stderr]).toEqual([0, '']);
    const end = await stateOf(done, env);
    expect(end.left).toEqual([]);
    const changed = [...end.files].filter(([name, id]) => start.files.get(name) !== id);
    expect(changed.length).toBeGreaterThan(0);
    const change: KilledChange = {
      before: new Map(changed.map(([name]) => [name, start.files.get(name) ?? ''])),
      after: new Map(changed),
      commits: start.head !== end.head,
      others,
    };
    const wrong: { way: string; message: string }[] = [];
    const note = (way: string, messages: readonly string[]): void => {
      wrong.push(...messages.map((message) => ({ way, message })));
    };

    const kill = async (at: number): Promise<Reached> => {
      const killed = copy(path);
      const { code, calls, isFaulty } = await run(killed, row.args, env, { kind: 'kill', at });
      expect([code, isFaulty]).toEqual([undefined, true]);
      const state = await stateOf(killed, env);
      const way = `killed before ${calls.at(-1)?.replace(/\d+-[0-9a-f]{32}/g, 'TOKEN')}`;
      note(way, wrongAfterKill(change, state));
      return { path: killed, state, seen: seenAfterKill(change, state), way };
    };
    const follow = async (one: Reached, action: Action): Promise<Reached> => {
      const followed = copy(one.path);
      const ended = await act(action, followed, env);
      const state = await stateOf(followed, env);
      const seen = seenAfter(change, one.seen, action, one.state, ended, state);
      const way = `${one.way}, ${action}`;
      note(way, wrongAfter(change, seen, action, one.state, ended, state));
      return { path: followed, state, seen, way };
    };
    const followAll = async (from: readonly Reached[], some: readonly Action[]): Promise<Reached[]> => {
      const steps = from.flatMap((one) => some.map((action) => [one, action] as const));
      return distinct(await twoAtATime(steps, ([one, action]) => follow(one, action)));
    };
    const kills = someOf(whole.calls.map((_, at) => at + 1));
    const states = distinct(await twoAtATime(kills, kill));
    const once = await followAll(states, actions);
    const twice = await followAll(once, second);
    await twoAtATime([...states, ...twice], async (one) => {
      const check = ['fsck', '--strict', '--no-dangling', '--no-progress'];
      const { stdout, stderr } = await runProgram('git', check, one.path, env);
      note(one.way, `${stdout}${stderr}` === '' ? [] : [`git fsck: ${stdout}${stderr}`]);
    });
    for (const one of [path, done, ...[...states, ...once, ...twice].map((reached) => reached.path)]) remove(one);

    const pairs = states.length * actions.length * second.length;
    const ends = `${once.length} states between, ${twice.length} at the end`;
    process.stdout.write(
      `kill table: ${row.name}: ${kills.length} kills, ${states.length} distinct states, ${pairs} pairs (${ends}), ${wrong.length} wrong\n`,
    );
    expect(kindsOf(wrong)).toEqual([]);
  });
});

/** What the system of locks of git itself leaves, and says how to remove. */
const isLockOfGit = (name: string): boolean => /^\.git\/(?:config|refs\/flagwright\/audit)\.lock$/.test(name);

describe.skipIf(!canFault || !isWhole)('killed at each system call of a command that makes no commit', () => {
  it.each<FaultRow>(Object.values(others))(
    '$name: can be run again, git goes on, nothing is left',
    { timeout },
    async (row) => {
      library ??= faultLibrary();
      const { run } = library;
      const { path, env } = make(row);
      const done = copy(path);
      const whole = await run(done, row.args, env, { kind: 'kill', at: 0 });
      expect(whole.code).toBe(0);
      const wrong: { way: string; message: string }[] = [];
      await twoAtATime(
        whole.calls.map((_, at) => at + 1),
        async (at) => {
          const place = copy(path);
          const { calls } = await run(place, row.args, env, { kind: 'kill', at });
          const way = `killed before ${calls[at - 1]?.replace(/\d+-[0-9a-f]{32}/g, 'TOKEN')}`;
          const note = (message: string): void => void wrong.push({ way, message });
          const commit = await runProgram('git', ['commit', '--quiet', '--allow-empty', '-m', 'Other'], place, env);
          if (commit.code !== 0) note(`git cannot commit: ${commit.stderr}`);
          const locks = (await stateOf(place, env)).left.filter(isLockOfGit);
          const again = await runProgram(process.execPath, [program, ...row.args], place, env);
          const isThere = /already|not empty/.test(again.stderr);
          if (again.code !== 0 && !isThere && locks.length === 0) note(`it cannot be run again: ${again.stderr}`);
          if (row.isEmpty !== true) {
            await runProgram(process.execPath, [program, 'reviewed', 'payment-api-v1', '--commit'], place, env);
            const left = (await stateOf(place, env)).left.filter((name) => !isLockOfGit(name));
            if (left.length > 0) note(`left behind: ${left.join(', ')}`);
          }
          remove(place);
        },
      );
      for (const one of [path, done]) remove(one);
      process.stdout.write(`kill table: ${row.name}: ${whole.calls.length} kills, run again, ${wrong.length} wrong\n`);
      expect(kindsOf(wrong)).toEqual([]);
    },
  );
});
