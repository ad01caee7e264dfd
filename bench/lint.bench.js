// How long `flagwright lint` takes, beside what bounds it and beside its peer. See README.md for the options.
import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { TODAY } from './corpus-plan.js';
import { measure, runOnce } from './measure.js';
import { featurevisorIn, installFeaturevisor } from './peers.js';
import { SETTLED, commitAll, countFrom, env, flagwright, here, inFolder, machine, makeProject, node, print, progress } from './stage.js'; // prettier-ignore
import { peakLine, ratioTable, resultTable } from './table.js';

const { values: options } = parseArgs({
  options: {
    flags: { type: 'string', multiple: true },
    quick: { type: 'boolean', default: false },
    peers: { type: 'boolean', default: false },
    featurevisor: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
});
const sizes = (options.flags ?? (options.quick ? ['1000'] : ['1000', '10000'])).map((size) => countFrom('flags', size));

const RUNS = options.quick ? 3 : 5;
const SLOW_RUNS = options.quick ? 1 : 3;
const SHORT_RUNS = options.quick ? 5 : 21;
/** The goals are for this many flags and more; below it ratios are shown and not judged. */
const JUDGED_FROM = 10_000;
const PEAK_GOAL = 300;

const forget = (dir) => rmSync(join(dir, '.git', 'flagwright'), { recursive: true, force: true });

function flagFiles(dir) {
  const entries = readdirSync(join(dir, 'flags'), { recursive: true });
  return entries
    .filter((path) => path.endsWith('.flag.yaml'))
    .sort()
    .map((path) => join(dir, 'flags', path));
}

/** Gives each file a load it never had, which is a change of meaning and keeps the project clean. */
function edit(files, round) {
  for (const file of files) {
    writeFileSync(file, readFileSync(file, 'utf8').replace(/peak: \d+/, `peak: ${1000 + round}`));
  }
}

/** Gives a flag another owner, which other rules look at than those of its own file. */
function handOver(file, round) {
  const owner = round % 2 === 0 ? 'billing' : 'basket';
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^owner: .*/m, `owner: ${owner}`));
}

function report(results, comparisons) {
  progress('');
  print(resultTable(results.values()));
  for (const { name, failure } of results.values()) {
    if (failure !== undefined) print(`\n  ${name} FAILED, its figures mean nothing:\n${failure.trim().slice(0, 800)}`);
  }
  const ratios = ratioTable(results, comparisons);
  if (ratios) print(`\n${ratios}`);
}

async function isBuilt() {
  const { code } = await runOnce({ argv: [node, flagwright, '--version'], env });
  return code === 0;
}

async function startUp(work, built) {
  print('Start-up and the example');
  const contenders = [{ name: 'node -e 0', argv: [node, '-e', '0'], runs: SHORT_RUNS }];
  if (built) {
    const example = join(work, 'example');
    cpSync(here('../flags.example'), example, { recursive: true });
    commitAll(example);
    await sleep(SETTLED);
    const lint = { argv: [node, flagwright, 'lint'], cwd: example, env, runs: SHORT_RUNS };
    contenders.push(
      { name: '--version', argv: [node, flagwright, '--version'], env, runs: SHORT_RUNS },
      { ...lint, name: 'example, cold', before: () => forget(example) },
      { ...lint, name: 'example, warm' },
    );
  }
  report(await measure(contenders, progress), [
    { what: '--version', against: 'node -e 0', goal: 1.6 },
    { what: 'example, cold', against: 'node -e 0', goal: 3 },
    { what: 'example, warm', against: 'node -e 0', goal: 3 },
  ]);
}

function lintContenders(dir) {
  const files = flagFiles(dir);
  const chosen = Array.from({ length: 11 }, (_, i) => files[Math.floor((i * files.length) / 11)]);
  const lint = { argv: [node, flagwright, 'lint'], cwd: dir, env, runs: RUNS };
  return [
    { ...lint, name: 'lint, cold', before: () => forget(dir) },
    { ...lint, name: 'lint, warm', before: () => sleep(SETTLED) },
    { ...lint, name: 'lint, ten files changed', before: (round) => edit(chosen.slice(0, 10), round) },
    {
      ...lint,
      name: 'lint, one file changed',
      before: async (round) => {
        await sleep(SETTLED);
        edit(chosen.slice(10), round);
      },
    },
    {
      ...lint,
      name: 'lint, one owner changed',
      before: async (round) => {
        await sleep(SETTLED);
        handOver(chosen[10], round);
      },
    },
  ];
}

async function ofSize(work, flags, built, peer) {
  print(`\n${flags.toLocaleString('en')} flags`);
  const dir = join(work, `flags-${flags}`);
  makeProject(dir, flags);
  const plain = `${dir}-plain`;
  if (built) cpSync(dir, plain, { recursive: true });
  commitAll(dir);
  const contenders = [
    { name: 'read alone', argv: [node, here('./floor.js'), dir, '--read'], runs: RUNS },
    { name: 'yaml alone', argv: [node, here('./floor.js'), dir], runs: SLOW_RUNS },
  ];
  if (built) {
    const argv = [node, flagwright, 'lint', '--now', TODAY, '--quiet'];
    contenders.unshift(...lintContenders(dir), { name: 'lint, no repository', argv, cwd: plain, env, runs: RUNS });
  }
  if (peer) {
    const peerDir = join(work, `featurevisor-${flags}`);
    execFileSync(node, [here('./featurevisor-corpus.js'), peerDir, '--flags', `${flags}`, '--major', `${peer.major}`]);
    contenders.push({ name: 'Featurevisor lint', argv: [node, peer.bin, 'lint'], cwd: peerDir, runs: SLOW_RUNS });
  }
  const results = await measure(contenders, progress);
  const judged = (goal) => (flags >= JUDGED_FROM ? goal : undefined);
  report(results, [
    { what: 'lint, cold', against: 'yaml alone', goal: judged(1 / 4) },
    { what: 'lint, no repository', against: 'yaml alone', goal: judged(1 / 4) },
    { what: 'lint, cold', against: 'Featurevisor lint', goal: judged(1 / 6) },
    { what: 'lint, ten files changed', against: 'lint, cold', goal: judged(0.15) },
    { what: 'lint, one file changed', against: 'lint, cold' },
    { what: 'lint, one owner changed', against: 'lint, warm', goal: judged(1.3) },
    { what: 'lint, warm', against: 'lint, cold' },
    { what: 'lint, warm', against: 'read alone' },
  ]);
  const lints = [...results.values()].filter(({ name }) => name.startsWith('lint'));
  if (flags >= JUDGED_FROM && lints.length > 0) print(peakLine(lints, PEAK_GOAL));
  if (!options.keep) for (const one of [dir, plain]) rmSync(one, { recursive: true, force: true });
}

await inFolder(async (work) => {
  print(`${machine()}\n`);
  const built = await isBuilt();
  if (!built) print('flagwright is not built (npm run build): only what bounds it is measured.\n');
  let peer;
  if (options.featurevisor) peer = featurevisorIn(options.featurevisor);
  else if (options.peers) peer = installFeaturevisor(join(work, 'featurevisor'));
  if (options.featurevisor && !peer) throw new Error(`no @featurevisor/cli below ${options.featurevisor}`);
  if (peer) print(`Featurevisor ${peer.version}\n`);
  await startUp(work, built);
  for (const flags of sizes) await ofSize(work, flags, built, peer);
}, options.keep);
