// How long the preview of a rollback takes on a long history, beside `--version`. See README.md for the options.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { FOLDER } from './history-folder.js';
import { measure, runOnce } from './measure.js';
import { SETTLED, env, flagwright, inFolder, makeHistory, node, output, print, progress } from './stage.js';
import { duration, resultTable } from './table.js';

const { values: options } = parseArgs({
  options: {
    commits: { type: 'string', default: '20000' },
    flags: { type: 'string', default: '1000' },
    quick: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
});
const RUNS = options.quick ? 7 : 21;
/** Milliseconds that a preview may take beyond `--version`. */
const GOAL = 300;
/** The flag that was changed last, and the one that most flags need. */
function flagsOf(dir) {
  const git = (...args) => output(dir, 'git', ...args);
  const log = git('log', '--first-parent', '-n', '400', '--name-only', '--diff-filter=M', '--format=', '--', FOLDER);
  const changed = log.match(/([^/\n]+)\.flag\.yaml/)?.[1];
  const present = new Set(git('ls-files', FOLDER).match(/[^/\n]+(?=\.flag\.yaml)/g));
  const counts = new Map();
  for (const [, key] of git('grep', '-h', '-A1', '-E', 'flag: ', '--', FOLDER).matchAll(/flag: ([\w-]+)/g)) {
    if (present.has(key)) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const needed = [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
  return { changed, needed };
}

await inFolder(async (work) => {
  const dir = join(work, 'repository');
  progress('making the repository');
  makeHistory(dir, options);
  const { changed, needed } = flagsOf(dir);
  const cwd = join(dir, FOLDER);
  const argv = (...args) => [node, flagwright, ...args];
  const preview = (key, ...args) => ({ argv: argv('rollback', key, '--env', 'production', ...args), cwd, env });
  const kept = join(dir, '.git', 'flagwright');
  const forgetLint = () => {
    for (const name of readdirSync(kept)) if (name.startsWith('lint')) rmSync(join(kept, name));
  };
  const lint = { argv: argv('lint'), cwd, env };
  await sleep(SETTLED);
  // The index of the history and the cache of lint are there, as after a day of work.
  for (const key of [changed, needed]) await runOnce(preview(key));
  await runOnce(lint);
  const results = await measure(
    [
      { name: '--version', argv: argv('--version'), runs: RUNS },
      { ...preview(changed), name: 'preview', runs: RUNS },
      { ...preview(needed), name: 'preview, many need it', runs: RUNS },
      { ...preview(needed, '--json'), name: 'preview, many need it, --json', runs: RUNS },
    ],
    progress,
  );
  const cold = await measure(
    [{ ...preview(changed), name: 'preview, nothing linted yet', runs: 3, before: forgetLint }],
    progress,
  );
  progress('');
  print(`${options.flags} flags × ${options.commits} commits: ${changed}, and ${needed}, which most need\n`);
  print(resultTable([...results.values(), ...cold.values()]));
  print();
  const floor = results.get('--version').wall;
  for (const { name, wall } of results.values()) {
    if (name === '--version') continue;
    const beyond = wall - floor;
    print(`  ${name}: ${duration(beyond)} beyond --version, goal ${GOAL} ms: ${beyond <= GOAL ? 'met' : 'missed'}`);
  }
}, options.keep);
