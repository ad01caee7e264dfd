// npm run bench:client [-- --quick] [-- --peers]: how fast the client answers from memory, beside the evaluator that it calls; how long
// 10,000 flags take from the disk cache, and what memory they take. All in this process, in turns.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { build } from 'esbuild';
import { createClient, custom, disk } from '../dist/client.js';
import { clientPeers } from './client-peers.js';
import { median } from './measure.js';
import { ratioTable } from './table.js';

const { values: options } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, peers: { type: 'boolean', default: false } },
});
const ROUNDS = options.quick ? 3 : 15;
const CALLS = options.quick ? 50_000 : 200_000;
const MANY = 10_000;

/** One for each request, which asks eight times; `each time another context` asks once. */
const contexts = Array.from({ length: 1000 }, (_, i) => ({
  targetingKey: `user-${i}`,
  country: 'DE',
  appVersion: '2.3.0',
  email: `user-${i}@example.com`,
}));
const when = {
  all: [
    { attribute: 'country', in: ['DE', 'FR', 'NL'] },
    { attribute: 'appVersion', semver: '>=2.1.0' },
    { attribute: 'email', endsWith: '@example.com' },
  ],
};
const flag = (own) => ({
  criticality: 'medium',
  delivery: 'cache-first',
  variants: { on: true, off: false },
  off: 'off',
  onFailure: 'off',
  enabled: true,
  otherwise: 'on',
  ...own,
});
const split = [
  ['on', 25],
  ['off', 75],
];
const CASES = {
  plain: flag({}),
  'three clauses': flag({ rules: [{ name: 'rule', when, serve: 'on' }], otherwise: 'off' }),
  '25% split': flag({ otherwise: split }),
  'three rules': flag({
    rules: [
      { name: 'a', when: { attribute: 'email', endsWith: '@example.org' }, serve: 'on' },
      { name: 'b', when: { attribute: 'plan', equals: 'pro' }, serve: 'on' },
      { name: 'c', when, serve: split },
    ],
    otherwise: 'off',
  }),
};

/** The same flag as the evaluator has it. */
function definition([key, { enabled, rules, otherwise, ...own }]) {
  const serving = (serve) => (typeof serve === 'string' ? serve : Object.fromEntries(serve));
  const block = { enabled, rules: rules?.map((rule) => ({ ...rule, serve: serving(rule.serve) })), otherwise: serving(otherwise) }; // prettier-ignore
  return { key, ...own, environments: { production: block } };
}

function snapshot(flags, context = null) {
  const sorted = (value) =>
    Array.isArray(value)
      ? value.map(sorted)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(
            Object.entries(value)
              .sort(([a], [b]) => (a < b ? -1 : 1))
              .map(([name, inner]) => [name, sorted(inner)]),
          )
        : value;
  const content = sorted({ flags, segments: {} });
  const digest = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  const head = {
    format: 1,
    project: '.',
    environment: 'production',
    version: 7,
    commit: 'a'.repeat(40),
    previous: null,
  };
  return `${JSON.stringify({ ...head, author: 'Ada', committedAt: '2026-11-01T00:00:00Z', digest, context, ...content })}\n`;
}

/** Wall and CPU time of some work, in ms. */
async function time(work) {
  const cpu = process.cpuUsage();
  const begin = performance.now();
  await work();
  const wall = performance.now() - begin;
  const { user, system } = process.cpuUsage(cpu);
  return { wall, cpu: (user + system) / 1000 };
}

/** Makes sure that a peer was told the same: of the contexts all get the flag, or about a quarter. */
function checkShare(name, on, key) {
  const expected = key === '25% split' ? [180, 320] : [contexts.length, contexts.length];
  if (on < expected[0] || on > expected[1]) throw new Error(`${name} gives ${key} to ${on} of ${contexts.length}`);
}

const folder = mkdtempSync(join(tmpdir(), 'flagwright-bench-'));
try {
  const outfile = join(folder, 'evaluate.mjs');
  const entry = fileURLToPath(new URL('../src/evaluate/compile.ts', import.meta.url));
  await build({ entryPoints: [entry], outfile, bundle: true, format: 'esm', target: 'node20', minify: true, logLevel: 'warning' }); // prettier-ignore
  const { compileFlags } = await import(pathToFileURL(outfile).href);

  const declared = { attributes: { country: { type: 'string', maxLength: 2 }, appVersion: { type: 'semver' }, email: { type: 'string', personal: true } } }; // prettier-ignore
  const contenders = {};
  const text = snapshot(CASES);
  const bare = compileFlags({ flags: Object.entries(CASES).map(definition), environment: 'production' });
  contenders.evaluator = (key, context) => bare.evaluate(key, context, { now: 0, type: 'boolean' }).value;
  const clientOf = async (document) => {
    const client = createClient({ environment: 'production', source: custom({ read: async () => ({ text: document }) }), propagation: 'none' }); // prettier-ignore
    await client.ready();
    return client;
  };
  const client = await clientOf(text);
  contenders.client = (key, context) => client.boolean(key, context);
  const strict = await clientOf(snapshot(CASES, declared));
  contenders['client, declared context'] = (key, context) => strict.boolean(key, context);
  const anew = await clientOf(text);
  contenders['client, each time another context'] = (key, _, i) => anew.boolean(key, contexts[i % contexts.length]);
  contenders['client, detail'] = (key, context) => client.detail(key, context, false).value;

  const peers = options.peers ? await clientPeers(folder, contexts) : {};
  for (const [name, ask] of Object.entries(peers)) {
    for (const key of ['plain', 'three clauses', '25% split']) checkShare(name, contexts.filter((one) => ask(key, one)).length, key); // prettier-ignore
  }

  const keys = Object.keys(CASES);
  const measured = new Map();
  const note = async (name, work) => measured.set(name, [...(measured.get(name) ?? []), await time(work)]);
  let on = 0;
  // The first round only warms up.
  for (let round = 0; round <= ROUNDS; round++) {
    if (round === 1) measured.clear();
    for (const key of keys) {
      const turns = Object.entries({ ...contenders, ...(key === 'three rules' ? {} : peers) });
      for (const [name, ask] of round % 2 === 0 ? turns : turns.reverse()) {
        await note(`${name}, ${key}`, () => {
          for (let i = 0; i < CALLS; i++) if (ask(key, contexts[(i >> 3) % contexts.length], i)) on++;
        });
      }
    }
    // As a service asks: each request for several flags.
    const turns = Object.entries(contenders);
    for (const [name, ask] of round % 2 === 0 ? turns : turns.reverse()) {
      await note(`${name}, all in turn`, () => {
        for (let i = 0; i < CALLS; i++) if (ask(keys[i & 3], contexts[(i >> 3) % contexts.length], i)) on++;
      });
    }
  }

  const many = snapshot(Object.fromEntries(Array.from({ length: MANY }, (_, i) => [`flag-${i}`, Object.values(CASES)[i % 4]]))); // prettier-ignore
  writeFileSync(join(folder, 'cache'), `flagwright-cache 1 7 ${Date.now()}\n${many}`);
  const isAway = { read: () => Promise.reject(new Error('away')) };
  const started = () => createClient({ environment: 'production', source: custom(isAway), cache: [disk(join(folder, 'cache'))], propagation: 'none', read: { retries: 0 } }); // prettier-ignore
  const before = process.memoryUsage();
  let kept;
  for (let round = 0; round <= ROUNDS; round++) {
    await note(`${MANY} flags from the disk cache`, async () => {
      kept = started();
      await kept.ready();
      if (kept.boolean('flag-0') !== true) throw new Error('it is not ready');
    });
    if (round < ROUNDS) await kept.close();
  }
  globalThis.gc?.();
  const used = process.memoryUsage().heapUsed - before.heapUsed;

  const results = new Map();
  for (const [name, runs] of measured) {
    results.set(name, { wall: median(runs.map((run) => run.wall)), cpu: median(runs.map((run) => run.cpu)) });
  }
  const line = (...cells) => `${cells.map((cell, i) => cell.padEnd([44, 12, 12][i] ?? 0)).join('').trimEnd()}\n`; // prettier-ignore
  process.stdout.write(line('', 'wall', 'CPU'));
  for (const [name, { wall, cpu }] of results) {
    const shown = (ms) =>
      name.startsWith(String(MANY)) ? `${ms.toFixed(0)} ms` : `${((ms * 1e6) / CALLS).toFixed(0)} ns`;
    process.stdout.write(line(name, shown(wall), shown(cpu), name.startsWith(String(MANY)) ? `first ${measured.get(name)[0].wall.toFixed(0)} ms` : `${(CALLS / cpu / 1000).toFixed(2)} M/s`)); // prettier-ignore
  }
  process.stdout.write(line('snapshot of these', `${(many.length / 1e6).toFixed(1)} MB`));
  process.stdout.write(line('memory of the client with them', `${(used / 1e6).toFixed(1)} MB`, '', globalThis.gc ? '' : 'without --expose-gc: an upper bound')); // prettier-ignore
  process.stdout.write(line('the client as it is shipped, gzipped', `${(gzipSync(readFileSync(new URL('../dist/client.js', import.meta.url))).length / 1000).toFixed(1)} kB`)); // prettier-ignore
  const comparisons = [...keys, 'all in turn'].map((key) => ({
    what: `client, ${key}`,
    against: `evaluator, ${key}`,
    goal: 1.2,
  }));
  for (const name of Object.keys(peers)) {
    for (const key of Object.keys(CASES)) comparisons.push({ what: `client, ${key}`, against: `${name}, ${key}`, goal: 1 / 3 });
  } // prettier-ignore
  process.stdout.write(`\nMedians of ${ROUNDS} rounds (${on} on)\n\n${ratioTable(results, comparisons)}\n`);
} finally {
  rmSync(folder, { recursive: true });
}
