import { afterEach, expect, it } from 'vitest';
import { fakeClock, settled } from '../../test/support/fake-clock.ts';
import { snapshotFlag, snapshotText } from '../../test/support/snapshots.ts';
import type { EvaluationContext } from '../evaluate/evaluation.ts';
import type { ClientOptions } from './client-options.ts';
import { createClient } from './create-client.ts';
import type { EvaluateCall, FlagClient } from './flag-client.ts';
import { messageOf } from './failures.ts';
import type { Source, Watcher } from './source.ts';

/** What programs without types do to a client: no question to it throws, and no promise of it fails. */
const unhandled: unknown[] = [];
process.on('unhandledRejection', (reason) => unhandled.push(reason));
const clients: FlagClient[] = [];

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  await settled();
  expect(unhandled).toEqual([]);
});

const clock = fakeClock();
const limits = snapshotFlag({ variants: { on: { most: 3, names: ['a'] }, off: {} } });
const text = snapshotText({ flags: { checkout: snapshotFlag(), limits } });

function make(own: Partial<Source> = {}, options: Partial<ClientOptions> = {}): FlagClient {
  const source = { name: 'fake', read: async () => ({ text }), ...own };
  const client = createClient({ environment: 'production', clock, source, read: { retries: 0 }, onWarning: () => {}, ...options }); // prettier-ignore
  clients.push(client);
  return client;
}

const oddKeys: unknown[] = [undefined, null, 5, Symbol('key'), ['checkout'], { toString: () => { throw new Error('no'); } }]; // prettier-ignore

it.each([false, true])('keys that are no text are those of no flag (monitoring: %s)', async (monitoring) => {
  const client = make({}, { monitoring });
  await client.ready();
  for (const context of [{}, 'not a context'] as EvaluationContext[]) {
    for (const key of oddKeys as string[]) {
      expect(client.boolean(key, context, true)).toBe(true);
      expect(client.detail(key, context, 'x')).toMatchObject({ value: 'x', errorCode: 'FLAG_NOT_FOUND' });
      expect((await client.evaluate(key, context, { fallback: 1 })).value).toBe(1);
    }
  }
  expect(client.metrics().includes('code="FLAG_NOT_FOUND"} 36')).toBe(monitoring);
});

it('options of a call may be null', async () => {
  const client = make();
  expect(await client.ready(null as never)).toMatchObject({ ready: true });
  expect((await client.evaluate('checkout', {}, null as unknown as EvaluateCall<boolean>)).value).toBe(true);
});

it('a value that is an object cannot be changed for others', async () => {
  const client = make();
  await client.ready();
  const value = client.object('limits', {}, { most: 0, names: ['x'] });
  expect(() => (value.most = 9)).toThrow(TypeError);
  expect(() => value.names.push('b')).toThrow(TypeError);
  expect(client.object('limits', {}, {})).toEqual({ most: 3, names: ['a'] });
});

it.each<[unknown, string]>([
  [Object.defineProperty(new Error(), 'message', { get: () => { throw new Error('no'); } }), 'something that is not an error was thrown'],
  [Object.assign(new Error(), { message: 5 }), 'something that is not an error was thrown'],
  [undefined, 'something that is not an error was thrown'],
  [new Error('a\n  b'), 'a b'],
])('whatever a source throws is a failure (%#)', async (thrown, message) => {
  expect(messageOf(thrown)).toBe(message);
  const client = make({ read: () => Promise.reject(thrown) }, { propagation: 'none' });
  expect(await client.ready()).toMatchObject({ ready: false });
  expect(client.failures()[0]).toMatchObject({ what: 'read', message });
}); // prettier-ignore

it.each<[string, unknown]>([
  ['gives nothing that ends it', () => undefined],
  ['gives something that cannot be ended', () => () => { throw new Error('no'); }],
  ['promises', async () => Promise.reject(new Error('no'))],
  ['is lost without an error', (_: unknown, watcher: Watcher) => {
    queueMicrotask(() => {
      watcher.alive();
      watcher.lost(undefined as unknown as Error);
    });
    return () => {};
  }],
])('a watch that %s stops nothing', async (_, watch) => {
  const client = make({ watch: watch as Source['watch'], heartbeat: true });
  await client.ready();
  await clock.pass(120_000);
  expect(client.boolean('checkout')).toBe(true);
  await client.close();
  expect(client.health().live).toBe(false);
}); // prettier-ignore

it.each([
  ['throws', () => { throw new Error('no'); }],
  ['fails', async () => Promise.reject(new Error('no'))],
])('a source whose close %s is closed all the same', async (_, close) => {
  const client = make({ close });
  await client.ready();
  let isClosed = false;
  client.on('close', () => (isClosed = true));
  await client.close();
  expect(isClosed).toBe(true);
  expect(client.failures().at(-1)).toMatchObject({ what: 'close', message: 'no' });
}); // prettier-ignore
