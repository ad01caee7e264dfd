// How long `flagwright import flagd` takes for many flags, beside parsing the source and writing as many files. See README.md.
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measure } from './measure.js';
import { countFrom, env, flagwright, inFolder, machine, node, output, print } from './stage.js';
import { duration, ratioTable, resultTable } from './table.js';

const { values: options } = parseArgs({
  options: { flags: { type: 'string', default: '10000' }, quick: { type: 'boolean', default: false } },
});
const flags = countFrom('flags', options.flags);

const RUNS = options.quick ? 3 : 7;
const GOAL_MS = 5000;
/** The goal is for this many flags and more. */
const JUDGED_FROM = 10_000;

/** A third of the flags have a segment, a third conditions and a split, a third are plain. */
function flag(index) {
  const plain = {
    state: 'ENABLED',
    variants: { on: true, off: false },
    defaultVariant: index % 2 === 0 ? 'on' : 'off',
  };
  const others = { if: [{ in: [{ var: 'plan' }, ['pro', 'team']] }, 'on', { fractional: [['on', (index % 99) + 1], ['off', 100]] }] }; // prettier-ignore
  const country = { and: [{ '===': [{ var: 'country' }, 'DE'] }, { ends_with: [{ var: 'email' }, `@x${index % 50}.example`] }] }; // prettier-ignore
  const targeting = [undefined, { if: [{ $ref: 'staff' }, 'on', null] }, { if: [country, 'on', others] }][index % 3];
  return { ...plain, targeting };
}

function prepare(work) {
  const project = join(work, 'project');
  mkdirSync(project);
  output(project, 'git', 'init', '--quiet');
  output(project, node, flagwright, 'init', '.');
  const named = Array.from({ length: flags }, (_, index) => [`flag-${index}`, flag(index)]);
  const staff = { ends_with: [{ var: 'email' }, '@example.com'] };
  const source = join(work, 'flags.flagd.json');
  writeFileSync(source, JSON.stringify({ $evaluators: { staff }, flags: Object.fromEntries(named) }, null, 2));
  return { project, source };
}

/** What any import has to do at least: parse the source, and write the files beside their places and move them there. */
const parse = (source) => `JSON.parse(require('fs').readFileSync(${JSON.stringify(source)}, 'utf8'))`;
const write = (folder) => `
  const fs = require('fs');
  const text = 'x'.repeat(600);
  fs.mkdirSync(${JSON.stringify(folder)});
  for (let at = 0; at < ${flags}; at++) fs.writeFileSync(${JSON.stringify(folder)} + '/.draft-' + at, text);
  for (let at = 0; at < ${flags}; at++) fs.renameSync(${JSON.stringify(folder)} + '/.draft-' + at, ${JSON.stringify(folder)} + '/flag-' + at);`;

await inFolder(async (work) => {
  const { project, source } = prepare(work);
  const plain = join(work, 'plain');
  const imported = join(project, 'imported');
  const argv = [node, flagwright, 'import', 'flagd', source, '--env', 'production', '--owner', 'my-team', '--type', 'ops', '--folder', 'imported']; // prettier-ignore
  let runs = 0;
  // They are not removed: for seconds ext4 looks past the place of each file that was, and making one takes four times as long.
  const setAside = (folder) => () => existsSync(folder) && renameSync(folder, join(work, `aside-${++runs}`));
  print(machine());
  print(`${flags.toLocaleString('en')} flags of flagd\n`);
  const results = await measure([
    { name: 'parse alone', argv: [node, '-e', parse(source)], env, runs: RUNS },
    { name: 'write alone', argv: [node, '-e', write(plain)], env, runs: RUNS, before: setAside(plain) },
    {
      name: 'import --dry-run',
      argv: [...argv, '--dry-run'],
      cwd: project,
      env,
      runs: RUNS,
      before: setAside(imported),
    },
    { name: 'import', argv, cwd: project, env, runs: RUNS, before: setAside(imported) },
  ]);
  print(resultTable([...results.values()]));
  print();
  print(ratioTable(results, [{ what: 'import --dry-run', against: 'parse alone' }, { what: 'import', against: 'parse alone' }, { what: 'import', against: 'write alone' }])); // prettier-ignore
  const { cpu, failure } = results.get('import');
  if (failure !== undefined) print(`\nimport failed: ${failure}`);
  if (flags >= JUDGED_FROM) print(`\n  import CPU ${duration(cpu)}, goal ${duration(GOAL_MS)}: ${cpu <= GOAL_MS ? 'met' : 'missed'}`); // prettier-ignore
});
