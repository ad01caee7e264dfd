import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, expect, it } from 'vitest';
import { bundles } from '../build/bundles.js';
import { pageScript } from '../build/catalog-assets.js';
import { bundledPackages, thirdPartyNotices } from '../build/third-party-notices.js';

const folder = mkdtempSync(join(tmpdir(), 'flagwright-package-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const filesBelow = (top: string): string[] =>
  readdirSync(top, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

it('holds what it needs at run time, what says how to use it, and nothing else', () => {
  const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    encoding: 'utf8',
    env: { ...process.env, npm_config_loglevel: 'silent', npm_config_update_notifier: 'false' },
  });
  const [packed] = JSON.parse(output) as [{ files: { path: string; mode: number }[] }];
  const paths = packed.files.map(({ path }) => path.replace(/-[0-9a-f]{16}\.cjs$/, '-BUILD.cjs'));
  const examples = filesBelow('flags.example');
  const schemas = filesBelow('schemas');
  expect(examples.filter((path) => !path.endsWith('.yaml'))).toEqual([]);
  expect(schemas.filter((path) => !path.endsWith('.schema.json'))).toEqual([]);
  const monitoring = filesBelow('monitoring');
  // Pictures are looked at where the repository is.
  const docs = filesBelow('docs').filter((path) => path.endsWith('.md'));
  const own = `
    LICENSE
    README.md
    bin/flagwright.js
    bin/package.json
    dist/THIRD-PARTY-NOTICES.txt
    dist/agent-sdk.cjs
    dist/all-BUILD.cjs
    dist/cli.cjs
    dist/client.cjs
    dist/client.d.cts
    dist/client.d.ts
    dist/client.js
    dist/explaining-validators.cjs
    dist/git-read.cjs
    dist/hono.cjs
    dist/inquirer.cjs
    dist/ioredis.cjs
    dist/json-logic-engine.cjs
    dist/json-logic.cjs
    dist/node-server-response.cjs
    dist/node-server.cjs
    dist/prom-client.cjs
    dist/openfeature.cjs
    dist/openfeature.d.cts
    dist/openfeature.d.ts
    dist/openfeature.js
    dist/run-BUILD.cjs
    dist/viz.cjs
    dist/vscode-languageserver-textdocument.cjs
    dist/vscode-languageserver.cjs
    dist/yaml.cjs
    package.json`;
  expect(paths.sort()).toEqual([...own.trim().split(/\s+/), ...examples, ...schemas, ...monitoring, ...docs].sort());
  expect(packed.files.filter(({ mode }) => (mode & 0o111) !== 0).map(({ path }) => path)).toEqual([
    'bin/flagwright.js',
  ]);
});

it('runs nothing and installs nothing else when it is installed', () => {
  const { scripts, ...manifest } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, object>;
  const atInstallation = ['preinstall', 'install', 'postinstall', 'preprepare', 'prepare', 'postprepare', 'prepublish'];
  expect(Object.keys(scripts ?? {}).filter((name) => atInstallation.includes(name))).toEqual([]);
  expect(Object.keys(manifest).filter((name) => /^(?:(?:optional|bundled?)D|d)ependencies/.test(name))).toEqual([]);
  const { peerDependencies = {}, peerDependenciesMeta = {} } = manifest;
  const optional = Object.keys(peerDependencies).map((name) => [name, { optional: true }]);
  expect(peerDependenciesMeta).toEqual(Object.fromEntries(optional));
});

/** The packages whose code is in the bundles, as esbuild's comments in the readable form of them have it. */
async function packagesInTheCode(): Promise<string[]> {
  const written = await Promise.all(
    [...bundles('0.0.0', 'readable', false), pageScript(false)].map((options) => build({ ...options, write: false })),
  );
  const code = written.flatMap(({ outputFiles = [] }) => outputFiles.map(({ text }) => text)).join('\n');
  const comments = [...code.matchAll(/^ *\/\/ (?:[\w-]+:)?(?:\S*\/)?node_modules\/((?:@[^/\n]+\/)?[^/\n]+)\//gm)];
  return [...new Set(comments.map(([, name = '']) => name))].sort();
}

it('has the licences of exactly what is bundled', { timeout: 60_000 }, async () => {
  const notices = readFileSync('dist/THIRD-PARTY-NOTICES.txt', 'utf8')
    .split(`${'-'.repeat(80)}\n\n`)
    .slice(1);
  const listed = notices.map((notice) => /^(\S+) \d[\w.-]*\nLicence: \S+\n[^]*\n[^]{300}/.exec(notice)?.[1]);
  expect(listed.filter((name) => name !== 'Graphviz' && name !== 'Expat').sort()).toEqual(await packagesInTheCode());
  expect(listed).toEqual(expect.arrayContaining(['chalk', 'commander', 'inquirer', 'js-yaml', 'Graphviz', 'Expat']));
});

/** Packages in a folder of their own: a manifest each, and the licence texts. */
function installed(packages: Readonly<Record<string, { license?: string; text?: string }>>): string {
  for (const [name, { license, text }] of Object.entries(packages)) {
    const place = join(folder, 'node_modules', name);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'package.json'), JSON.stringify({ name, version: '1.2.3', license }));
    if (text !== undefined) writeFileSync(join(place, 'LICENSE.md'), text);
  }
  return folder;
}

it('is not built with a package whose licence is not permissive, or is missing', () => {
  const place = installed({
    fine: { license: 'ISC', text: 'The text of it.' },
    copyleft: { license: 'GPL-3.0-only', text: 'The text of it.' },
    unknown: { text: 'The text of it.' },
    textless: { license: 'MIT' },
  });
  expect(thirdPartyNotices(['fine'], place)).toMatch(/\n\nfine 1\.2\.3\nLicence: ISC\n\nThe text of it\.\n$/);
  expect(() => thirdPartyNotices(['copyleft'], place)).toThrow('its licence is GPL-3.0-only');
  expect(() => thirdPartyNotices(['unknown'], place)).toThrow('its licence is not stated');
  expect(() => thirdPartyNotices(['fine', 'textless'], place)).toThrow('textless cannot be bundled');
});

it('counts packages inside packages, and code that was bundled before', () => {
  const inputs = {
    'src/a.ts': { bytesInOutput: 1 },
    'node_modules/@x/y/lib/z.js': { bytesInOutput: 1 },
    'node_modules/a/node_modules/b/i.js': { bytesInOutput: 1 },
    'node_modules/unused/i.js': { bytesInOutput: 0 },
  };
  const generated = ['// node_modules/c/c.js\nvar c;\n'];
  expect(bundledPackages([{ outputs: { 'dist/a.cjs': { inputs } } }], generated)).toEqual([
    '@x/y',
    'a/node_modules/b',
    'c',
  ]);
});
