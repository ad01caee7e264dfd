// How long reading history takes, beside plain git. See README.md for the options.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { FOLDER } from './history-folder.js';
import { measure } from './measure.js';
import { env, flagwright, inFolder, makeHistory, node, output, print, progress } from './stage.js';
import { duration, ratioTable, resultTable } from './table.js';

const { values: options } = parseArgs({
  options: {
    commits: { type: 'string', default: '20000' },
    flags: { type: 'string', default: '1000' },
    others: { type: 'string', default: '0' },
    quick: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
});
const RUNS = options.quick ? 3 : 7;
const SHORT_RUNS = options.quick ? 5 : 21;
const SLOW_RUNS = options.quick ? 1 : 3;
/** Milliseconds that a flag's history may take more after ten new commits. */
const NEW_COMMITS_GOAL = 120;
/** Milliseconds for a flag at a commit, and for a diff of 200 files. */
const READING_GOAL = 500;

/** The same history twice: without a policy, and with one that every commit passes. */
function makeRepositories(work) {
  progress('making the repositories');
  const [dir, governed] = [join(work, 'repository'), join(work, 'governed')];
  makeHistory(dir, options, '--others', options.others);
  makeHistory(governed, options, '--others', options.others, '--policy');
  return { dir, governed };
}

function facts(dir) {
  const git = (...args) => output(dir, 'git', ...args).trim();
  const log = git('log', '--first-parent', '-n', '400', '--name-only', '--diff-filter=M', '--format=', '--', FOLDER);
  const key = log.match(/([^/\n]+)\.flag\.yaml/)?.[1];
  // As many commits back as change about 200 files.
  const changing = git('rev-list', '--first-parent', '-n', '225', 'HEAD', '--', FOLDER).split('\n');
  return { key, base: changing.at(-1) };
}

await inFolder(async (work) => {
  const { dir, governed } = makeRepositories(work);
  const { key, base } = facts(dir);
  const cwd = join(dir, FOLDER);
  const ours = (...args) => ({ argv: [node, flagwright, ...args], cwd, env });
  const underPolicy = (...args) => ({ ...ours(...args), cwd: join(governed, FOLDER) });
  const kept = join(dir, '.git', 'flagwright');
  const forget = () => rmSync(kept, { recursive: true, force: true });
  const forgetOnly = (start) => () => {
    for (const name of readdirSync(kept)) if (name.startsWith(start)) rmSync(join(kept, name));
  };
  // An index of ten commits ago, and what was found out about the flag before.
  const forgetTen = () => {
    forgetOnly('history')();
    output(cwd, node, flagwright, 'history', key, '--at', 'HEAD~10');
  };
  const results = await measure(
    [
      { name: 'node -e 0', argv: [node, '-e', '0'], runs: SHORT_RUNS },
      { name: 'git log --raw', argv: ['git', 'log', '--raw'], cwd: dir, env, runs: RUNS },
      { ...ours('history', key), name: 'first index', runs: RUNS, before: forget },
      { ...ours('history', key), name: 'history, first look', runs: RUNS, before: forgetOnly('meanings') },
      { ...ours('history', key), name: 'history', runs: SHORT_RUNS },
      { ...ours('blame', key), name: 'blame', runs: RUNS },
      { ...ours('history', key), name: 'after ten new commits', runs: RUNS, before: forgetTen },
      { ...ours('history', key, '--at', 'HEAD~5000'), name: 'history --at 5,000 commits ago', runs: RUNS },
      { ...ours('show', key, '--at', base), name: 'show --at, first look', runs: RUNS, before: forgetOnly('past') },
      { ...ours('show', key, '--at', base), name: 'show --at', runs: RUNS },
      { ...ours('diff', `${base}..HEAD`), name: 'diff of 200 files', runs: RUNS },
      { ...ours('audit'), name: 'audit', runs: SLOW_RUNS },
      { ...ours('audit', 'verify'), name: 'audit verify', runs: SLOW_RUNS },
      { ...underPolicy('audit', 'verify'), name: 'audit verify, with a policy', runs: SLOW_RUNS },
      { ...underPolicy('policy', 'check', 'HEAD~1..HEAD'), name: 'policy check, one commit', runs: RUNS },
      { ...underPolicy('policy', 'check', 'HEAD~200..HEAD'), name: 'policy check, 200 commits', runs: RUNS },
    ],
    progress,
  );
  progress('');
  const others = Number(options.others) > 0 ? ` beside ${options.others} other files` : '';
  print(`${options.flags} flags × ${options.commits} commits${others}\n`);
  print(resultTable(results.values()));
  for (const { name, failure } of results.values()) if (failure) print(`\n  ${name} FAILED: ${failure.slice(0, 800)}`);
  print();
  print(
    ratioTable(results, [
      { what: 'first index', against: 'git log --raw', goal: 1.5 },
      { what: 'history', against: 'node -e 0', goal: 3 },
      { what: 'history, first look', against: 'node -e 0' },
      { what: 'blame', against: 'node -e 0' },
      { what: 'audit', against: 'git log --raw' },
      { what: 'audit verify, with a policy', against: 'audit verify', goal: 1.3 },
      { what: 'policy check, one commit', against: 'audit verify, with a policy', goal: 0.1 },
    ]),
  );
  const extra = results.get('after ten new commits').wall - results.get('history').wall;
  print(
    `  ten new commits cost ${duration(extra)}, goal ${NEW_COMMITS_GOAL} ms: ${extra <= NEW_COMMITS_GOAL ? 'met' : 'missed'}`,
  );
  for (const name of ['show --at, first look', 'show --at', 'diff of 200 files']) {
    const { wall } = results.get(name);
    print(`  ${name} ${duration(wall)}, goal ${READING_GOAL} ms: ${wall <= READING_GOAL ? 'met' : 'missed'}`);
  }
}, options.keep);
