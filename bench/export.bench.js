// How long a large project takes to be exported, beside what loads the same flags.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, devNull, platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { TODAY } from './corpus-plan.js';
import { measure, runOnce } from './measure.js';
import { ratioTable, resultTable } from './table.js';

const { values: options } = parseArgs({
  options: { flags: { type: 'string', default: '10000' }, quick: { type: 'boolean', default: false } },
});
const flags = Number(options.flags);
if (!Number.isInteger(flags) || flags < 100) throw new TypeError('--flags takes a number from 100');

/** Milliseconds that an export may take beyond loading the flags. */
const GOAL = 1000;
const SETTLED = 2200;

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const node = process.execPath;
const flagwright = here('../bin/flagwright.js');
const env = { FLAGWRIGHT_NOW: TODAY, GIT_CONFIG_GLOBAL: devNull, GIT_CONFIG_NOSYSTEM: '1' };
const work = mkdtempSync(join(tmpdir(), 'flagwright-bench-'));
const print = (text = '') => process.stdout.write(`${text}\n`);
const runs = options.quick ? 3 : 7;

/** All flags, evaluated for nobody: reads and parses the same files. */
const load = 'evaluate, all flags';

const production = ['--env', 'production'];
const exports = {
  flagd: production,
  'flagd-k8s': production,
  snapshot: production,
  goff: [...production, '--allow-approximate', '--skip-unsupported'],
  flipt: [...production, '--allow-approximate', '--skip-unsupported'],
  'openfeature-manifest': [],
  types: [],
};

try {
  print(`Node ${process.version}, ${platform()}, ${cpus().length} x ${cpus()[0]?.model.trim() ?? 'unknown'}\n`);
  const dir = join(work, 'project');
  execFileSync(node, [here('./corpus.js'), dir, '--flags', `${flags}`]);
  const git = (...args) => execFileSync('git', args, { cwd: dir, env: { ...process.env, ...env } });
  git('init', '--quiet');
  git('add', '.');
  git('-c', 'user.name=Ada Example', '-c', 'user.email=ada@example.com', 'commit', '--quiet', '-m', 'All flags');
  const lint = await runOnce({ argv: [node, flagwright, 'lint'], cwd: dir, env });
  if (lint.code !== 0) throw new Error(`lint ended with ${lint.code}: ${lint.said}`);
  await sleep(SETTLED);
  const file = join(work, 'exported');
  const command = (name, ...args) => ({ name, argv: [node, flagwright, ...args], cwd: dir, env, runs });
  const results = await measure([
    command('lint, warm', 'lint'),
    command(load, 'evaluate', ...production, '--json', '--output', file),
    ...Object.entries(exports).map(([engine, args]) => command(engine, 'export', engine, ...args, '--output', file)),
  ]);
  print(`${flags.toLocaleString('en')} flags`);
  print(resultTable(results.values()));
  print(ratioTable(results, Object.keys(exports).map((what) => ({ what, against: load })))); // prettier-ignore
  for (const engine of Object.keys(exports)) {
    const [{ wall, cpu }, base] = [results.get(engine), results.get(load)];
    const [beyond, beyondCpu] = [wall - base.wall, cpu - base.cpu];
    const judged = beyond <= GOAL ? 'met' : beyondCpu <= GOAL ? 'missed by wall, met by CPU' : 'MISSED';
    print(
      `${engine.padEnd(20)}  beyond the load ${beyond.toFixed(0)} ms, CPU ${beyondCpu.toFixed(0)} ms, goal ${GOAL} ms: ${judged}`,
    );
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
