// How long the dependency graph of a large project takes, beside graphlib, and `flagwright impact` beside `--version`.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, devNull, platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { TODAY } from './corpus-plan.js';
import { measure, runOnce } from './measure.js';
import { ratioTable, resultTable } from './table.js';

const { values: options } = parseArgs({
  options: { flags: { type: 'string', default: '10000' }, quick: { type: 'boolean', default: false } },
});
const flags = Number(options.flags);
if (!Number.isInteger(flags) || flags < 100) throw new TypeError('--flags takes a number from 100');

const RUNS = options.quick ? 5 : 15;
const GRAPH_GOAL = 50;
const IMPACT_GOAL = 300;
const SETTLED = 2200;

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const node = process.execPath;
const flagwright = here('../bin/flagwright.js');
const env = { FLAGWRIGHT_NOW: TODAY, GIT_CONFIG_GLOBAL: devNull, GIT_CONFIG_NOSYSTEM: '1' };
const work = mkdtempSync(join(tmpdir(), 'flagwright-bench-'));
const print = (text = '') => process.stdout.write(`${text}\n`);

function verdict(milliseconds, goal) {
  return `${milliseconds.toFixed(0)} ms, goal ${goal} ms: ${milliseconds <= goal ? 'met' : 'MISSED'}`;
}

/** Each probe runs in processes of its own, bundled as the tool is; what it says are milliseconds by step. */
async function ofGraph() {
  const probe = join(work, 'probe.mjs');
  await build({
    entryPoints: [here('./graph-probe.js')],
    outfile: probe,
    bundle: true,
    format: 'esm',
    platform: 'node',
    minify: true,
    logLevel: 'error',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  for (const shape of ['layers', 'chain']) {
    print(
      `${flags.toLocaleString('en')} flags, ${shape === 'chain' ? 'each needs the one before' : 'each needs three before it'}`,
    );
    for (const contender of ['flagwright', 'graphlib']) {
      const said = Array.from({ length: options.quick ? 3 : 7 }, () =>
        JSON.parse(execFileSync(node, [probe, contender, shape, `${flags}`], { encoding: 'utf8' })),
      );
      // The quickest: whatever else the machine did can only have made it slower.
      const { total, failure, ...steps } = said.sort((a, b) => a.total - b.total)[0];
      const shown = Object.entries(steps).map(([step, ms]) => `${step} ${ms.toFixed(1)}`);
      const judged = contender === 'flagwright' ? verdict(total, GRAPH_GOAL) : `${total.toFixed(0)} ms`;
      print(`  ${contender.padEnd(11)}${shown.join(', ').padEnd(48)}${failure ?? judged}`);
    }
  }
}

async function ofImpact() {
  const dir = join(work, 'project');
  execFileSync(node, [here('./corpus.js'), dir, '--flags', `${flags}`]);
  execFileSync('git', ['init', '--quiet'], { cwd: dir, env: { ...process.env, ...env } });
  const lint = await runOnce({ argv: [node, flagwright, 'lint'], cwd: dir, env });
  if (lint.code !== 0) throw new Error(`lint ended with ${lint.code}: ${lint.said}`);
  const listed = execFileSync(node, [flagwright, 'list', '--json'], {
    cwd: dir,
    env: { ...process.env, ...env },
    maxBuffer: 1e9,
  });
  const key = JSON.parse(listed).flags.find((one) => one.key.endsWith('-00002')).key;
  await sleep(SETTLED);
  const results = await measure([
    { name: '--version', argv: [node, flagwright, '--version'], env, runs: RUNS },
    { name: 'lint, warm', argv: [node, flagwright, 'lint'], cwd: dir, env, runs: RUNS },
    { name: 'impact, warm', argv: [node, flagwright, 'impact', key], cwd: dir, env, runs: RUNS },
  ]);
  print(`\nThe dependents of ${key}`);
  print(resultTable(results.values()));
  print(ratioTable(results, [{ what: 'impact, warm', against: 'lint, warm' }]));
  const more = results.get('impact, warm').wall - results.get('--version').wall;
  print(`impact, over --version: ${verdict(more, IMPACT_GOAL)}`);
}

try {
  print(`Node ${process.version}, ${platform()}, ${cpus().length} x ${cpus()[0]?.model.trim() ?? 'unknown'}\n`);
  writeFileSync(join(work, 'package.json'), '{"type":"module"}\n');
  await ofGraph();
  const { code } = await runOnce({ argv: [node, flagwright, '--version'], env });
  if (code === 0) await ofImpact();
  else print('\nflagwright is not built (npm run build): impact is not measured.');
} finally {
  rmSync(work, { recursive: true, force: true });
}
