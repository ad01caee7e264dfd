// How long it takes to find flags in code, beside `git grep` for the same keys in the same files, and whether all are found.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { measure } from './measure.js';
import { SETTLED, countFrom, env, flagwright, inFolder, machine, node, output, print } from './stage.js';
import { ratioTable, resultTable } from './table.js';

const { values: options } = parseArgs({
  options: {
    lines: { type: 'string', default: '100000' },
    flags: { type: 'string', default: '500' },
    quick: { type: 'boolean', default: false },
  },
});
const lines = countFrom('lines', options.lines, 10_000);
const flags = countFrom('flags', options.flags, 10);

const RUNS = options.quick ? 3 : 11;
/** Milliseconds of processor time to search all of it. */
const GOAL = 700;
const PLANTED = 1000;
const LINES_A_FILE = 100;

/** Numbers that are the same in every run. */
function random(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >> 8) % below;
  };
}

const key = (index) => `team-${index % 17}-feature-${index}`;
const used = [
  (name) => `  if (await client.getBooleanValue('${name}', false)) start();`,
  (name) => `  // ${name} goes when everybody has it`,
  (name) => `  const state = flags["${name}"];`,
];
const missed = [
  (name) => `  const other = '${name}-old';`,
  (name) => `  const other = 'my-${name}';`,
  (name) => `  const other = '${name}x';`,
];
const usual = [
  '  const total = items.reduce((sum, item) => sum + item.price * item.count, 0);',
  '  return { status: 200, body: JSON.stringify(result), headers: { "content-type": "application/json" } };',
  '',
  '  for (const [index, value] of values.entries()) if (value.isReady()) queue.push({ index, value });',
  '}',
  '  logger.info("payment was accepted", { id: payment.id, amount: payment.amount });',
];

/** A repository of flags and code: so many references and as many near misses among other lines. */
function writeRepository(work) {
  const at = random(22);
  const code = Array.from({ length: lines }, () => usual[at(usual.length)]);
  const step = Math.floor(lines / PLANTED / 2);
  for (let index = 0; index < PLANTED; index++) {
    code[2 * index * step] = used[at(used.length)](key(at(flags)));
    code[(2 * index + 1) * step] = missed[at(missed.length)](key(at(flags)));
  }
  const files = {
    'flags/flagwright.yaml':
      'version: 1\nenvironments: { production: {} }\ncode: { include: ["../src/**"], aliases: [camelCase] }\n',
  };
  files['flags/owners.yaml'] = 'teams: { shop: { members: [ada@example.com] } }\n';
  const body =
    'description: A flag of the benchmark.\ntype: ops\nowner: shop\ncreated: 2026-08-03\nreview: { every: 180d }\nenvironments: {}\n';
  for (let index = 0; index < flags; index++) files[`flags/${key(index)}.flag.yaml`] = body;
  for (let from = 0; from < lines; from += LINES_A_FILE) {
    files[`src/part-${Math.floor(from / 2000)}/module-${from}.ts`] =
      `${code.slice(from, from + LINES_A_FILE).join('\n')}\n`;
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(work, path, '..'), { recursive: true });
    writeFileSync(join(work, path), text);
  }
  writeFileSync(join(work, '.git-keys'), Array.from({ length: flags }, (_, index) => `${key(index)}\n`).join(''));
  output(work, 'git', 'init', '--quiet');
  output(work, 'git', 'add', 'flags', 'src');
}

await inFolder(async (work) => {
  print(`${machine()}, ${RUNS} runs each in turns`);
  writeRepository(work);
  const cwd = join(work, 'flags');
  await sleep(SETTLED);
  const report = JSON.parse(output(cwd, node, flagwright, 'usage', '--json'));
  const found = report.flags.reduce((sum, { references }) => sum + references.length, 0);
  print(
    `${lines.toLocaleString('en')} lines in ${report.summary.files} files, ${flags} flags: ${found} of ${PLANTED} references found, ${found === PLANTED ? 'and no near miss' : 'WRONG'}`,
  );
  if (found !== PLANTED) process.exitCode = 1;
  const forget = () => rmSync(join(work, '.git', 'flagwright'), { recursive: true, force: true });
  const results = await measure([
    { name: '--version', argv: [node, flagwright, '--version'], cwd, env, runs: RUNS },
    { name: 'usage', argv: [node, flagwright, 'usage', '--json'], cwd, env, runs: RUNS, before: forget },
    { name: 'usage, again', argv: [node, flagwright, 'usage', '--json'], cwd, env, runs: RUNS },
    { name: 'lint', argv: [node, flagwright, 'lint', '--quiet'], cwd, env, runs: RUNS, before: forget },
    { name: 'lint, again', argv: [node, flagwright, 'lint', '--quiet'], cwd, env, runs: RUNS },
    { name: 'usage FLAG', argv: [node, flagwright, 'usage', key(0), '--json'], cwd, env, runs: RUNS },
    {
      name: 'git grep, all keys',
      argv: ['git', 'grep', '-n', '-w', '-F', '-f', join(work, '.git-keys'), '--', '../src'],
      cwd,
      env,
      runs: RUNS,
    },
    {
      name: 'git grep, one key',
      argv: ['git', 'grep', '-n', '-w', '-F', '-e', key(0), '--', '../src'],
      cwd,
      env,
      runs: RUNS,
    },
  ]);
  print(resultTable(results.values()));
  print();
  print(
    ratioTable(results, [
      { what: 'usage', against: 'git grep, all keys' },
      { what: 'usage, again', against: 'usage' },
      { what: 'lint, again', against: 'lint' },
      { what: 'usage FLAG', against: 'git grep, one key' },
    ]),
  );
  const { cpu } = results.get('usage');
  print(`\nusage: ${cpu.toFixed(0)} ms of CPU, goal ${GOAL} ms: ${cpu <= GOAL ? 'met' : 'MISSED'}`);
});
