import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeClock, settled, type FakeClock } from '../../test/support/fake-clock.ts';
import { memoryCache } from '../../test/support/fault-kit.ts';
import { disabledFlag, snapshotFlag, snapshotText, type SnapshotParts } from '../../test/support/snapshots.ts';
import type { ClientOptions } from './client-options.ts';
import { createClient } from './create-client.ts';
import type { ClientEvents } from './events.ts';
import type { FlagClient } from './flag-client.ts';
import type { Watcher } from './source.ts';

let clock: FakeClock;
let warnings: string[];
let clients: FlagClient[];
/** What the source has; an error is what reading it ends with. */
let source: SnapshotParts | Error;
let reads: number;

beforeEach(() => {
  clock = fakeClock();
  warnings = [];
  clients = [];
  source = {};
  reads = 0;
});

afterEach(async () => {
  await Promise.all(clients.map((client) => client.close()));
  expect(clock.waiting).toBe(0);
});

function make(options: Partial<ClientOptions> = {}): FlagClient {
  const client = createClient({
    environment: 'production',
    clock,
    onWarning: (message) => warnings.push(message),
    read: { retries: 0 },
    propagation: 'none',
    source: {
      name: 'fake',
      read: async () => {
        reads++;
        if (source instanceof Error) throw source;
        return { text: snapshotText(source) };
      },
    },
    ...options,
  });
  clients.push(client);
  return client;
}

async function ready(options?: Partial<ClientOptions>): Promise<FlagClient> {
  const client = make(options);
  await client.ready();
  return client;
}

function heard<Name extends keyof ClientEvents>(client: FlagClient, name: Name): ClientEvents[Name][] {
  const events: ClientEvents[Name][] = [];
  client.on(name, (event) => events.push(event));
  return events;
}

const texts = (own: object = {}) => snapshotFlag({ variants: { on: 'blue', off: 'grey', safe: 'white' }, onFailure: 'safe', ...own }); // prettier-ignore

describe('before it is ready', () => {
  it('gives what the call says, and warns once', () => {
    const client = make();
    expect(client.boolean('checkout')).toBe(false);
    expect(client.boolean('checkout', {}, true)).toBe(true);
    expect(client.string('color', {}, 'red')).toBe('red');
    expect(client.number('limit')).toBe(0);
    expect(client.object('layout', {}, { wide: true })).toEqual({ wide: true });
    expect(client.detail('checkout', {}, true)).toMatchObject({ value: true, variant: undefined, reason: 'ERROR', errorCode: 'PROVIDER_NOT_READY', source: 'default' }); // prettier-ignore
    expect(warnings).toEqual(['flagwright: a flag was asked for before there was a snapshot: await ready() first']);
    expect(reads).toBe(0);
  });

  it('ends waiting when it is clear that there will be nothing', async () => {
    source = new Error('away');
    expect(await make().ready()).toEqual({ ready: false, source: 'default', version: undefined });
  });

  it('waits no longer than it is told to', async () => {
    const client = make({ source: { name: 'silent', read: () => new Promise(() => {}) } });
    const waiting = client.ready({ within: '2s' });
    await clock.pass(1999);
    let isDone = false;
    void waiting.then(() => (isDone = true));
    await settled();
    expect(isDone).toBe(false);
    await clock.pass(1);
    expect(await waiting).toEqual({ ready: false, source: 'default', version: undefined });
  });

  it('starts once', async () => {
    const client = make();
    client.start();
    await Promise.all([client.ready(), client.ready()]);
    client.start();
    expect(reads).toBe(1);
  });
});

describe('an answer', () => {
  it('is the flag’s, with where it is from', async () => {
    source = { version: 4, flags: { color: texts({ rules: [{ name: 'germans', when: { attribute: 'country', equals: 'DE' }, serve: 'on' }], otherwise: 'off' }) } }; // prettier-ignore
    const client = await ready();
    await clock.pass(1500);
    expect(client.string('color', { country: 'DE' })).toBe('blue');
    expect(client.detail('color', { country: 'DE' }, 'red')).toEqual({
      flagKey: 'color',
      value: 'blue',
      variant: 'on',
      reason: 'TARGETING_MATCH',
      errorCode: undefined,
      errorMessage: undefined,
      source: 'memory',
      age: 1500,
      version: 4,
      degraded: false,
      flagMetadata: { rule: 'germans' },
    });
    expect(client.keys()).toEqual(['color']);
    expect(client.flag('color')).toMatchObject({ criticality: 'medium' });
  });

  it('to a question of another type, or of a flag that does not exist, is the fallback', async () => {
    source = { flags: { color: texts() } };
    const client = await ready();
    expect(client.boolean('color', {}, true)).toBe(true);
    expect(client.detail('color', {}, 7)).toMatchObject({ value: 7, variant: undefined, reason: 'ERROR', errorCode: 'TYPE_MISMATCH' }); // prettier-ignore
    expect(client.detail('colour', {}, 'red')).toMatchObject({ value: 'red', reason: 'ERROR', errorCode: 'FLAG_NOT_FOUND' }); // prettier-ignore
    expect(await client.evaluate('color')).toMatchObject({ value: 'blue' });
  });

  it('to a context that is refused is the flag’s onFailure, and no attribute is in the message', async () => {
    source = { flags: { color: texts() }, context: { attributes: { email: { type: 'string', maxLength: 9, personal: true } } } }; // prettier-ignore
    const client = await ready();
    const answer = client.detail('color', { email: 'ada@example.com' }, 'red');
    expect(answer).toMatchObject({ value: 'white', variant: 'safe', reason: 'ERROR', errorCode: 'INVALID_CONTEXT', errorMessage: 'email is longer than 9 characters' }); // prettier-ignore
    expect(client.number('color', { email: 'ada@example.com' }, 3)).toBe(3);
    expect(client.string('colour', { email: 'ada@example.com' }, 'red')).toBe('red');
    expect(JSON.stringify(client.failures())).not.toContain('ada@');
  });

  it('of attributes that are not declared comes with one warning for each', async () => {
    source = { context: { attributes: {} } };
    const client = await ready();
    for (let call = 0; call < 3; call++) client.boolean('checkout', { contry: 'DE' });
    expect(warnings).toEqual(["flagwright: the attribute contry is not declared in the project's context"]);
  });

  it('follows schedules by the clock of the day', async () => {
    source = { flags: { sale: snapshotFlag({ rules: [{ name: 'now', from: '2026-11-02', serve: 'on' }], otherwise: 'off' }) } }; // prettier-ignore
    const client = await ready();
    expect(client.boolean('sale')).toBe(false);
    clock.jump(86_400_000);
    expect(client.boolean('sale')).toBe(true);
  });
});

describe('JsonLogic that takes too long', () => {
  const listed = { some: [{ var: 'items' }, { '==': [{ var: '' }, 'gold'] }] };
  const items = Array.from({ length: 300 }, () => 'x');

  it('is left out for a while, and it is said', async () => {
    source = { flags: { color: texts({ targeting: { if: [listed, 'on', 'on'] }, otherwise: 'off' }), plain: snapshotFlag({ prerequisites: [{ flag: 'color', variant: ['on'] }] }) } }; // prettier-ignore
    const client = await ready({ stepBudget: 500 });
    expect(client.detail('color', { items: ['gold'] }, '')).toMatchObject({ value: 'blue', degraded: false });
    expect(client.detail('color', { items }, '')).toMatchObject({ value: 'grey', degraded: true, reason: 'STATIC' });
    expect(client.failures()).toMatchObject([{ what: 'flag', flag: 'color', message: expect.stringContaining('more than the budget of 500') as string }]); // prettier-ignore
    expect(client.detail('color', { items: ['gold'] }, '')).toMatchObject({ value: 'grey', degraded: true });
    await clock.pass(10_000);
    expect(client.detail('color', { items: ['gold'] }, '')).toMatchObject({ value: 'blue', degraded: false });
    expect(client.detail('plain', { items }, false)).toMatchObject({ value: false, degraded: true });
  });
});

describe('delivery', () => {
  it('always-fresh reads before it answers, and says STALE where it cannot', async () => {
    source = { flags: { pay: snapshotFlag({ delivery: 'always-fresh' }) } };
    const client = await ready();
    source = { version: 2, flags: { pay: disabledFlag({ delivery: 'always-fresh' }) } };
    expect(await client.evaluate('pay')).toMatchObject({
      value: false,
      source: 'fresh',
      version: 2,
      reason: 'DISABLED',
    });
    source = new Error('away');
    expect(await client.evaluate('pay')).toMatchObject({ value: false, source: 'memory', version: 2, reason: 'STALE' });
    expect(client.failures()).toMatchObject([{ what: 'read', message: 'away', fallback: 'memory', worked: true, version: 2 }]); // prettier-ignore
  });

  it('waits no longer than the deadline', async () => {
    const client = await ready();
    clients.push(client);
    let answer: unknown;
    const slow = await ready({ source: slowAfterFirst() });
    void slow.evaluate('checkout', {}, { delivery: 'always-fresh', deadline: 50 }).then((one) => (answer = one));
    await clock.pass(49);
    expect(answer).toBe(undefined);
    await clock.pass(1);
    expect(answer).toMatchObject({ value: true, source: 'memory', reason: 'STALE' });
  });

  it('cache-first reads only what is older than it may be', async () => {
    const client = await ready();
    expect(await client.evaluate('checkout')).toMatchObject({ source: 'memory', age: 0 });
    await clock.pass(30_000);
    expect([(await client.evaluate('checkout')).age, reads]).toEqual([30_000, 1]);
    await clock.pass(1);
    expect([(await client.evaluate('checkout')).age, reads]).toEqual([0, 2]);
    await clock.pass(5000);
    expect([(await client.evaluate('checkout', {}, { maxAge: '4s' })).age, reads]).toEqual([0, 3]);
  });

  it('background-refresh answers at once and reads behind', async () => {
    const client = await ready({ delivery: 'background-refresh' });
    await clock.pass(30_001);
    source = { version: 2, flags: { checkout: disabledFlag() } };
    expect(await client.evaluate('checkout')).toMatchObject({ value: true, version: 1, age: 30_001 });
    await settled();
    expect(await client.evaluate('checkout')).toMatchObject({ value: false, version: 2, age: 0 });
  });

  it('takes its own bounds where those of a call are not durations, and warns', async () => {
    const client = await ready();
    await client.ready({ within: 'soon' });
    expect(await client.evaluate('checkout', {}, { deadline: 'soon' })).toMatchObject({ value: true });
    expect(warnings).toEqual([expect.stringContaining('within: "soon" is not a duration'), expect.stringContaining('deadline: "soon"')]); // prettier-ignore
  });
});

/** A source that gives a snapshot once, and then nothing any more. */
function slowAfterFirst(): ClientOptions['source'] {
  let count = 0;
  return {
    name: 'slow',
    read: () => (count++ === 0 ? Promise.resolve({ text: snapshotText() }) : new Promise(() => {})),
  };
}

describe('what happens', () => {
  it('is told: ready, change with the flags it is about, stale, ready again', async () => {
    const flags = { a: snapshotFlag(), b: snapshotFlag({ prerequisites: [{ flag: 'a' }] }), c: snapshotFlag() };
    source = { flags };
    const client = make({ staleAfter: '1m' });
    const told = (['ready', 'change', 'stale'] as const).map((name) => heard(client, name));
    await client.ready();
    expect(told).toMatchObject([[{ version: 1, source: 'fresh' }], [{ version: 1, previous: undefined, flags: ['a', 'b', 'c'] }], []]); // prettier-ignore
    await clock.pass(60_000);
    expect(told[2]).toEqual([{ version: 1, age: 60_000 }]);
    expect(client.health()).toMatchObject({ live: true, ready: true, stale: true, mode: 'none', version: 1, breaker: 'closed', lastError: undefined }); // prettier-ignore
    source = { version: 2, flags: { ...flags, a: disabledFlag() } };
    await client.refresh();
    expect(told[1]?.[1]).toMatchObject({ version: 2, previous: 1, flags: ['a', 'b'] });
    expect(told[0]).toHaveLength(2);
    expect(client.health()).toMatchObject({ stale: false, age: 0 });
  });

  it('reaches a listener until it stops listening', async () => {
    const client = make();
    const events: number[] = [];
    const end = client.on('change', ({ version }) => events.push(version));
    await client.ready();
    end();
    source = { version: 2 };
    await client.refresh();
    expect(events).toEqual([1]);
  });

  it('keeps the last failures', async () => {
    source = new Error('away');
    const client = make({ failures: 3 });
    for (let read = 0; read < 5; read++) await client.refresh();
    expect(client.failures().map(({ what, worked }) => `${what} ${worked}`)).toEqual(Array(3).fill('read false'));
    expect(client.health().lastError).toMatchObject({ what: 'read' });
  });
});

describe('polling', () => {
  it('reads within every interval, and sooner after a failure', async () => {
    const client = await ready({ propagation: 'poll', poll: '10s' });
    expect(client.health().mode).toBe('poll');
    clock.chance = 0.999;
    await clock.pass(50_000);
    expect(reads).toBeGreaterThanOrEqual(6);
    expect(reads).toBeLessThanOrEqual(8);
    source = new Error('away');
    await clock.pass(12_000);
    expect(client.failures().length).toBeGreaterThan(3);
  });

  it('is what is left while the stream is away, and ends when it is back', async () => {
    let watcher: Watcher | undefined;
    let connections = 0;
    const modes: string[] = [];
    const client = make({
      propagation: 'hybrid',
      source: {
        name: 'streaming',
        heartbeat: true,
        read: async () => ({ text: snapshotText(source as SnapshotParts) }),
        watch: (_, own) => {
          connections++;
          watcher = own;
          return () => {};
        },
      },
    });
    client.on('mode', ({ mode, why }) => modes.push(`${mode}: ${why}`));
    await client.ready();
    watcher?.alive();
    await settled();
    expect(client.detail('checkout', {}, false).source).toBe('fresh');
    await clock.pass(34_999);
    expect(modes).toEqual(['poll: started', 'stream: connected']);
    await clock.pass(1);
    expect(modes[2]).toBe('poll: no sign of life for 35000 ms');
    expect(client.detail('checkout', {}, false).source).toBe('memory');
    const old = watcher;
    await clock.pass(1000);
    expect(connections).toBe(2);
    old?.alive();
    old?.lost(new Error('late'));
    expect(client.health().mode).toBe('poll');
    watcher?.alive();
    await settled();
    expect(modes[3]).toBe('stream: connected');
    expect(client.detail('checkout', {}, false).source).toBe('fresh');
  });
});

describe('reconciliation', () => {
  const entry = (version: number, flags?: SnapshotParts['flags']) => ({ version, confirmedAt: clock.now(), text: snapshotText({ version, ...(flags && { flags }) }) }); // prettier-ignore

  it('puts back what a cache has lost, and replaces what is older there', async () => {
    source = { version: 5 };
    const cache = memoryCache();
    await ready({ cache: [cache], propagation: 'poll', poll: '1d' });
    await settled();
    expect(cache.entry).toEqual({ version: 5, confirmedAt: clock.now(), text: snapshotText({ version: 5 }) });
    for (const lost of [undefined, entry(4), { ...entry(5), text: 'broken' }]) {
      cache.entry = lost;
      await clock.pass(300_000);
      expect(cache.entry).toMatchObject({ version: 5, text: snapshotText({ version: 5 }) });
    }
  });

  it('takes what is newer in a cache than at a source that lags', async () => {
    source = { version: 5 };
    const cache = memoryCache();
    const client = await ready({ cache: [cache], propagation: 'poll', poll: '1d' });
    await settled();
    cache.entry = entry(6, { checkout: disabledFlag() });
    await clock.pass(300_000);
    expect(client.detail('checkout', {}, true)).toMatchObject({ value: false, version: 6, source: 'shared' });
    source = { version: 6, flags: { checkout: disabledFlag() } };
    await client.refresh();
    expect(client.detail('checkout', {}, true)).toMatchObject({ version: 6, source: 'memory', age: 0 });
  });

  it('says of a cached snapshot how old it is, however the clock was set', async () => {
    source = new Error('away');
    const cache = memoryCache({ ...entry(5), confirmedAt: clock.now() - 90_000 });
    const old = await ready({ cache: [cache] });
    expect(old.detail('checkout', {}, false)).toMatchObject({ source: 'shared', age: 90_000 });
    cache.entry = { ...entry(5), confirmedAt: clock.now() + 90_000 };
    expect((await ready({ cache: [cache] })).detail('checkout', {}, false)).toMatchObject({ source: 'shared', age: 0 });
  });
});

it('is ready once: whoever waits again does not read again', async () => {
  const client = await ready();
  expect(await client.ready()).toEqual({ ready: true, source: 'memory', version: 1 });
  expect(reads).toBe(1);
});

it('finds attributes that are sent and not used', async () => {
  source = {
    flags: { a: snapshotFlag({ bucketBy: ['account.id'], rules: [{ name: 'r', when: { segment: 's' }, serve: 'on' }] }), b: snapshotFlag({ targeting: { '==': [{ var: ['device'] }, 'tv'] } }) }, // prettier-ignore
    segments: { s: { when: { any: [{ not: { attribute: 'country', equals: 'DE' } }, { all: [{ attribute: 'plan', exists: true }] }] } } }, // prettier-ignore
  };
  const client = await ready();
  for (let call = 0; call < 1280; call++) client.boolean('a', { targetingKey: 'x', account: { id: 1 }, country: 'DE', plan: 'pro', device: 'tv', browser: 'x', [`n${call}`]: 1 }); // prettier-ignore
  expect(client.unusedAttributes()).toEqual(['browser']);
});

it('warns of a second client of one source in a process', async () => {
  const shared = { name: 'http flags.internal', identity: 'http://flags.internal', read: async () => ({ text: snapshotText() }) }; // prettier-ignore
  const first = await ready({ source: shared });
  await first.close();
  await ready({ source: shared });
  expect(warnings).toEqual([]);
  await ready({ source: shared });
  expect(warnings).toEqual([expect.stringContaining('there is another client of http flags.internal in this process')]);
});

it('still answers when it is closed, and cannot be started again', async () => {
  const client = await ready();
  const closed = heard(client, 'close');
  await client.close();
  await client.close();
  expect(closed).toHaveLength(1);
  expect(client.boolean('checkout')).toBe(true);
  expect(await client.evaluate('checkout', {}, { delivery: 'always-fresh' })).toMatchObject({ value: true });
  client.start();
  expect(await client.refresh()).toBe(false);
  expect(warnings).toEqual(['flagwright: the client is closed: it cannot be started again']);
  expect(client.health()).toMatchObject({ live: false, ready: true });
  expect(reads).toBe(1);
});

it.each<[string, object, string]>([
  ['no environment', { environment: '' }, 'environment: name the environment'],
  ['no source', { source: undefined }, 'source: give one'],
  ['a cache that is not in a list', { cache: {} }, 'cache: give a list'],
  ['a duration that is not one', { maxAge: '5 minutes' }, 'maxAge: "5 minutes" is not a duration'],
  ['a negative duration', { poll: -1 }, 'poll: -1 is not a duration'],
])('is not made with %s', (_, options, message) => {
  expect(() => make(options as Partial<ClientOptions>)).toThrow(message);
});
