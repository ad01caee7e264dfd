// npm run build (and so `npm ci`): src/ → dist/, bundled, so that a command starts in a few milliseconds.
//
//   cli.cjs            --version, and what loads the rest
//   run-BUILD.cjs      the commands, without those that few runs are of
//   all-BUILD.cjs      all commands
//   inquirer.cjs …     what few commands need, loaded when they do
//   THIRD-PARTY-NOTICES.txt   the licences of all that is in them
import { createHash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { bundles } from './bundles.js';
import { generateCatalogAssets } from './catalog-assets.js';
import { asAscii } from './faster-start.js';
import { declarations } from './declarations.js';
import { generate } from './generate.js';
import { minify } from 'terser';
import { bundledPackages, thirdPartyNotices } from './third-party-notices.js';

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

const [pages] = await Promise.all([generateCatalogAssets(), generate()]);
await rm(new URL('dist/', root), { recursive: true, force: true });
const digest = await sourceDigest();
const results = await Promise.all(
  bundles(version, digest, !process.env.FLAGWRIGHT_READABLE).map((options) => build({ ...options, metafile: true })),
);
const generated = new URL('src/schema/generated/', root);
const validators = await Promise.all(
  ['validators.js', 'explaining-validators.js'].map((name) => readFile(new URL(name, generated), 'utf8')),
);
const packages = bundledPackages([...results.map(({ metafile }) => metafile), pages], validators);
await writeFile(new URL('dist/THIRD-PARTY-NOTICES.txt', root), thirdPartyNotices(packages));
const doors = ['client', 'openfeature'];
// What services load is to be small: this makes it a thirtieth smaller than esbuild does.
for (const file of doors.flatMap((door) => [`dist/${door}.js`, `dist/${door}.cjs`])) {
  if (process.env.FLAGWRIGHT_READABLE) break;
  const place = new URL(file, root);
  const { code } = await minify(await readFile(place, 'utf8'), {
    module: true,
    ecma: 2020,
    compress: { passes: 3 },
  });
  await writeFile(place, code);
}
for (const [door, text] of Object.entries(declarations(doors))) {
  // One for each kind of module, as TypeScript asks for.
  await Promise.all(['.d.ts', '.d.cts'].map((suffix) => writeFile(new URL(`dist/${door}${suffix}`, root), text)));
}
for (const name of ['run', 'all']) {
  const bundle = new URL(`dist/${name}-${digest}.cjs`, root);
  await writeFile(bundle, asAscii(await readFile(bundle, 'utf8')));
}
