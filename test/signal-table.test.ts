import { afterAll, describe, expect, it } from 'vitest';
import { commits, files, kindsOf, workshop, type FaultRow } from './support/fault-rows.ts';
import { isWhole, someOf } from './support/depth.ts';
import { canFault, faultLibrary, twoAtATime, type FaultLibrary, type Signal } from './support/fault-run.ts';
import { stateOf } from './support/repository-state.ts';

const signals: readonly Signal[] = ['SIGINT', 'SIGTERM', 'SIGHUP', 'Ctrl+C'];

/** `npm run test:faults` sends each signal at each write; the tests of every day take turns. */
const rows: readonly FaultRow[] = isWhole ? [commits.rollback, commits.rollout, files.fix] : [commits.rollout];
const timeout = 30 * 60_000;

const { make, copy, remove, removeAll } = workshop();
let library: FaultLibrary | undefined;

afterAll(() => {
  library?.remove();
  removeAll();
});

describe.skipIf(!canFault)('a signal before each system call that writes (needs Linux and cc)', () => {
  it.each(rows)('$name: as before or complete, and nothing is left', { timeout }, async (row) => {
    library ??= faultLibrary();
    const { run } = library;
    const { path, env } = make(row);
    const start = await stateOf(path, env);
    const done = copy(path);
    const whole = await run(done, row.args, env, { kind: 'SIGINT', at: 0 });
    expect(whole.code).toBe(0);
    const end = await stateOf(done, env);
    const wrong: { way: string; message: string }[] = [];
    const outcomes = { before: 0, complete: 0 };

    const runs = someOf(
      whole.calls.flatMap((_, at) =>
        (isWhole ? signals : signals.slice(at % signals.length).slice(0, 1)).map((signal) => ({ at: at + 1, signal })),
      ),
    );
    await twoAtATime(runs, async ({ at, signal }) => {
      const place = copy(path);
      const { code, stderr, calls } = await run(place, row.args, env, { kind: signal, at });
      const way = `${signal} before ${calls[at - 1]?.replace(/\d+-[0-9a-f]{32}/g, 'TOKEN')}`;
      const note = (message: string): void => void wrong.push({ way, message });
      const state = await stateOf(place, env);
      if (state.left.length > 0) note(`left behind: ${state.left.join(', ')}`);
      if (state.key === end.key) outcomes.complete++;
      else if (state.key === start.key) outcomes.before++;
      else if (state.left.length === 0) note('neither as before nor complete');
      // One that comes when all is done changes nothing.
      if (code !== 130 && !(code === 0 && state.key === end.key))
        note(`it ended with ${code}: ${stderr.split('\n')[0]}`);
      remove(place);
    });
    for (const one of [path, done]) remove(one);
    process.stdout.write(
      `signal table: ${row.name}: ${runs.length} signals, ${outcomes.before} as before, ${outcomes.complete} complete, ${wrong.length} wrong\n`,
    );
    expect(kindsOf(wrong)).toEqual([]);
  });
});
