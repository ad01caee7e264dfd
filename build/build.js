// npm run build (and so `npm ci`): src/ → dist/, bundled, so that a command starts in a few milliseconds.
//
//   cli.cjs            --version, and what loads the rest
//   run-BUILD.cjs      everything that commands share; run-BUILD.ALIKE.code is what V8 makes of it for some
//   inquirer.cjs …     what few commands need, loaded when they do
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { asAscii, fasterYaml, laterWidths, withoutProcesses, withoutTerminals } from './faster-start.js';
import { generate } from './generate.js';

const root = new URL('../', import.meta.url);
const { version } = JSON.parse(await readFile(new URL('package.json', root), 'utf8'));

/** A digest of everything that decides what the tool finds. */
async function sourceDigest() {
  const hash = createHash('sha256');
  for (const folder of ['src', 'schemas', 'build']) {
    const names = (await readdir(new URL(folder, root), { recursive: true })).filter((name) =>
      /\.(ts|js|json)$/.test(name),
    );
    for (const name of names.sort()) hash.update(name).update(await readFile(new URL(`${folder}/${name}`, root)));
  }
  return hash
    .update(await readFile(new URL('package-lock.json', root)))
    .digest('hex')
    .slice(0, 16);
}

/** Large parts that most runs never need: a file each, which the bundle requires when it does. */
const apart = {
  inquirer: 'inquirer',
  viz: '@viz-js/viz',
  yaml: 'yaml',
  'json-logic-engine': 'json-logic-engine',
  'explaining-validators': './src/schema/generated/explaining-validators.js',
};

const leftApart = {
  name: 'left-apart',
  setup({ onResolve }) {
    onResolve(
      { filter: /^(inquirer|yaml|json-logic-engine|@viz-js\/viz)$|explaining-validators\.js$/ },
      ({ path, kind }) => {
        const name = Object.keys(apart).find((one) => path.includes(one));
        return kind === 'entry-point' ? undefined : { path: `./${name}.cjs`, external: true };
      },
    );
  },
};

await generate();
await rm(new URL('dist/', root), { recursive: true, force: true });
const digest = await sourceDigest();
const common = {
  absWorkingDir: root.pathname,
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  minify: !process.env.FLAGWRIGHT_READABLE,
  legalComments: 'linked',
  supported: { 'dynamic-import': false },
  define: {
    FLAGWRIGHT_VERSION: JSON.stringify(version),
    FLAGWRIGHT_BUILD: JSON.stringify(digest),
    'import.meta.url': 'importMetaUrl',
  },
  banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
};
await Promise.all([
  build({ ...common, entryPoints: { cli: 'src/cli/entry.ts' }, banner: {}, external: ['./run.ts'] }),
  build({
    ...common,
    entryPoints: { [`run-${digest}`]: 'src/cli/run.ts' },
    plugins: [fasterYaml, laterWidths, withoutProcesses, withoutTerminals, leftApart],
  }),
  build({ ...common, entryPoints: apart }),
]);
const bundle = new URL(`dist/run-${digest}.cjs`, root);
await writeFile(bundle, asAscii(await readFile(bundle, 'utf8')));
execFileSync(process.execPath, ['build/compile-code.js', `run-${digest}`], { cwd: root, stdio: 'inherit' });
