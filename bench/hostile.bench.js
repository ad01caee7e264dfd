// How `flagwright lint` takes texts and projects that are made to be slow: growth on doubling, time and space at the largest.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { measure, median } from './measure.js';

const RUNS = 3;
const GROWTH_GOAL = 2.5;
const WALL_GOAL = 2000;
const PEAK_GOAL = 400;
/** A file may have 1 MiB; the last bytes are for what is around what is repeated. */
const LARGEST_TEXT = 1024 * 1024 - 8192;
const MANY_PARTS = 8000;

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'flagwright-bench-'));
const print = (text = '') => process.stdout.write(`${text}\n`);

/** The texts and projects of the tests, which are written in TypeScript. */
async function fromTests(name) {
  const outfile = join(work, `${name}.mjs`);
  await build({
    entryPoints: [here(`../test/support/${name}.ts`)],
    outfile,
    bundle: true,
    format: 'esm',
    logLevel: 'error',
  });
  return import(pathToFileURL(outfile).href);
}

let folders = 0;
function write(files) {
  const folder = join(work, String(++folders));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

async function row(name, half, whole) {
  const places = { half: write(half), whole: write(whole) };
  const lint = (size) => ({
    name: size,
    argv: [process.execPath, here('../bin/flagwright.js'), '-C', places[size], 'lint', '--json'],
    runs: RUNS,
  });
  const results = await measure([lint('half'), lint('whole')]);
  for (const place of Object.values(places)) rmSync(place, { recursive: true });
  const { wall, peak } = results.get('whole');
  return { name, wall, peak, growth: wall / results.get('half').wall };
}

/** @param wallGoal in ms; without one time is shown and not judged */
function table(title, rows, wallGoal) {
  const width = Math.max(...rows.map(({ name }) => name.length));
  print(title);
  for (const { name, wall, peak, growth } of rows) {
    const figures = [`× ${growth.toFixed(2)}`, `${wall.toFixed(0)} ms`, `${peak.toFixed(0)} MB`];
    print(`  ${name.padEnd(width)}${figures.map((figure) => figure.padStart(10)).join('')}`);
  }
  const most = (part) => Math.max(...rows.map((one) => one[part]));
  const says = (value, goal, unit) => {
    const judged = goal === undefined ? '' : ` (goal ${goal}${unit}: ${value <= goal ? 'met' : 'missed'})`;
    return `${value.toFixed(unit ? 0 : 2)}${unit}${judged}`;
  };
  print(
    `  at most: growth ${says(most('growth'), GROWTH_GOAL, '')}, ${says(most('wall'), wallGoal, ' ms')}, ${says(most('peak'), PEAK_GOAL, ' MB')}; ` +
      `median growth ${median(rows.map(({ growth }) => growth)).toFixed(2)}`,
  );
  print();
}

try {
  const { hostileTexts } = await fromTests('hostile-texts');
  const { hostileProjects } = await fromTests('hostile-projects');
  const { exampleFiles } = await fromTests('example-project');
  const withText = (text) => ({ ...exampleFiles({}), 'x-flag.flag.yaml': text });
  print(`Lint of ${hostileTexts.length} texts and ${hostileProjects.length} projects, medians of ${RUNS} runs`);
  print('growth from half the size; time and peak of the whole');
  print();
  const texts = [];
  for (const { name, make } of hostileTexts)
    texts.push(await row(name, withText(make(LARGEST_TEXT / 2)), withText(make(LARGEST_TEXT))));
  table('A file of 1 MiB', texts, WALL_GOAL);
  const projects = [];
  for (const { name, make } of hostileProjects) projects.push(await row(name, make(MANY_PARTS / 2), make(MANY_PARTS)));
  table(`A project of ${MANY_PARTS.toLocaleString('en')} parts`, projects);
} finally {
  rmSync(work, { recursive: true, force: true });
}
