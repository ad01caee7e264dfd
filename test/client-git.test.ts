import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createClient } from '../src/runtime/create-client.ts';
import type { FlagClient } from '../src/runtime/flag-client.ts';
import { git } from '../src/runtime/git-source.ts';
import { temporaryRepository, type TemporaryRepository } from './support/repository.ts';

const program = [process.execPath, resolve('bin/flagwright.js')];
let repository: TemporaryRepository;
let clients: FlagClient[];

const flag = (production: string): string => `description: A flag for the tests.
type: ops
owner: platform
created: 2026-11-01
review: { every: 180d, last: 2026-11-01 }
environments: { production: ${production} }
`;

beforeEach(() => {
  clients = [];
  repository = temporaryRepository();
  repository.write({
    'flags/flagwright.yaml': 'version: 1\nenvironments: { production: {} }\n',
    'flags/owners.yaml': 'teams:\n  platform: { name: Platform, members: [sam@example.com] }\n',
    'flags/dark-mode.flag.yaml': flag('true'),
  });
  repository.commit('Start');
});

afterEach(async () => {
  await Promise.all(clients.map((client) => client.close()));
  repository.remove();
});

async function reading(path: string, at?: string): Promise<FlagClient> {
  const client = createClient({ environment: 'production', source: git(path, { at, program }), propagation: 'none', read: { retries: 0, timeout: '30s' } }); // prettier-ignore
  clients.push(client);
  await client.ready({ within: '30s' });
  return client;
}

it('reads what is committed, commit by commit, and keeps what it has where a commit is broken', async () => {
  const client = await reading(repository.path);
  expect(client.detail('dark-mode', {}, false)).toMatchObject({ value: true, version: 1 });
  repository.write({ 'flags/dark-mode.flag.yaml': flag('false') });
  expect(await client.refresh()).toBe(true);
  expect(client.boolean('dark-mode')).toBe(true);
  repository.commit('Off');
  expect(await client.refresh()).toBe(true);
  expect(client.detail('dark-mode', {}, true)).toMatchObject({ value: false, version: 2 });
  repository.write({ 'flags/dark-mode.flag.yaml': flag('{ enabled: 5 }') });
  repository.commit('Broken');
  expect(await client.refresh()).toBe(false);
  expect(client.detail('dark-mode', {}, true)).toMatchObject({ value: false, version: 2, source: 'memory' });
  expect(client.failures()).toHaveLength(1);
});

it('reads a bare repository, at a branch', async () => {
  repository.git('checkout', '--quiet', '-b', 'release');
  repository.write({ 'flags/dark-mode.flag.yaml': flag('false') });
  repository.commit('Off');
  const bare = join(repository.path, 'bare.git');
  repository.git('clone', '--quiet', '--bare', '.', bare);
  expect((await reading(bare, 'main')).boolean('dark-mode')).toBe(true);
  expect((await reading(bare, 'release')).boolean('dark-mode', {}, true)).toBe(false);
});

it('says what it cannot read', async () => {
  const client = await reading(repository.path, '--output=x');
  expect(client.failures()).toMatchObject([{ what: 'read', message: expect.stringContaining('there is no such commit or repository') as string }]); // prettier-ignore
  const nowhere = await reading(join(repository.path, 'nowhere'));
  expect(nowhere.failures()).toMatchObject([{ what: 'read', worked: false }]);
});
