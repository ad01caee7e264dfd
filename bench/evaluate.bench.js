// npm run bench:evaluate [-- --quick]: how fast flags are compiled and evaluated, beside flagd's own engine in
// JavaScript with the same flags in its format. Both run in this process, in turns, and have to give the same first.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { FlagdCore } from '@openfeature/flagd-core';
import { build } from 'esbuild';
import { median } from './measure.js';
import { ratioTable } from './table.js';

const { values: options } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const ROUNDS = options.quick ? 3 : 15;
const CALLS = options.quick ? 50_000 : 200_000;
const COMPILED = 10_000;
const COMPILING = `compile ${COMPILED} flags`;
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

/** Each contender evaluates by key; `prepare` gives what compiles flags of these keys from scratch and evaluates each once. */
async function flagwright(folder) {
  const outfile = join(folder, 'evaluate.mjs');
  const entry = fileURLToPath(new URL('../src/evaluate/compile.ts', import.meta.url));
  await build({ entryPoints: [entry], outfile, bundle: true, format: 'esm', target: 'node20', logLevel: 'warning' });
  const { compileFlags } = await import(pathToFileURL(outfile).href);
  const definition = ([key, block]) => ({ key, environments: { production: block } });
  const evaluator = compileFlags({ flags: CASES.map(definition), environment: 'production' });
  return {
    name: 'flagwright',
    evaluate: (key, context) => evaluator.evaluate(key, context, { now }).variant,
    prepare(keys) {
      const flags = keys.map((key) => definition([key, structuredClone(targeted)]));
      return () => compileFlags({ flags, environment: 'production' }).evaluateAll(contexts[0], { now }).length;
    },
  };
}

function flagd() {
  const silent = { error() {}, warn() {}, info() {}, debug() {} };
  const text = (cases) => {
    const flag = (targeting) => ({
      state: 'ENABLED',
      variants: { on: true, off: false },
      defaultVariant: 'on',
      targeting,
    });
    return JSON.stringify({
      flags: Object.fromEntries(cases.map(([key, , targeting]) => [key, flag(targeting ?? {})])),
    });
  };
  const load = (flags) => {
    const core = new FlagdCore();
    core.setConfigurations(flags);
    return core;
  };
  const core = load(text(CASES.filter(([name]) => name !== 'three rules')));
  return {
    name: 'flagd-core',
    evaluate: (key, context) => core.resolveBooleanEvaluation(key, false, context, silent).variant,
    prepare(keys) {
      const flags = text(keys.map((key) => [key, undefined, targetedLogic]));
      return () => {
        const loaded = load(flags);
        return keys.filter((key) => loaded.resolveBooleanEvaluation(key, false, contexts[0], silent).value).length;
      };
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

/** How many of the calls get `on`, so that nothing can be optimised away. */
function countOn(evaluate, key) {
  let on = 0;
  for (let i = 0; i < CALLS; i++) if (evaluate(key, contexts[i % contexts.length]) === 'on') on++;
  return on;
}

/** Makes sure that two engines give every context the same. */
function compare(ours, theirs, keys) {
  for (const key of keys) {
    const differing = contexts.find((context) => ours.evaluate(key, context) !== theirs.evaluate(key, context));
    if (differing) throw new Error(`the engines differ: ${key} for ${JSON.stringify(differing)}`);
  }
}

const folder = mkdtempSync(join(tmpdir(), 'flagwright-bench-'));
try {
  const [ours, theirs] = [await flagwright(folder), flagd()];
  const shared = CASES.filter(([name]) => name !== 'three rules').map(([name]) => name);
  compare(ours, theirs, shared);
  const flagKeys = Array.from({ length: COMPILED }, (_, i) => `flag-${i}`);
  const measured = new Map();
  const note = (name, work) => measured.set(name, [...(measured.get(name) ?? []), time(work)]);
  // The first round only warms up.
  for (let round = 0; round <= ROUNDS; round++) {
    if (round === 1) measured.clear();
    const turns = round % 2 === 0 ? [ours, theirs] : [theirs, ours];
    for (const [key] of CASES) {
      for (const { name, evaluate } of turns) {
        if (name === ours.name || shared.includes(key)) note(`${name}, ${key}`, () => countOn(evaluate, key));
      }
    }
    for (const { name, prepare } of turns) note(`${name}, ${COMPILING}`, prepare(flagKeys));
  }

  const results = new Map();
  for (const [name, runs] of measured) {
    results.set(name, { wall: median(runs.map((run) => run.wall)), cpu: median(runs.map((run) => run.cpu)) });
  }
  const cells = (...texts) =>
    `${texts
      .map((text, i) => text.padEnd([36, 12, 12][i] ?? 0))
      .join('')
      .trimEnd()}\n`;
  process.stdout.write(cells('', 'wall', 'CPU', ''));
  for (const [name, { wall, cpu }] of results) {
    const isCompiling = name.endsWith(COMPILING);
    const shown = (ms) => (isCompiling ? `${ms.toFixed(0)} ms` : `${((ms * 1e6) / CALLS).toFixed(0)} ns`);
    const last = isCompiling ? `first ${shown(measured.get(name)[0].wall)}` : `${(CALLS / cpu / 1000).toFixed(2)} M/s`;
    process.stdout.write(cells(name, shown(wall), shown(cpu), last));
  }
  const comparisons = [...shared, COMPILING].map((what) => ({
    what: `${ours.name}, ${what}`,
    against: `${theirs.name}, ${what}`,
    goal: what === COMPILING ? 0.1 : 1,
  }));
  process.stdout.write(`\nMedians of ${ROUNDS} rounds\n\n${ratioTable(results, comparisons)}\n`);
} finally {
  rmSync(folder, { recursive: true });
}
