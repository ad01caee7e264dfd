import { expect, it } from 'vitest';
import { projectEnvironments } from './environments.ts';
import { readFlag } from './flag.ts';
import { readManifest } from './manifest.ts';

const flags = new Map(
  ['fast-search', 'dark-mode'].map((key) => [
    key,
    readFlag(key, `${key}.flag.yaml`, { environments: { staging: true, [`${key}-lab`]: true } }),
  ]),
);

it('are those of the manifest, in its order', () => {
  const manifest = readManifest('', { environments: { staging: {}, production: { critical: true } } });
  expect(projectEnvironments({ manifest, flags })).toEqual([
    { name: 'staging', critical: false },
    { name: 'production', critical: true },
  ]);
});

it('are those that flags name where the manifest names none', () => {
  const names = projectEnvironments({ manifest: readManifest('', {}), flags }).map(({ name }) => name);
  expect(names).toEqual(['staging', 'fast-search-lab', 'dark-mode-lab']);
});
