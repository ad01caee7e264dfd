import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { everythingBelow } from './support/everything-below.ts';
import { temporaryRepository } from './support/repository.ts';
import {
  evaluation,
  exampleRepository,
  testServer,
  type TestServer,
  type TestServerOptions,
} from './support/server.ts';
import { exampleFiles } from './support/example-project.ts';
import { runMain } from './support/transcript.ts';

let servers: TestServer[] = [];

afterEach(async () => {
  for (const one of servers) await one.stop();
  servers = [];
});

const flag = (state: string): Record<string, string> =>
  exampleFiles({ flags: { 'fast-search': `environments:\n  production: ${state}\n` } });

async function started(options: TestServerOptions = {}): Promise<TestServer> {
  const server = await testServer({ files: flag('true'), ...options });
  servers.push(server);
  return server;
}

/** What the server says of the flag, of itself, and of the newest commit. */
async function state({ ask }: TestServer): Promise<object> {
  const { body } = (await ask('/ofrep/v1/evaluate/flags/fast-search', evaluation())) as { body: { value: unknown } };
  const ready = await ask('/readyz');
  const { environments, refused } = ready.body as {
    environments: { production: { version: number } };
    refused: { why: string } | null;
  };
  return { value: body.value, ready: ready.status, version: environments.production?.version, refused: refused?.why };
}

describe('a new commit', () => {
  it('is served at the next look', async () => {
    const server = await started();
    server.repository.write(flag('false'));
    expect(await state(server)).toEqual({ value: true, ready: 200, version: 1 });
    server.repository.commit('Off');
    await server.logged('served');
    server.tick('poll');
    expect(await server.logged('served')).toMatchObject({ version: 2 });
    expect(await state(server)).toEqual({ value: false, ready: 200, version: 2 });
  });

  it('is served at once where the hook asks', async () => {
    const server = await started();
    server.repository.write(flag('false'));
    server.repository.commit('Off');
    const { status, body } = await server.ask('/-/refresh', { method: 'POST' });
    expect([status, body]).toEqual([200, { outcome: 'served', refused: null }]);
    expect(await state(server)).toMatchObject({ value: false });
    expect((await server.ask('/-/refresh', { method: 'POST' })).body).toMatchObject({ outcome: 'unchanged' });
  });

  it('is served although a flag has expired or an owner is unknown: a kill must not wait for them', async () => {
    const server = await started();
    const files = flag('false');
    const text = files['fast-search.flag.yaml']!.replace(/^owner: .*$/m, 'owner: nobody').replace(/^expires: .*$/m, 'expires: 2026-01-01'); // prettier-ignore
    server.repository.write({ 'fast-search.flag.yaml': text });
    server.repository.commit('Off at once');
    await server.running.refresh();
    expect(await state(server)).toEqual({ value: false, ready: 200, version: 2 });
  });
});

describe('what is kept from commit to commit', () => {
  it('makes no difference to what is served', async () => {
    const server = await started({ repository: exampleRepository() });
    const { repository } = server;
    const text = (path: string): string => repository.git('show', `HEAD:flags/${path}`);
    const steps: (() => Record<string, string | null>)[] = [
      () => ({ 'flags/segments/employees.segment.yaml': text('segments/employees.segment.yaml').replace('example.com', 'example.org') }), // prettier-ignore
      () => ({ 'flags/platform/performance-mode.flag.yaml': text('platform/performance-mode.flag.yaml').replace('production: true', 'production: false') }), // prettier-ignore
      () => ({ 'flags/a-new.flag.yaml': text('platform/performance-mode.flag.yaml') }),
      () => ({
        'flags/platform/performance-mode.flag.yaml': null,
        'flags/moved/performance-mode.flag.yaml': text('platform/performance-mode.flag.yaml'),
      }),
      () => ({ 'flags/a-new.flag.yaml': 'environments: {' }),
      () => ({ 'flags/a-new.flag.yaml': null }),
      () => ({ 'README.md': 'Nothing of this is served.\n' }),
    ];
    for (const step of steps) {
      repository.write(step());
      repository.commit('Step');
      if ((await server.running.refresh()) === 'refused') continue;
      const { stdout } = await runMain(['export', 'snapshot', '--env', 'production'], repository.path, repository.env);
      expect((await server.ask('/snapshot')).text).toBe(stdout);
      const fresh = await testServer({ repository: { ...repository, remove: () => {} } });
      const all = evaluation({ targetingKey: 'u-1', email: 'ada@example.org' });
      expect((await server.ask('/ofrep/v1/evaluate/flags', all)).text).toBe((await fresh.ask('/ofrep/v1/evaluate/flags', all)).text); // prettier-ignore
      await fresh.stop();
    }
    expect(server.log.filter(({ event }) => event === 'refused').map(({ problems }) => problems)).toEqual([
      ['flags/a-new.flag.yaml: this { is never closed [yaml-syntax]'],
    ]);
  });
});

describe('a broken commit', () => {
  const breakages: readonly (readonly [string, Record<string, string | null>])[] = [
    ['YAML that is cut off', { 'fast-search.flag.yaml': 'environments: {' }],
    [
      'a field that does not exist',
      { 'fast-search.flag.yaml': `${flag('true')['fast-search.flag.yaml']}colour: red\n` },
    ],
    ['a segment that does not exist', flag('{ enabled: true, rules: [{ name: a, when: { segment: none }, serve: on }], otherwise: off }')], // prettier-ignore
    ['a variant that does not exist', flag('{ enabled: true, otherwise: maybe }')],
    ['a prerequisite that does not exist', { 'fast-search.flag.yaml': `${flag('true')['fast-search.flag.yaml']}prerequisites: [{ flag: none, reason: It calls the new search. }]\n` }], // prettier-ignore
    ['no project', { 'flagwright.yaml': null }],
    ['an environment less', { 'flagwright.yaml': 'version: 1\nenvironments: { staging: {} }\n' }],
    ['a manifest that is not one', { 'flagwright.yaml': '[]\n' }],
  ];

  it.each(breakages)('with %s is never served, and the one after it is', async (_, files) => {
    const server = await started();
    server.repository.write(files);
    const commit = server.repository.commit('Broken');
    await server.running.refresh();
    expect(await state(server)).toEqual({ value: true, ready: 200, version: 1, refused: 'broken' });
    const { body } = await server.ask('/-/refresh', { method: 'POST' });
    expect(body).toMatchObject({ outcome: 'refused', refused: { commit, problems: [expect.any(String)] } });
    expect((await server.ask('/metrics')).text).toMatch(/^flagwright_commit_refused\{reason="broken"\} 1$/m);
    // Said once, however often it is looked at.
    expect(server.log.filter(({ event }) => event === 'refused')).toEqual([expect.objectContaining({ commit })]);
    server.repository.write(flag('false'));
    server.repository.commit('Repaired');
    await server.running.refresh();
    expect(await state(server)).toEqual({ value: false, ready: 200, version: 3 });
  });

  it('lets a server that starts on it serve the last good one', async () => {
    const repository = exampleRepository(flag('true'));
    repository.write({ 'fast-search.flag.yaml': 'environments: {' });
    repository.commit('Broken');
    repository.commit('Still broken');
    const server = await started({ repository });
    expect(await state(server)).toEqual({ value: true, ready: 200, version: 1, refused: 'broken' });
  });

  it('lets a server wait that has never seen a good one', async () => {
    const server = await started({ files: { ...flag('true'), 'fast-search.flag.yaml': 'environments: {' } });
    expect((await server.ask('/readyz')).status).toBe(503);
    const { status, body } = await server.ask('/ofrep/v1/evaluate/flags/fast-search', evaluation());
    expect([status, body]).toMatchObject([503, { errorCode: 'PROVIDER_NOT_READY' }]);
    server.repository.write(flag('true'));
    server.repository.commit('Repaired');
    await server.running.refresh();
    expect(await state(server)).toEqual({ value: true, ready: 200, version: 2 });
  });
});

describe('a rewritten history', () => {
  it.each([false, true])('is served only if that is accepted: %s', async (acceptRewrite) => {
    const server = await started({ acceptRewrite });
    server.repository.write(flag('false'));
    server.repository.git('add', '--all');
    server.repository.git('commit', '--quiet', '--amend', '--message', 'Rewritten');
    await server.running.refresh();
    expect(await state(server)).toEqual(
      acceptRewrite
        ? { value: false, ready: 200, version: 1 }
        : { value: true, ready: 200, version: 1, refused: 'rewritten' },
    );
  });

  it('is not what a merge is, and not what going back to an older commit is either', async () => {
    const server = await started();
    const { repository } = server;
    repository.git('checkout', '--quiet', '-b', 'side');
    repository.write(flag('false'));
    repository.commit('Off');
    repository.git('checkout', '--quiet', 'main');
    repository.commit('Meanwhile');
    await server.running.refresh();
    repository.git('merge', '--quiet', '--no-edit', 'side');
    await server.running.refresh();
    expect(await state(server)).toEqual({ value: false, ready: 200, version: 3 });
    repository.git('reset', '--quiet', '--hard', 'HEAD~1');
    await server.running.refresh();
    expect(await state(server)).toMatchObject({ value: false, version: 3, refused: 'rewritten' });
  });

  it('is a merge that swaps its parents, so that versions would go back', async () => {
    const server = await started();
    const { repository } = server;
    repository.git('checkout', '--quiet', '-b', 'side');
    repository.write(flag('false'));
    repository.commit('Off');
    repository.git('checkout', '--quiet', 'main');
    repository.commit('Two');
    repository.commit('Three');
    repository.commit('Four');
    await server.running.refresh();
    repository.git('checkout', '--quiet', 'side');
    repository.git('merge', '--quiet', '--no-edit', 'main');
    repository.git('branch', '--force', 'main', 'side');
    repository.git('checkout', '--quiet', 'main');
    await server.running.refresh();
    expect(await state(server)).toEqual({ value: true, ready: 200, version: 4, refused: 'rewritten' });
  });
});

describe('the repository', () => {
  it('may be followed at a branch that is not checked out', async () => {
    const repository = exampleRepository(flag('true'));
    repository.git('branch', 'release');
    repository.write(flag('false'));
    repository.commit('Off');
    const server = await started({ repository, ref: 'release' });
    expect(await state(server)).toMatchObject({ value: true, version: 1 });
    repository.git('branch', '--force', 'release', 'main');
    await server.running.refresh();
    expect(await state(server)).toMatchObject({ value: false, version: 2 });
    repository.git('pack-refs', '--all');
    expect(await server.running.refresh()).toBe('unchanged');
  });

  it('is not written to', async () => {
    const repository = exampleRepository(flag('true'));
    const before = everythingBelow(repository.path);
    const server = await started({ repository });
    await state(server);
    await server.running.refresh();
    expect(everythingBelow(repository.path)).toEqual(before);
    expect(readdirSync(join(repository.path, '.git'))).not.toContain('flagwright');
  });

  it('may be bare', async () => {
    const origin = exampleRepository();
    const bare = temporaryRepository({ bare: true });
    origin.git('push', '--quiet', bare.path, 'main');
    const repository = { ...bare, env: { ...bare.env, GIT_DIR: bare.path } };
    const server = await started({ repository });
    const { body } = await server.ask('/ofrep/v1/evaluate/flags/payment-api-v2', evaluation());
    expect(body).toMatchObject({ value: true });
    origin.write({ 'flags/payments/payment-api-v2.flag.yaml': null });
    origin.commit('Gone');
    origin.git('push', '--quiet', bare.path, 'main');
    await server.running.refresh();
    // Others need it: the commit is broken.
    expect((await server.ask('/readyz')).body).toMatchObject({ refused: { why: 'broken' } });
    origin.remove();
  });

  it('that loses an object leaves what is served alone', async () => {
    const server = await started();
    server.repository.write({ '.git/refs/heads/main': `${'1'.repeat(40)}\n` });
    await server.running.refresh();
    expect(await state(server)).toEqual({ value: true, ready: 200, version: 1, refused: 'unreadable' });
  });
});
