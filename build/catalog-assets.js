// Makes src/report/catalog/generated/: the script and the style of the pages that `flagwright catalog` writes, as texts
// that the tool carries along.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';
import { bundledPackages, thirdPartyNotices } from './third-party-notices.js';

const root = new URL('../', import.meta.url);
const generated = new URL('src/report/catalog/generated/', root);

/**
 * What esbuild is told of the script.
 * @returns {import('esbuild').BuildOptions}
 */
export function pageScript(minify) {
  return {
    absWorkingDir: fileURLToPath(root),
    entryPoints: { page: 'src/report/catalog/browser/page.ts' },
    outdir: 'dist',
    bundle: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    minify,
    legalComments: 'none',
  };
}

/** Writes them. @returns what esbuild says of the script, see `bundledPackages` */
export async function generateCatalogAssets() {
  const { outputFiles, metafile } = await build({ ...pageScript(true), write: false, metafile: true });
  // It goes into folders of other people, and so do the licences of what is in it.
  const notices = thirdPartyNotices(bundledPackages([metafile], []));
  const script = `/*\n${notices}*/\n${outputFiles[0].text}`;
  const css = await readFile(new URL('src/report/catalog/browser/page.css', root), 'utf8');
  const { code: style } = await transform(css, { loader: 'css', minify: true });
  await mkdir(generated, { recursive: true });
  await writeFile(
    new URL('assets.ts', generated),
    `/* Made by build/catalog-assets.js. */\nexport const script = ${JSON.stringify(script)};\nexport const style = ${JSON.stringify(style)};\n`,
  );
  return metafile;
}
