// How long the dependency graph of a large project takes, beside graphlib, and `flagwright impact` beside `--version`.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { measure, runOnce } from './measure.js';
import { countFrom, env, flagwright, here, inFolder, lintOnce, machine, makeProject, node, output, print } from './stage.js'; // prettier-ignore
import { ratioTable, resultTable } from './table.js';

const { values: options } = parseArgs({
  options: { flags: { type: 'string', default: '10000' }, quick: { type: 'boolean', default: false } },
});
const flags = countFrom('flags', options.flags, 100);

const RUNS = options.quick ? 5 : 15;
const GRAPH_GOAL = 50;
const IMPACT_GOAL = 300;

function verdict(milliseconds, goal) {
  return `${milliseconds.toFixed(0)} ms, goal ${goal} ms: ${milliseconds <= goal ? 'met' : 'MISSED'}`;
}

/** Each probe runs in processes of its own, bundled as the tool is; what it says are milliseconds by step. */
async function ofGraph(work) {
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

async function ofImpact(work) {
  const dir = join(work, 'project');
  makeProject(dir, flags);
  output(dir, 'git', 'init', '--quiet');
  await lintOnce(dir);
  const listed = output(dir, node, flagwright, 'list', '--json');
  const key = JSON.parse(listed).flags.find((one) => one.key.endsWith('-00002')).key;
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

await inFolder(async (work) => {
  print(`${machine()}\n`);
  writeFileSync(join(work, 'package.json'), '{"type":"module"}\n');
  await ofGraph(work);
  const { code } = await runOnce({ argv: [node, flagwright, '--version'], env });
  if (code === 0) await ofImpact(work);
  else print('\nflagwright is not built (npm run build): impact is not measured.');
});
