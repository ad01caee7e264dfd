import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));

/** SPDX ids of the licences under which a package may be bundled: all they ask for is that their text goes along. */
const permissive = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'Unlicense',
]);

/** Licence texts, in build/licenses, of packages that do not carry their own. */
const textsKeptHere = { '@viz-js/viz': 'viz.txt' };

/**
 * What packages hold in object form, by their own account. Graphviz may be passed on in that form together with code
 * under any licence, if its own licence goes along and says where its source is: so it is allowed here, by name.
 */
const inside = {
  '@viz-js/viz': () => [
    {
      name: 'Graphviz',
      version: JSON.parse(/graphvizVersion = (".*?")/.exec(readPackageFile('@viz-js/viz', 'lib/metadata.js'))[1]),
      license: 'EPL-1.0',
      note: 'in @viz-js/viz, as WebAssembly; source: https://gitlab.com/graphviz/graphviz',
      text: readLicense('graphviz.txt'),
    },
    {
      name: 'Expat',
      version: /libexpat\/releases\/download\/R_(\d+_\d+_\d+)/
        .exec(readPackageFile('@viz-js/viz', 'lib/provenance.json'))[1]
        .replaceAll('_', '.'),
      license: 'MIT',
      note: 'in @viz-js/viz, as WebAssembly; source: https://github.com/libexpat/libexpat',
      text: readLicense('expat.txt'),
    },
  ],
};

/**
 * The packages that bundles hold.
 * @param metafiles what esbuild says of them
 * @param generated texts that were bundled before, with esbuild's comments
 * @returns folders below node_modules, as `chalk` or `a/node_modules/b`, sorted
 */
export function bundledPackages(metafiles, generated) {
  const inputs = metafiles.flatMap(({ outputs }) =>
    Object.values(outputs).flatMap(({ inputs: some }) => Object.entries(some)),
  );
  const paths = [
    ...inputs.flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? path : [])),
    ...generated.flatMap((text) => [...text.matchAll(/^\/\/ (\S*node_modules\/\S+)$/gm)].map(([, path]) => path)),
  ];
  const inPackage = /(?:^|[:/])node_modules\/((?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+)\//;
  return [...new Set(paths.flatMap((path) => inPackage.exec(path)?.[1] ?? []))].sort();
}

/**
 * Name, version, licence and licence text of everything that is bundled.
 * @param packages of `bundledPackages`
 * @param place absolute path of the folder that holds node_modules
 * @throws if a licence is not permissive, or its text is missing
 */
export function thirdPartyNotices(packages, place = root) {
  const entries = packages.flatMap((name) => [packageEntry(name, place), ...(inside[name]?.() ?? [])]);
  const title = 'Flagwright holds the following software, each under its own licence.\n';
  return [title, ...entries.map(section)].join(`\n${'-'.repeat(80)}\n\n`);
}

function section({ name, version, license, note, text }) {
  return `${name} ${version}\nLicence: ${license}${note === undefined ? '' : `\n(${note})`}\n\n${text.trim()}\n`;
}

function packageEntry(folder, place) {
  const { name, version, license } = JSON.parse(readPackageFile(folder, 'package.json', place));
  if (!permissive.has(license)) {
    throw new Error(
      `${name} cannot be bundled: its licence is ${license ?? 'not stated'}; see build/third-party-notices.js`,
    );
  }
  return { name, version, license, text: licenseText(folder, place) };
}

function licenseText(folder, place) {
  const kept = textsKeptHere[folder];
  if (kept !== undefined) return readLicense(kept);
  const files = readdirSync(join(place, 'node_modules', folder)).filter((file) =>
    /^(?:(?:mit-)?licen[cs]e|copying|notice)\b/i.test(file),
  );
  const text = files
    .sort()
    .map((file) => readPackageFile(folder, file, place).trim())
    .join('\n\n');
  if (text === '') throw new Error(`${folder} cannot be bundled: it has no licence text; keep one in build/licenses`);
  return text;
}

function readPackageFile(folder, file, place = root) {
  return readFileSync(join(place, 'node_modules', folder, file), 'utf8');
}

function readLicense(file) {
  return readFileSync(join(root, 'build/licenses', file), 'utf8');
}
