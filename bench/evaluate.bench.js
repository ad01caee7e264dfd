// How fast flags are compiled and evaluated: `node bench/evaluate.bench.js [--quick]`. Beside the engine of flagd, with
// the same flags in its format, where @openfeature/flagd-core is installed.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { median } from './measure.js';

const { values: options } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const ROUNDS = options.quick ? 3 : 15;
const CALLS = options.quick ? 50_000 : 200_000;
const COMPILED = 10_000;
const now = Date.UTC(2026, 9, 1);

const contexts = Array.from({ length: 1000 }, (_, i) => ({
  targetingKey: `user-${i}`,
  country: 'DE',
  appVersion: '2.3.0',
  email: `user-${i}@example.com`,
}));
const clauses = [
  { attribute: 'country', in: ['DE', 'FR', 'NL'] },
  { attribute: 'appVersion', semver: '>=2.1.0' },
  { attribute: 'email', endsWith: '@example.com' },
];
const logic = {
  and: [
    { in: [{ var: 'country' }, ['DE', 'FR', 'NL']] },
    { sem_ver: [{ var: 'appVersion' }, '>=', '2.1.0'] },
    { ends_with: [{ var: 'email' }, '@example.com'] },
  ],
};
const split = { fractional: [{ cat: [{ var: '$flagd.flagKey' }, { var: 'targetingKey' }] }, ['on', 25], ['off', 75]] };
const rule = { name: 'rule', when: { all: clauses }, serve: 'on' };

/** What is measured, in our format and as flagd's targeting. */
const CASES = [
  ['plain', { enabled: true }, undefined],
  ['three clauses', { enabled: true, rules: [rule], otherwise: 'off' }, { if: [logic, 'on', 'off'] }],
  ['25% split', { enabled: true, otherwise: { on: 25, off: 75 } }, split],
  [
    'three rules',
    {
      enabled: true,
      rules: [
        { name: 'a', when: { attribute: 'email', endsWith: '@example.org' }, serve: 'on' },
        { name: 'b', when: { attribute: 'plan', equals: 'pro' }, from: '2026-09-01', serve: 'on' },
        { name: 'c', when: { all: clauses }, serve: { on: 25, off: 75 } },
      ],
      otherwise: 'off',
    },
    undefined,
  ],
];
const [, targeted, targetedLogic] = CASES[1];

/** Each contender evaluates by key, and compiles flags from scratch. */
async function flagwright(folder) {
  const outfile = join(folder, 'evaluate.mjs');
  const entry = fileURLToPath(new URL('../src/evaluate/compile.ts', import.meta.url));
  await build({ entryPoints: [entry], outfile, bundle: true, format: 'esm', target: 'node20', logLevel: 'warning' });
  const { compileFlags } = await import(pathToFileURL(outfile).href);
  const load = (blocks) => {
    const flags = blocks.map(([key, block]) => ({ key, environments: { production: block } }));
    return compileFlags({ flags, environment: 'production' });
  };
  const evaluator = load(CASES);
  return {
    name: 'flagwright',
    evaluate: (key, context) => evaluator.evaluate(key, context, { now }).variant,
    // Compiling is lazy, so every flag is evaluated once.
    compile: (keys) =>
      load(keys.map((key) => [key, structuredClone(targeted)])).evaluateAll(contexts[0], { now }).length,
  };
}

async function flagd() {
  const library = await import('@openfeature/flagd-core').catch(() => undefined);
  if (library === undefined) return undefined;
  const { FlagdCore } = library;
  const load = (cases) => {
    const flag = (targeting) => ({
      state: 'ENABLED',
      variants: { on: true, off: false },
      defaultVariant: 'on',
      targeting,
    });
    const core = new FlagdCore();
    const flags = Object.fromEntries(cases.map(([key, , targeting]) => [key, flag(targeting ?? {})]));
    core.setConfigurations(JSON.stringify({ flags }));
    return core;
  };
  const core = load(CASES.filter(([name]) => name !== 'three rules'));
  const silent = { error() {}, warn() {}, info() {}, debug() {} };
  return {
    name: 'flagd-core',
    evaluate: (key, context) => core.resolveBooleanEvaluation(key, false, context, silent).variant,
    compile: (keys) => {
      const loaded = load(keys.map((key) => [key, undefined, targetedLogic]));
      return keys.filter((key) => loaded.resolveBooleanEvaluation(key, false, contexts[0], silent).value).length;
    },
  };
}

/** Wall and CPU time of some work, in ms, and what it gave. */
function time(work) {
  const cpu = process.cpuUsage();
  const begin = performance.now();
  const result = work();
  const wall = performance.now() - begin;
  const { user, system } = process.cpuUsage(cpu);
  return { wall, cpu: (user + system) / 1000, result };
}

/** How many of the contexts get `on`: the contenders must agree, and nothing can be optimised away. */
function countOn(evaluate, key) {
  let on = 0;
  for (let i = 0; i < CALLS; i++) if (evaluate(key, contexts[i % contexts.length]) === 'on') on++;
  return on;
}

const folder = mkdtempSync(join(tmpdir(), 'flagwright-bench-'));
try {
  const contenders = [await flagwright(folder), await flagd()].filter((contender) => contender !== undefined);
  const results = new Map();
  const note = (row, name, measured) => {
    const earlier = results.get(row) ?? [];
    results.set(row, [...earlier, { name, ...measured }]);
    if (earlier.some(({ result }) => result !== measured.result)) throw new Error(`the contenders differ: ${row}`);
  };
  const keys = Array.from({ length: COMPILED }, (_, i) => `flag-${i}`);
  for (let round = 0; round < ROUNDS; round++) {
    for (const { name, evaluate, compile } of contenders) {
      for (const [key, , targeting] of CASES) {
        if (name === 'flagwright' || key === 'plain' || targeting !== undefined) {
          note(
            key,
            name,
            time(() => countOn(evaluate, key)),
          );
        }
      }
      note(
        `compile ${COMPILED}`,
        name,
        time(() => compile(keys)),
      );
    }
  }
  const cells = (...texts) => `${texts.map((text, i) => text.padEnd([16, 12, 10, 10][i] ?? 0)).join('')}\n`;
  process.stdout.write(cells('', '', 'wall', 'CPU', ''));
  for (const [row, runs] of results) {
    for (const { name } of contenders) {
      const own = runs.filter((run) => run.name === name);
      if (own.length === 0) continue;
      const [wall, cpu] = [median(own.map((run) => run.wall)), median(own.map((run) => run.cpu))];
      const compiling = row.startsWith('compile');
      const shown = (ms) => (compiling ? `${ms.toFixed(0)} ms` : `${((ms * 1e6) / CALLS).toFixed(0)} ns`);
      const rate = `${(CALLS / cpu / 1000).toFixed(2)} M/s`;
      process.stdout.write(cells(row, name, shown(wall), shown(cpu), compiling ? `first ${shown(own[0].wall)}` : rate));
    }
  }
  if (contenders.length === 1)
    process.stdout.write('@openfeature/flagd-core is not installed: no peer to compare with\n');
} finally {
  rmSync(folder, { recursive: true });
}
