// How long a large project takes to be exported, beside what loads the same flags.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measure } from './measure.js';
import {
  commitAll,
  countFrom,
  env,
  flagwright,
  inFolder,
  lintOnce,
  machine,
  makeProject,
  node,
  print,
} from './stage.js';
import { ratioTable, resultTable } from './table.js';

const { values: options } = parseArgs({
  options: { flags: { type: 'string', default: '10000' }, quick: { type: 'boolean', default: false } },
});
const flags = countFrom('flags', options.flags, 100);

/** Milliseconds of processor time that an export may take beyond loading the flags. */
const GOAL = 1000;

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

await inFolder(async (work) => {
  print(`${machine()}\n`);
  const dir = join(work, 'project');
  makeProject(dir, flags);
  commitAll(dir);
  await lintOnce(dir);
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
    const [beyond, beyondWall] = [cpu - base.cpu, wall - base.wall];
    const judged = beyond <= GOAL ? 'met' : 'MISSED';
    print(
      `${engine.padEnd(20)}  beyond the load CPU ${beyond.toFixed(0)} ms, wall ${beyondWall.toFixed(0)} ms; goal ${GOAL} ms of CPU: ${judged}`,
    );
  }
});
