import { afterEach, expect, it } from 'vitest';
import { createClient, http, redisBus } from '../src/runtime/client.ts';
import { httpGet } from '../src/runtime/http-get.ts';
import { exampleFiles } from './support/example-project.ts';
import { isOnPath } from './support/program-on-path.ts';
import { redisServer } from './support/redis-server.ts';
import { testServer, type TestServer, type TestServerOptions } from './support/server.ts';

const ends: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

const flag = (state: string): Record<string, string> =>
  exampleFiles({ flags: { 'fast-search': `environments:\n  production: ${state}\n` } });

const token = 'production-token-0001';

async function started(options: TestServerOptions = {}): Promise<TestServer> {
  const server = await testServer({ files: flag('true'), tokens: { production: `${token}\n` }, ...options });
  ends.unshift(() => server.stop());
  return server;
}

it('the client of this package hears of a commit by the event stream', async () => {
  const server = await started();
  const flags = createClient({ environment: 'production', source: http(server.url, { token }) });
  ends.unshift(() => flags.close());
  const streaming = new Promise<void>((done) => void flags.on('mode', ({ mode }) => mode === 'stream' && done()));
  await flags.ready({ within: '10s' });
  expect(flags.boolean('fast-search', { targetingKey: 'u-1' })).toBe(true);
  await streaming;
  const changed = new Promise<unknown>((done) => void flags.on('change', done));
  server.repository.write(flag('false'));
  const commit = server.repository.commit('Off');
  await server.running.refresh();
  await changed;
  expect(flags.boolean('fast-search', { targetingKey: 'u-1' })).toBe(false);
  expect(flags.health()).toMatchObject({ version: 2, commit, ready: true });
});

it('the client of this package reads snapshots zipped', async () => {
  const server = await started();
  const encodings: unknown[] = [];
  const get: typeof httpGet = async (request) => {
    const answer = await httpGet(request);
    encodings.push(answer.statusCode, answer.headers['content-encoding']);
    return answer;
  };
  const flags = createClient({
    environment: 'production',
    source: http(server.url, { token, get }),
    propagation: 'none',
  });
  ends.unshift(() => flags.close());
  await flags.ready({ within: '10s' });
  expect(flags.boolean('fast-search', { targetingKey: 'u-1' })).toBe(true);
  expect(await flags.refresh()).toBe(true);
  expect(encodings).toEqual([200, 'gzip', 304, undefined]);
});

it.skipIf(!isOnPath('redis-server'))('the client of this package hears of a commit by the bus', async () => {
  const redis = await redisServer();
  ends.unshift(() => redis.stop());
  const server = await started({ bus: redis.url });
  const source = { ...http(server.url, { token }), watch: undefined };
  const flags = createClient({ environment: 'production', source, bus: redisBus(redis.url), propagation: 'bus' });
  ends.unshift(() => flags.close());
  const onBus = new Promise<void>((done) => void flags.on('mode', ({ mode }) => mode === 'bus' && done()));
  await flags.ready({ within: '10s' });
  await onBus;
  const changed = new Promise<unknown>((done) => void flags.on('change', done));
  server.repository.write(flag('false'));
  server.repository.commit('Off');
  await server.running.refresh();
  await changed;
  expect(flags.boolean('fast-search', { targetingKey: 'u-1' })).toBe(false);
});
