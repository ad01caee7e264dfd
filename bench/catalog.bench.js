// How long `flagwright catalog` takes and how large a site it makes, beside writing as many bytes in as many files. See README.md.
import { existsSync, readdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { FOLDER } from './history-folder.js';
import { measure } from './measure.js';
import { countFrom, env, flagwright, inFolder, machine, makeHistory, node, output, print } from './stage.js';
import { duration, ratioTable, resultTable } from './table.js';

const { values: options } = parseArgs({
  options: {
    flags: { type: 'string', default: '1000' },
    commits: { type: 'string' },
    quick: { type: 'boolean', default: false },
  },
});
const flags = countFrom('flags', options.flags);
const commits = countFrom('commits', options.commits ?? String(flags * 5));
const RUNS = options.quick ? 3 : 7;
const GOAL_MS = 3000;
const GOAL_MB = 6;
/** The goals are for this many flags. */
const JUDGED = 1000;

const filesBelow = (folder) =>
  readdirSync(folder, { recursive: true })
    .map((path) => join(folder, path))
    .filter((path) => statSync(path).isFile());

/** What any site costs at least: as many files of their sizes, of nothing but one letter. */
const write = (folder, sizes) => `
  const fs = require('fs');
  fs.mkdirSync(${JSON.stringify(folder)});
  ${JSON.stringify(sizes)}.forEach((size, at) => fs.writeFileSync(${JSON.stringify(folder)} + '/' + at, Buffer.alloc(size, 'x')));`;

await inFolder(async (work) => {
  const repository = join(work, 'repository');
  makeHistory(repository, { flags, commits });
  output(repository, 'git', 'reset', '--quiet', '--hard');
  const project = join(repository, FOLDER);
  const [site, plain] = [join(work, 'site'), join(work, 'plain')];
  let runs = 0;
  const setAside = (folder) => () => existsSync(folder) && renameSync(folder, join(work, `aside-${++runs}`));
  const make = { argv: [node, flagwright, 'catalog', '--output', site], cwd: project, env, runs: RUNS, before: setAside(site) }; // prettier-ignore
  await measure([{ ...make, name: 'first', runs: 1 }]);
  const sizes = filesBelow(site).map((path) => statSync(path).size);
  const megabytes = sizes.reduce((sum, size) => sum + size, 0) / 1e6;
  print(machine());
  print(`${flags.toLocaleString('en')} flags, ${commits.toLocaleString('en')} commits: ${sizes.length.toLocaleString('en')} files, ${megabytes.toFixed(1)} MB\n`); // prettier-ignore
  const results = await measure([
    { name: 'write alone', argv: [node, '-e', write(plain, sizes)], env, runs: RUNS, before: setAside(plain) },
    { ...make, name: 'catalog' },
    { name: 'lint', argv: [node, flagwright, 'lint'], cwd: project, env, runs: RUNS },
  ]);
  print(resultTable([...results.values()]));
  print();
  print(ratioTable(results, [{ what: 'catalog', against: 'write alone' }, { what: 'catalog', against: 'lint' }])); // prettier-ignore
  const { wall, failure } = results.get('catalog');
  if (failure !== undefined) print(`\ncatalog failed: ${failure}`);
  if (flags !== JUDGED) return;
  const verdict = (isMet) => (isMet ? 'met' : 'missed');
  print(`\n  catalog ${duration(wall)}, goal ${duration(GOAL_MS)}: ${verdict(wall <= GOAL_MS)}`);
  print(`  its size ${megabytes.toFixed(1)} MB, goal ${GOAL_MB} MB: ${verdict(megabytes <= GOAL_MB)}`);
});
