import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { exampleSnapshot } from './support/snapshots.ts';

/** An empty folder in which the packed package is installed, as services have it. */
let folder: string;

const run = (program: string, ...args: string[]): string =>
  execFileSync(program, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', HOME: folder },
  });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flagwright-service-'));
  const packed = execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], { encoding: 'utf8' }); // prettier-ignore
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  run('npm', 'install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--silent', packed.trim());
  writeFileSync(join(folder, 'flags.json'), exampleSnapshot());
  for (const name of ['@types', '@openfeature']) symlinkSync(resolve('node_modules', name), join(folder, 'node_modules', name)); // prettier-ignore
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const asking = `
const flags = createClient({ environment: 'production', source: file('flags.json') });
const before = flags.boolean('checkout');
flags.ready({ within: '5s' }).then(({ ready, source, version }) => {
  const value = flags.boolean('checkout', { targetingKey: 'ada' });
  const logical = flags.string('banner', { targetingKey: 'ada', country: 'DE' });
  console.log(JSON.stringify({ before, ready, source, version, value, logical }));
});`;
const answer = { before: false, ready: true, source: 'memory', version: 3, value: true, logical: 'hello' };

it('is imported as an ES module', () => {
  writeFileSync(join(folder, 'service.mjs'), `import { createClient, file } from 'flagwright/client';${asking}`);
  expect(JSON.parse(run(process.execPath, '--no-warnings', 'service.mjs'))).toEqual(answer);
});

it('is required as a CommonJS module', () => {
  writeFileSync(join(folder, 'service.cjs'), `const { createClient, file } = require('flagwright/client');${asking}`);
  expect(JSON.parse(run(process.execPath, '--no-warnings', 'service.cjs'))).toEqual(answer);
});

it('does what the documentation begins with', () => {
  const [, lines = ''] = /^```js\n([^]*?)^```$/m.exec(readFileSync('docs/client.md', 'utf8')) ?? [];
  expect(lines.trim().split('\n')).toHaveLength(10);
  writeFileSync(join(folder, 'documented.mjs'), lines);
  expect(run(process.execPath, '--no-warnings', 'documented.mjs')).toMatch(/^one-click checkout\n\{\n  flagKey: 'banner',\n  value: 'hello',/); // prettier-ignore
});

it('brings a provider for OpenFeature, for both', () => {
  const lines = `
const provider = new FlagwrightProvider(createClient({ environment: 'production', source: file('flags.json') }));
OpenFeature.setProviderAndWait(provider)
  .then(() => OpenFeature.getClient().getStringDetails('banner', '', { country: 'DE' }))
  .then(({ value, reason }) => console.log(value, reason))
  .then(() => OpenFeature.close());`;
  const packages = [['createClient, file', 'flagwright/client'], ['FlagwrightProvider', 'flagwright/openfeature'], ['OpenFeature', '@openfeature/server-sdk']]; // prettier-ignore
  const imports = packages.map(([names, from]) => `import { ${names} } from '${from}';\n`).join('');
  writeFileSync(join(folder, 'provider.mjs'), imports + lines);
  writeFileSync(join(folder, 'provider.cjs'), imports.replaceAll(/import (.*) from (.*);/g, 'const $1 = require($2);') + lines); // prettier-ignore
  for (const program of ['provider.mjs', 'provider.cjs']) {
    expect(run(process.execPath, '--no-warnings', program)).toBe('hello TARGETING_MATCH\n');
  }
});

it('brings its types for both', () => {
  const typed = `import { createClient, file, type Answer, type FlagClient } from 'flagwright/client';
import { FlagwrightProvider, type Exposure } from 'flagwright/openfeature';
import { OpenFeature } from '@openfeature/server-sdk';
const flags: FlagClient = createClient({ environment: 'production', source: file('flags.json') });
export const on: boolean = flags.boolean('checkout', { targetingKey: 'ada' });
export const answer: Promise<Answer<string>> = flags.evaluate('banner', undefined, { fallback: 'none' });
OpenFeature.setProvider(new FlagwrightProvider(flags, { onExposure: ({ key }: Exposure) => void key.length }));
flags.on('change', ({ flags }) => flags.map((key: string) => key.length));
// @ts-expect-error: the environment is missing
createClient({ source: file('flags.json') });
// @ts-expect-error: there is no such event
flags.on('chnage', () => {});
`;
  writeFileSync(join(folder, 'typed.mts'), typed);
  writeFileSync(join(folder, 'typed.cts'), typed);
  const options = ['--noEmit', '--strict', '--target', 'es2022', '--types', 'node', '--exactOptionalPropertyTypes'];
  const tsc = resolve('node_modules/typescript/bin/tsc');
  expect(run(process.execPath, tsc, ...options, '--module', 'nodenext', 'typed.mts', 'typed.cts')).toBe('');
});
