// How long it takes to find flags in code, beside `git grep` for the same keys in the same files, and whether all are found.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, devNull, platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { TODAY } from './corpus-plan.js';
import { measure } from './measure.js';
import { ratioTable, resultTable } from './table.js';

const { values: options } = parseArgs({
  options: {
    lines: { type: 'string', default: '100000' },
    flags: { type: 'string', default: '500' },
    quick: { type: 'boolean', default: false },
  },
});
const [lines, flags] = [Number(options.lines), Number(options.flags)];
if (!Number.isInteger(lines) || lines < 10_000) throw new TypeError('--lines takes a number from 10000');
if (!Number.isInteger(flags) || flags < 10) throw new TypeError('--flags takes a number from 10');

const RUNS = options.quick ? 3 : 11;
const GOAL = 700;
const PLANTED = 1000;
const LINES_A_FILE = 100;

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const flagwright = here('../bin/flagwright.js');
const env = { FLAGWRIGHT_NOW: TODAY, GIT_CONFIG_GLOBAL: devNull, GIT_CONFIG_NOSYSTEM: '1' };
const work = mkdtempSync(join(tmpdir(), 'flagwright-bench-'));
const print = (text = '') => process.stdout.write(`${text}\n`);

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
function writeRepository() {
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
  execFileSync('git', ['init', '--quiet'], { cwd: work, env: { ...process.env, ...env } });
  execFileSync('git', ['add', 'flags', 'src'], { cwd: work, env: { ...process.env, ...env } });
}

try {
  print(`${platform()}, ${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, ${RUNS} runs each in turns`);
  writeRepository();
  const said = execFileSync(process.execPath, [flagwright, 'usage', '--json'], {
    cwd: join(work, 'flags'),
    env: { ...process.env, ...env },
    maxBuffer: 1e9,
  });
  const report = JSON.parse(said);
  const found = report.flags.reduce((sum, { references }) => sum + references.length, 0);
  print(
    `${lines.toLocaleString('en')} lines in ${report.summary.files} files, ${flags} flags: ${found} of ${PLANTED} references found, ${found === PLANTED ? 'and no near miss' : 'WRONG'}`,
  );
  if (found !== PLANTED) process.exitCode = 1;
  const node = process.execPath;
  const cwd = join(work, 'flags');
  const results = await measure([
    { name: '--version', argv: [node, flagwright, '--version'], cwd, env, runs: RUNS },
    { name: 'usage', argv: [node, flagwright, 'usage', '--json'], cwd, env, runs: RUNS },
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
      { what: 'usage FLAG', against: 'git grep, one key' },
    ]),
  );
  const { wall } = results.get('usage');
  print(`\nusage: ${wall.toFixed(0)} ms, goal ${GOAL} ms: ${wall <= GOAL ? 'met' : 'MISSED'}`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
