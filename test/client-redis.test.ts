import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseEntry } from '../src/runtime/cache.ts';
import type { FlagClient } from '../src/runtime/flag-client.ts';
import { redisBus } from '../src/runtime/redis-bus.ts';
import { redis } from '../src/runtime/redis-cache.ts';
import { faultKit, next, type FaultKit } from './support/fault-kit.ts';
import { hasRedis, pausableRedis, type PausableRedis } from './support/pausable-redis.ts';
import { disabledFlag, snapshotText } from './support/snapshots.ts';

const off = { checkout: disabledFlag() };
const password = 'a-password-that-must-stay-secret';

it('names an address without what is secret in it', () => {
  expect(redis(`redis://ada:${password}@cache.internal:6379/2`).name).toBe('redis cache.internal:6379');
  expect(redisBus(`rediss://:${password}@cache.internal`).name).toBe('redis cache.internal');
  expect(() => redis('cache.internal:6379')).toThrow('redis: the address is not valid');
  expect(() => redisBus('https://cache.internal')).toThrow('redis: the address is not valid');
});

it('that is not there is passed over, and its password is not in the record', async () => {
  const kit = await faultKit();
  try {
    const client = kit.client({ cache: [redis(`redis://:${password}@127.0.0.1:9`)] });
    await client.ready();
    await client.refresh();
    expect(client.boolean('checkout')).toBe(true);
    await eventually(() => kit.noted.length > 0);
    expect(client.failures()).toMatchObject([{ what: 'shared cache', message: 'redis 127.0.0.1:9 cannot be reached: ECONNREFUSED' }]); // prettier-ignore
  } finally {
    await kit.done();
  }
});

// Without a Redis these are skipped; CI has one.
describe.skipIf(!hasRedis())('a Redis that is there', () => {
  let server: PausableRedis;
  let kit: FaultKit;
  let direct: Redis;

  beforeAll(async () => {
    server = await pausableRedis();
  });
  afterAll(() => server.kill());

  beforeEach(async () => {
    kit = await faultKit();
    direct = new Redis(server.address);
    direct.on('error', () => {});
    await direct.flushall();
  });
  afterEach(async () => {
    direct.disconnect();
    await kit.done();
  });

  const held = async (): Promise<number | undefined> => {
    const stored = await direct.get('flagwright:snapshot:production');
    return stored?.startsWith('flagwright-cache') ? parseEntry(stored).version : undefined;
  };
  const started = async (options?: Parameters<FaultKit['client']>[0]): Promise<FlagClient> => {
    const client = kit.client({ cache: [redis(server.address)], ...options });
    await client.ready();
    return client;
  };

  it('serves a service that cannot reach its source what another one read', async () => {
    await started();
    await eventually(async () => (await held()) === 1);
    await kit.server.stop();
    const second = await started();
    expect(second.detail('checkout', {}, false)).toMatchObject({ value: true, source: 'shared', version: 1 });
    await kit.server.start();
  });

  it('keeps the newest of what services write, whoever is last', async () => {
    const cache = redis(server.address);
    const entry = (version: number) => ({ version, confirmedAt: 1, text: snapshotText({ version }) });
    for (const version of [9, 10, 8]) await cache.write('production', entry(version));
    expect(await cache.read('production')).toEqual(entry(10));
    expect(await cache.read('staging')).toBe(undefined);
    await cache.close?.();
  });

  it('that holds something else is repaired', async () => {
    await direct.set('flagwright:snapshot:production', 'something else');
    const client = await started({ propagation: 'poll', poll: '1d', reconcile: '1d' });
    await eventually(async () => (await held()) === 1);
    expect(client.boolean('checkout')).toBe(true);
    await eventually(() => kit.noted.length > 0);
    expect(kit.noted).toEqual(['shared cache']);
  });

  it('that is paused delays nothing for long, and is used again afterwards', async () => {
    server.pause();
    try {
      const client = await started({ cacheTimeout: 50 });
      expect(client.boolean('checkout')).toBe(true);
      await eventually(() => kit.noted.includes('shared cache'));
    } finally {
      server.resume();
    }
    await started();
    await eventually(async () => (await held()) === 1);
  });

  it('that is killed is passed over, and used again once it is back', async () => {
    const cache = redis(server.address);
    const entry = { version: 3, confirmedAt: 1, text: snapshotText({ version: 3 }) };
    await cache.write('production', entry);
    await server.kill();
    await expect(cache.read('production')).rejects.toThrow();
    await server.start();
    await eventually(async () => (await cache.read('production').catch(() => null)) === undefined);
    await cache.write('production', entry);
    expect(await cache.read('production')).toEqual(entry);
    await cache.close?.();
  });

  describe('as a bus', () => {
    const announced = (version: number, environment = 'production') =>
      direct.publish('flagwright:snapshot:production', JSON.stringify({ environment, version, commit: 'a'.repeat(40), digest: 'b'.repeat(64) })); // prettier-ignore
    const following = async (): Promise<FlagClient> => {
      const client = await started({ cache: [], bus: redisBus(server.address), propagation: 'bus', poll: '1d' });
      await eventually(() => client.health().mode === 'bus');
      await client.refresh();
      return client;
    };

    it('brings a change', async () => {
      const client = await following();
      const changed = next(client, 'change');
      kit.server.serve({ version: 2, flags: off });
      await announced(2);
      expect(await changed).toMatchObject({ version: 2, flags: ['checkout'] });
    });

    it('with messages that were sent before, of others, or not understood, brings nothing', async () => {
      kit.server.serve({ version: 5 });
      const client = await following();
      const { reads } = kit.server;
      await announced(4);
      await announced(9, 'staging');
      await direct.publish('flagwright:snapshot:production', '{{{');
      kit.server.serve({ version: 6 });
      const changed = next(client, 'change');
      await announced(6);
      expect(await changed).toMatchObject({ version: 6 });
      expect(kit.server.reads).toBe(reads + 1);
    });

    it('that is killed makes it poll until it is back, and then it reads what it missed', async () => {
      const client = await following();
      const modes: string[] = [];
      client.on('mode', ({ mode }) => modes.push(mode));
      await server.kill();
      await eventually(() => modes.length === 1);
      kit.server.serve({ version: 2, flags: off });
      await server.start();
      await eventually(() => modes.length === 2 && !client.boolean('checkout'));
      expect(modes).toEqual(['poll', 'bus']);
      expect(kit.noted).toContain('bus');
    });
  });
});

/** Waits for something that happens outside of this process. */
async function eventually(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 1000; turn++) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('it never came to be');
}
