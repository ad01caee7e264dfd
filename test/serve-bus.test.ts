import { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { userError } from './support/host.ts';
import { isOnPath } from './support/program-on-path.ts';
import { redisServer } from './support/redis-server.ts';
import { evaluation, testServer } from './support/server.ts';

describe.skipIf(!isOnPath('redis-server'))('the bus', () => {
  it('announces each snapshot, and the newest once more when Redis comes back', async () => {
    let redis = await redisServer();
    const { port } = redis;
    const server = await testServer({ bus: redis.url });
    await server.logged('bus-connected');
    const heard = await listening(redis.url);
    const commit = server.repository.commit('Two');
    await server.running.refresh();
    expect(await heard.next()).toMatchObject({ environment: 'production', version: 2, commit });
    heard.close();
    await redis.stop();
    await server.logged('bus-lost');
    // Without Redis, everything else goes on.
    server.repository.commit('Three');
    await server.running.refresh();
    expect((await server.ask('/ofrep/v1/evaluate/flags/payment-api-v1', evaluation())).status).toBe(200);
    expect((await server.ask('/metrics')).text).toMatch(/^flagwright_bus_up 0$/m);
    redis = await redisServer(port);
    await server.logged('bus-connected');
    const asking = new Redis(redis.url);
    while (!(await asking.info('commandstats')).includes('cmdstat_publish:calls=1')); // prettier-ignore
    asking.disconnect();
    await server.stop();
    await redis.stop();
  });

  it('that is not there does not keep the server from starting, and its password is in no line of the log', async () => {
    const redis = await redisServer();
    await redis.stop();
    const server = await testServer({ bus: `redis://ada:secret@127.0.0.1:${redis.port}` });
    expect(await server.logged('bus-lost')).toMatchObject({ bus: `127.0.0.1:${redis.port}` });
    expect((await server.ask('/readyz')).status).toBe(200);
    expect(JSON.stringify(server.log)).not.toContain('secret');
    await server.stop();
  });
});

it.each(['redis', 'http://127.0.0.1:6379'])('%s is not the address of a bus', async (bus) => {
  expect(await userError(() => testServer({ bus }))).toMatch(/^--bus .* \/ write --bus redis:\/\/HOST:6379/);
});

/** What is said on the channel of production. */
async function listening(url: string): Promise<{ next(): Promise<unknown>; close(): void }> {
  const client = new Redis(url);
  const messages: unknown[] = [];
  const waiting: ((message: unknown) => void)[] = [];
  client.on('message', (_, text: string) => {
    const message: unknown = JSON.parse(text);
    const next = waiting.shift();
    if (next) next(message);
    else messages.push(message);
  });
  await client.subscribe('flagwright:snapshot:production');
  return {
    next: () =>
      messages.length > 0 ? Promise.resolve(messages.shift()) : new Promise((done) => void waiting.push(done)),
    close: () => client.disconnect(),
  };
}
