// Bundles the extension with what it needs, beside its licences: dist/extension.cjs. VS Code itself gives `vscode`.
import { copyFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/**
 * What esbuild is told; a test bundles it elsewhere.
 * @type {import('esbuild').BuildOptions}
 */
export const bundle = {
  absWorkingDir: here('.'),
  entryPoints: ['extension.js'],
  outfile: 'dist/extension.cjs',
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  minify: true,
  legalComments: 'eof',
  external: ['vscode'],
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await build(bundle);
  await copyFile(here('../../LICENSE'), here('LICENSE.txt'));
}
