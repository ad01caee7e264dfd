import { afterAll, describe, expect, it } from 'vitest';
import { differences, everythingBelow } from './support/everything-below.ts';
import { commits, files, kindsOf, others, workshop, type FaultRow } from './support/fault-rows.ts';
import { isWhole, someOf } from './support/depth.ts';
import { canFault, faultLibrary, runProgram, twoAtATime, type FaultLibrary } from './support/fault-run.ts';

/** `npm run test:faults` fills the disk at every write of every command; the tests of every day leave out some commands. */
const { demo, ...quick } = others;
const rows: readonly FaultRow[] = [
  commits.rollback,
  ...Object.values(files),
  ...Object.values(quick),
  ...(isWhole ? [commits.disable, commits.rollout, commits.extend, demo] : []),
];
const timeout = 30 * 60_000;

const { make, copy, remove, removeAll } = workshop();
let library: FaultLibrary | undefined;

afterAll(() => {
  library?.remove();
  removeAll();
});

const withoutTokens = (text: string): string => text.replace(/\d+-[0-9a-f]{32}/g, 'TOKEN');

describe.skipIf(!canFault)('no space on the disk from each write on (needs Linux and cc)', () => {
  it.each(rows)('$name: done, or nothing is changed and the way out is said', { timeout }, async (row) => {
    library ??= faultLibrary();
    const { run } = library;
    const { path, env } = make(row);
    /** With what git says of the index, in which dates and inodes differ. */
    const look = async (folder: string): Promise<Map<string, string>> => {
      const staged = await runProgram('git', ['ls-files', '--stage'], folder, env);
      return everythingBelow(folder).set('what is staged', staged.stdout);
    };
    const start = await look(path);
    const done = copy(path);
    const whole = await run(done, row.args, env, { kind: 'full', at: 0 });
    expect([whole.code, whole.stderr]).toEqual([0, expect.not.stringContaining('error')]);
    const end = await look(done);
    const answer = whole.stdout.replaceAll(done, 'HERE');
    const wrong: { way: string; message: string }[] = [];
    let refused = 0;

    const writes = someOf(whole.calls.map((_, at) => at + 1));
    await twoAtATime(writes, async (at) => {
      const full = copy(path);
      const { code, stdout, stderr, calls } = await run(full, row.args, env, { kind: 'full', at });
      const way = `no space from ${withoutTokens(calls[at - 1] ?? '')} on`;
      const note = (message: string): void => void wrong.push({ way, message });
      const state = await look(full);
      if (code === 0) {
        const left = differences(end, state);
        if (left.length > 0) note(`it ended with 0, and this is not as it should be: ${left.join(', ')}`);
        if (stdout.replaceAll(full, 'HERE') !== answer) note('it ended with 0 and another answer');
      } else {
        refused++;
        const [error = ''] = /^error: .*/m.exec(stderr) ?? [stderr.split('\n')[0]];
        const said = withoutTokens(error.replaceAll(full, 'HERE'));
        const left = differences(start, state);
        if (code !== 2) note(`it ended with ${code}: ${said}`);
        if (!/^error: [^]*\nhelp: .+/.test(stderr)) note(`it did not say what to do: ${said}`);
        if (!/no space|space left|free some space/i.test(stderr)) note(`it did not speak of space: ${said}`);
        if (/^\s+at .*:\d+:\d+\)?$/m.test(stderr)) note(`it showed a stack: ${said}`);
        if (left.length > 0) note(`left behind or changed: ${left.join(', ')}; it said: ${said}`);
      }
      remove(full);
    });
    for (const one of [path, done]) remove(one);
    process.stdout.write(
      `disk table: ${row.name}: full at each of ${writes.length} writes, ${refused} refused, ${wrong.length} wrong\n`,
    );
    expect(kindsOf(wrong)).toEqual([]);
  });
});
