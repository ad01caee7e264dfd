// npm run build (and so `npm ci`): src/ → dist/, bundled, so that a command starts in a few milliseconds.
import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { build } from 'esbuild';
import { generate } from './generate.js';
import { fasterYaml, withoutProcesses } from './faster-start.js';

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

await generate();
await rm(new URL('dist/', root), { recursive: true, force: true });
await build({
  absWorkingDir: root.pathname,
  entryPoints: { cli: 'src/cli/main.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  minify: !process.env.FLAGWRIGHT_READABLE,
  keepNames: false,
  legalComments: 'linked',
  chunkNames: 'chunks/[name]-[hash]',
  define: {
    FLAGWRIGHT_VERSION: JSON.stringify(version),
    FLAGWRIGHT_BUILD: JSON.stringify(await sourceDigest()),
  },
  // Bundled CommonJS packages ask for node's own modules through require.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  plugins: [fasterYaml, withoutProcesses],
});
