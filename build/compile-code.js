// node build/compile-code.js NAME: runs the bundle once over the example, so that V8 compiles what a run needs, and keeps
// the code beside it. It is valid for this version of V8 alone; any other ignores it.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const root = fileURLToPath(new URL('../', import.meta.url));
const [, , name] = process.argv;
const { outputFiles } = buildSync({
  entryPoints: [`${root}src/cli/load-compiled.ts`],
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
});
// What is found out in git once is remembered, so most runs never need that code, and it is not kept either.
spawnSync(process.execPath, [`${root}bin/flagwright.js`, 'lint', '--quiet'], { cwd: `${root}flags.example` });
const { loadCompiled } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
const { exports, script } = loadCompiled(`${root}dist`, name);
const io = {
  stdin: (async function* () {})(),
  stdout: { write: () => true },
  stderr: { write: (text) => process.stderr.write(text) },
  env: { ...process.env, FLAGWRIGHT_NOW: '2026-11-22' },
  cwd: () => `${root}flags.example`,
};
for (const command of [['lint', '--quiet'], ['status'], ['list']]) {
  const code = await exports.run(command, io);
  if (code !== 0) throw new Error(`the built ${command.join(' ')} ended with ${code}`);
}
writeFileSync(`${root}dist/${name}.code`, script.createCachedData());
