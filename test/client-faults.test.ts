import { lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { formatEntry } from '../src/runtime/cache.ts';
import { machineClock } from '../src/runtime/client-clock.ts';
import { disk } from '../src/runtime/disk-cache.ts';
import type { FlagClient } from '../src/runtime/flag-client.ts';
import { http } from '../src/runtime/http-source.ts';
import { faultKit, memoryCache, next, token, type FaultKit } from './support/fault-kit.ts';
import { disabledFlag, snapshotFlag, snapshotText } from './support/snapshots.ts';

/**
 * Real components that fail, each in a way of its own. What must hold in every row beside what it says: nothing throws,
 * nothing is rejected without a handler, no record of a failure holds the token, and what is served after the fault is gone
 * is what the source has.
 */
let kit: FaultKit;
const rows: string[][] = [];
const unhandled: unknown[] = [];
process.on('unhandledRejection', (reason) => unhandled.push(reason));

beforeEach(async () => {
  kit = await faultKit();
});

afterEach(() => kit.done());

afterAll(() => {
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  process.stdout.write(`\n${lines.join('\n')}\n${rows.length} faults\n`);
});

/** What a client serves, from where, and why not something better. */
interface Served {
  readonly value: boolean;
  readonly source: string;
  readonly version: number | undefined;
  readonly noted?: readonly string[];
}

/** A fault: brings it about, and gives the client that met it and what it serves then. */
function fault(name: string, served: Served, meet: () => Promise<FlagClient>): void {
  it(name, async () => {
    const client = await meet();
    const { value, source, version } = client.detail('checkout', {}, false);
    expect({ value, source, version, noted: [...kit.noted] }).toEqual({ noted: [], ...served });
    expect(client.boolean('checkout')).toBe(value);
    expect(JSON.stringify(client.failures())).not.toContain(token);
    const healed = await heal(client);
    expect(unhandled).toEqual([]);
    rows.push([name, `${value} from ${source}`, kit.noted.join(', ').slice(0, 60) || 'nothing noted', healed]);
  });
}

/** Puts everything right, and asks until the client has what is served. */
async function heal(client: FlagClient): Promise<string> {
  if (!client.health().live) return 'closed';
  kit.server.snapshotFault = undefined;
  kit.server.streamFault = undefined;
  kit.server.serve({ version: 9 });
  for (let reads = 1; reads < 200; reads++) {
    if ((await client.refresh()) && client.health().version === 9) return `healed by read ${reads}`;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('it never healed');
}

const off = { checkout: disabledFlag() };
const started = async (options?: Parameters<FaultKit['client']>[0]): Promise<FlagClient> => {
  const client = kit.client(options);
  await client.ready({ within: '1s' });
  return client;
};

/** A client that has version 1 and reads again while `/snapshot` answers in this way. */
async function rereads(answer: NonNullable<FaultKit['server']['snapshotFault']>): Promise<FlagClient> {
  const client = await started();
  kit.server.snapshotFault = answer;
  await client.refresh();
  return client;
}

const json = { 'content-type': 'application/json' };
const gives =
  (text: string, headers: Record<string, string> = json) =>
  () =>
    rereads((_, response) => response.writeHead(200, headers).end(text));
const held = { value: true, source: 'memory', version: 1 };

fault(
  'the server is away at the start, there is no cache',
  { value: false, source: 'default', version: undefined, noted: ['read'] },
  async () => {
    // prettier-ignore
    await kit.server.stop();
    const client = await started();
    await kit.server.start();
    return client;
  },
);

fault(
  'the server is away at the start, the disk has a snapshot',
  { value: true, source: 'disk', version: 4, noted: ['read'] },
  async () => {
    // prettier-ignore
    await kit.server.stop();
    writeFileSync(join(kit.folder, 'cache'), entryOf({ version: 4 }));
    const client = await started({ cache: [disk(join(kit.folder, 'cache'))] });
    await kit.server.start();
    return client;
  },
);

fault(
  'the server is away at the start, the shared cache is ahead of the disk',
  { value: true, source: 'shared', version: 5, noted: ['read'] },
  async () => {
    // prettier-ignore
    await kit.server.stop();
    writeFileSync(join(kit.folder, 'cache'), entryOf({ version: 4, flags: off }));
    const client = await started({ cache: [disk(join(kit.folder, 'cache')), memoryCache(entry({ version: 5 }))] });
    await kit.server.start();
    return client;
  },
);

fault(
  'the server is away at the start, the disk is ahead of the shared cache',
  { value: true, source: 'disk', version: 5, noted: ['read'] },
  async () => {
    // prettier-ignore
    await kit.server.stop();
    writeFileSync(join(kit.folder, 'cache'), entryOf({ version: 5 }));
    const client = await started({ cache: [memoryCache(entry({ version: 4, flags: off })), disk(join(kit.folder, 'cache'))] }); // prettier-ignore
    await kit.server.start();
    return client;
  },
);

fault('the server goes away later', { ...held, noted: ['read'] }, async () => {
  const client = await started();
  await kit.server.stop();
  await client.refresh();
  await kit.server.start();
  return client;
});

fault('no answer within the time of a read', { ...held, noted: ['read'] }, () => rereads(() => {}));

fault('the head of an answer, and then nothing', { ...held, noted: ['read'] }, () =>
  rereads((_, response) => void response.writeHead(200, json).write('{"format":1,')),
);

fault('an answer byte by byte', { ...held, noted: ['read'] }, () =>
  rereads((_, response) => {
    response.writeHead(200, json);
    const drip = setInterval(() => response.write(' '), 20);
    response.on('close', () => clearInterval(drip));
  }),
);

fault('an answer that is shorter than it says', { ...held, noted: ['read'] }, () =>
  rereads((_, response) => {
    const text = snapshotText({ version: 2, flags: off });
    response.writeHead(200, { ...json, 'content-length': text.length });
    response.write(text.slice(0, 300), () => response.destroy());
  }),
);

fault('an answer in chunks that is cut off', { ...held, noted: ['read'] }, () =>
  rereads((_, response) => {
    response.writeHead(200, json);
    response.write(snapshotText({ version: 2, flags: off }).slice(0, 300), () => response.destroy());
  }),
);

fault('a connection that is reset', { ...held, noted: ['read'] }, () =>
  rereads((request) => void request.socket.resetAndDestroy()),
);

fault('something that is not HTTP', { ...held, noted: ['read'] }, async () => {
  const client = await started();
  await kit.server.stop();
  const sockets: { destroy(): void }[] = [];
  const garbage = createServer((socket) => {
    sockets.push(socket.on('error', () => {}).end('SSH-2.0-OpenSSH_9.2\r\n'));
  });
  await new Promise<void>((resolve) => garbage.listen(Number(new URL(kit.server.address).port), '127.0.0.1', resolve));
  await client.refresh();
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => garbage.close(resolve));
  await kit.server.start();
  return client;
});

fault('a half-open connection: accepted, never read', { ...held, noted: ['read'] }, async () => {
  const client = await started();
  await kit.server.stop();
  const deaf = createServer({ pauseOnConnect: true }, (socket) => void sockets.push(socket));
  const sockets: { destroy(): void }[] = [];
  await new Promise<void>((resolve) => deaf.listen(Number(new URL(kit.server.address).port), '127.0.0.1', resolve));
  await client.refresh();
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => deaf.close(resolve));
  await kit.server.start();
  return client;
});

fault('a proxy that answers 200 with a web page', { ...held, noted: ['read'] }, gives('<!doctype html><p>Sign in', { 'content-type': 'text/html' })); // prettier-ignore
fault('a proxy that says its web page is JSON', { ...held, noted: ['read'] }, gives('<!doctype html><p>Sign in'));
fault('an empty answer', { ...held, noted: ['read'] }, gives(''));
fault('JSON that is not a snapshot', { ...held, noted: ['read'] }, gives('{"status":"ok"}'));
fault('a snapshot of another environment', { ...held, noted: ['read'] }, gives(snapshotText({ version: 2, environment: 'staging', flags: off }))); // prettier-ignore
fault('a snapshot whose digest does not fit', { ...held, noted: ['read'] }, gives(snapshotText({ version: 2, flags: off, digest: 'a'.repeat(64) }))); // prettier-ignore
fault('a snapshot with a flag that does not compile', { ...held, noted: ['read'] }, gives(snapshotText({ version: 2, flags: { checkout: snapshotFlag({ otherwise: 'blue' }) } }))); // prettier-ignore
fault('a snapshot with a cycle', { ...held, noted: ['read'] }, gives(snapshotText({ version: 2, flags: { checkout: snapshotFlag({ prerequisites: [{ flag: 'checkout' }] }) } }))); // prettier-ignore
const zipped = { ...json, 'content-encoding': 'gzip' };
const zip = gzipSync(snapshotText({ version: 2, flags: off }));
it.each(['GZIP', 'x-gzip'])('an answer that is zipped, and says %s', async (encoding) => {
  kit.server.snapshotFault = (_, response) =>
    response.writeHead(200, { ...json, 'content-encoding': encoding }).end(zip);
  const client = await started();
  expect(client.health()).toMatchObject({ version: 2 });
});

fault('an answer in an encoding that was not asked for', { ...held, noted: ['read'] }, gives('…', { ...json, 'content-encoding': 'br' })); // prettier-ignore
fault('an answer that says it is zipped, and is not', { ...held, noted: ['read'] }, gives(snapshotText({ version: 2, flags: off }), zipped)); // prettier-ignore
fault('a zipped answer that is cut off', { ...held, noted: ['read'] }, () =>
  rereads((_, response) => {
    response.writeHead(200, zipped);
    response.write(zip.subarray(0, zip.length - 20), () => response.destroy());
  }),
);
fault('a zipped answer that ends too early', { ...held, noted: ['read'] }, () =>
  rereads((_, response) => response.writeHead(200, zipped).end(zip.subarray(0, zip.length - 20))),
);
fault('a small answer that is unzipped to far more than a snapshot', { ...held, noted: ['read'] }, () =>
  rereads((_, response) => response.writeHead(200, zipped).end(gzipSync(Buffer.alloc(80 << 20, 32)))),
);

fault('an answer without end', { ...held, noted: ['read'] }, () =>
  rereads((_, response) => {
    response.writeHead(200, json);
    // On a connection that is closed, writing calls back at once with an error.
    const more = (error?: Error | null): void => void (error || response.destroyed || setImmediate(() => response.write(Buffer.alloc(1 << 20, 32), more))); // prettier-ignore
    more();
  }),
);

for (const status of [401, 403, 404, 429, 500, 502, 503]) {
  fault(`status ${status}`, { ...held, noted: ['read'] }, () => rereads((_, response) => response.writeHead(status).end('no'))); // prettier-ignore
}

fault('a redirect', { ...held, noted: ['read'] }, () => rereads((_, response) => response.writeHead(302, { location: '/snapshot' }).end())); // prettier-ignore

fault(
  '"unchanged" to a client that has nothing',
  { value: false, source: 'default', version: undefined, noted: ['read'] },
  async () => {
    // prettier-ignore
    kit.server.snapshotFault = (_, response) => response.writeHead(304).end();
    return started();
  },
);

fault(
  'an older snapshot, from a replica that lags',
  { value: true, source: 'memory', version: 7, noted: ['older snapshot'] },
  async () => {
    // prettier-ignore
    kit.server.serve({ version: 7 });
    const client = await started();
    kit.server.serve({ version: 6, flags: off });
    expect(await client.refresh()).toBe(false);
    return client;
  },
);

fault('the same version with another digest', { ...held, noted: ['conflict'] }, async () => {
  const client = await started();
  const conflict = next(client, 'conflict');
  const unexpected = next(client, 'unexpected-change');
  kit.server.serve({ version: 1, flags: off });
  expect(await client.refresh()).toBe(false);
  expect(await conflict).toMatchObject({ version: 1, from: 'source' });
  expect(await unexpected).toMatchObject({ flags: ['checkout'] });
  return client;
});

fault(
  'an old answer that arrives after a newer snapshot',
  { value: true, source: 'memory', version: 8, noted: ['older snapshot'] },
  async () => {
    // prettier-ignore
    const cache = memoryCache(entry({ version: 8 }));
    kit.server.snapshotFault = (_, response) => {
      setTimeout(() => response.writeHead(200, json).end(snapshotText({ version: 3, flags: off })), 50);
    };
    const client = await started({ cache: [cache] });
    kit.server.snapshotFault = undefined;
    kit.server.serve({ version: 8 });
    await client.refresh();
    return client;
  },
);

fault('a source that fails once and is tried again', held, async () => {
  kit.server.snapshotFault = (_, response) => {
    kit.server.snapshotFault = undefined;
    response.writeHead(503).end();
  };
  return started({ read: { retries: 2, retryAfter: 1 } });
});

fault(
  'a source that fails again and again is left alone for a while',
  { ...held, noted: Array<string>(8).fill('read') },
  async () => {
    // prettier-ignore
    const client = await started({ read: { retries: 0, breakAfter: 3, breakFor: 200, breakForAtMost: 200 } });
    const opened = next(client, 'breaker', ({ state }) => state === 'open');
    kit.server.snapshotFault = (_, response) => response.writeHead(500).end();
    for (let reads = 0; reads < 8; reads++) await client.refresh();
    await opened;
    expect(client.health().breaker).toBe('open');
    expect(kit.server.reads).toBe(1 + 3);
    return client;
  },
);

fault('the clock is set back while the source is left alone', { ...held, noted: ['read'] }, async () => {
  let day = 0;
  const clock = { ...machineClock, now: () => Date.now() + day };
  const client = await started({ clock, read: { retries: 0, breakAfter: 1, breakFor: 100_000, breakForAtMost: 100_000 } }); // prettier-ignore
  kit.server.snapshotFault = (_, response) => response.writeHead(500).end();
  await client.refresh();
  expect(client.health().breaker).toBe('open');
  day = -3_600_000;
  return client;
});

fault('the clock is set forward by a year', held, async () => {
  let day = 0;
  const client = await started({ clock: { ...machineClock, now: () => Date.now() + day } });
  day = 365 * 86_400_000;
  expect(client.health()).toMatchObject({ stale: false });
  expect(client.health().age).toBeLessThan(60_000);
  return client;
});

fault('a thousand questions at once are one read', held, async () => {
  const client = await started();
  const asked = await Promise.all(Array.from({ length: 1000 }, () => client.evaluate('checkout', {}, { delivery: 'always-fresh' }))); // prettier-ignore
  expect(new Set(asked.map(({ source }) => source))).toEqual(new Set(['fresh']));
  expect(kit.server.reads).toBe(2);
  return client;
});

fault(
  'a thousand questions of a source that hangs wait once, and not all of them',
  { ...held, noted: ['read'] },
  async () => {
    // prettier-ignore
    const client = await started({ mostWaiting: 10 });
    kit.server.snapshotFault = () => {};
    const asked = await Promise.all(Array.from({ length: 1000 }, () => client.evaluate('checkout', {}, { delivery: 'always-fresh' }))); // prettier-ignore
    expect(new Set(asked.map(({ source, reason, value }) => `${source} ${reason} ${value}`))).toEqual(new Set(['memory STALE true'])); // prettier-ignore
    expect(kit.server.reads).toBe(2);
    await client.refresh();
    return client;
  },
);

const entry = (parts: Parameters<typeof snapshotText>[0] & object) => ({ version: parts.version ?? 1, confirmedAt: Date.now() - 60_000, text: snapshotText(parts) }); // prettier-ignore
const entryOf = (parts: Parameters<typeof snapshotText>[0] & object): string => formatEntry(entry(parts));

for (const [name, stored] of [
  ['is cut off', () => entryOf({ version: 4, flags: off }).slice(0, 200)],
  ['holds something else', () => '{"flags":{}}'],
  ['was changed by hand', () => entryOf({ version: 4 }).replace('"enabled":true', '"enabled":false')],
  ['is empty', () => ''],
] as const) {
  fault(
    `the disk cache ${name}, and the server is away`,
    {
      value: false,
      source: 'default',
      version: undefined,
      noted: expect.arrayContaining(['read', 'disk cache']) as string[],
    },
    async () => {
      // prettier-ignore
      await kit.server.stop();
      writeFileSync(join(kit.folder, 'cache'), stored());
      const client = await started({ cache: [disk(join(kit.folder, 'cache'))] });
      await kit.server.start();
      return client;
    },
  );
}

fault('the disk cache is a link to another file', { ...held, noted: ['disk cache'] }, async () => {
  writeFileSync(join(kit.folder, 'other'), entryOf({ version: 4, flags: off }));
  symlinkSync(join(kit.folder, 'other'), join(kit.folder, 'cache'));
  return started({ cache: [disk(join(kit.folder, 'cache'))], cacheTimeout: 2000 }).then(async (client) => {
    await client.refresh();
    await eventually(() => kit.noted.length > 0);
    return client;
  });
});

fault('the disk cache cannot be written', { ...held, noted: ['disk cache'] }, async () => {
  // A folder where the file should be: it can be neither read nor replaced, by root either.
  mkdirSync(join(kit.folder, 'cache/full'), { recursive: true });
  const client = await started({ cache: [disk(join(kit.folder, 'cache'))] });
  await eventually(() => kit.noted.length > 0);
  return client;
});

fault('the disk cache is a socket', { ...held, noted: ['disk cache'] }, async () => {
  const place = join(kit.folder, 'cache');
  const other = createServer().listen(place);
  const client = await started({ cache: [disk(place)] });
  await eventually(() => kit.noted.length > 0);
  // It belongs to another program: replacing it would take it away.
  await expect(disk(place).write('production', { version: 1, confirmedAt: 0, text: '' })).rejects.toThrow(
    'cannot be written',
  );
  expect(lstatSync(place).isSocket()).toBe(true);
  other.close();
  return client;
});

fault('the shared cache does not answer', { ...held, noted: ['shared cache'] }, async () => {
  const cache = memoryCache();
  cache.fault = () => new Promise(() => {});
  const client = await started({ cache: [cache], cacheTimeout: 20 });
  await eventually(() => kit.noted.length > 0);
  return client;
});

fault('the shared cache fails', { ...held, noted: ['shared cache'] }, async () => {
  const cache = memoryCache();
  cache.fault = () => Promise.reject(new Error('ECONNREFUSED'));
  const client = await started({ cache: [cache] });
  await eventually(() => kit.noted.length > 0);
  return client;
});

fault('the shared cache has an older snapshot', { value: true, source: 'memory', version: 6 }, async () => {
  const cache = memoryCache(entry({ version: 4, flags: off }));
  kit.server.serve({ version: 6 });
  const client = await started({ cache: [cache] });
  await eventually(() => cache.entry?.version === 6);
  return client;
});

fault('the shared cache has another snapshot of the same version', { ...held, noted: ['conflict'] }, async () => {
  const cache = memoryCache();
  const client = await started({ cache: [cache], propagation: 'poll', poll: '1d', reconcile: 40 });
  await eventually(() => cache.entry?.version === 1);
  const conflict = next(client, 'conflict');
  const { writes } = cache;
  cache.entry = entry({ version: 1, flags: off });
  expect(await conflict).toMatchObject({ from: 'shared' });
  await eventually(() => cache.writes > writes);
  expect(cache.entry?.text).toBe(snapshotText({ version: 1 }));
  await client.close();
  return client;
});

fault('the cache keeps what the source gave', held, async () => {
  const client = await started({ cache: [disk(join(kit.folder, 'deep/cache'))] });
  await eventually(() => readable(join(kit.folder, 'deep/cache')).endsWith(snapshotText({ version: 1 })));
  return client;
});

function readable(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Waits for something that happens outside of this process or on its own time. */
async function eventually(isSo: () => boolean): Promise<void> {
  for (let turn = 0; turn < 1000; turn++) {
    if (isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
  throw new Error('it never came to be');
}

/** A client whose stream is connected. */
async function streaming(options?: Parameters<FaultKit['client']>[0]): Promise<FlagClient> {
  const client = await started({ propagation: 'hybrid', poll: '1d', ...options });
  await eventually(() => client.detail('checkout', {}, false).source === 'fresh');
  return client;
}
const fresh = { value: true, source: 'fresh', version: 1 };

fault('a change reaches the client by the stream', { ...fresh, value: false, version: 2 }, async () => {
  const client = await streaming();
  const changed = next(client, 'change');
  kit.server.serve({ version: 2, flags: off });
  kit.server.announce();
  expect(await changed).toMatchObject({ version: 2, previous: 1, flags: ['checkout'] });
  return client;
});

fault(
  'the stream breaks off: it polls, connects again, and reads what it missed',
  { ...fresh, value: false, version: 3, noted: ['stream'] },
  async () => {
    // prettier-ignore
    const client = await streaming();
    const modes: string[] = [];
    client.on('mode', ({ mode }) => modes.push(mode));
    kit.server.serve({ version: 3, flags: off });
    kit.server.breakStreams();
    await eventually(() => modes.length === 2 && client.detail('checkout', {}, true).source === 'fresh');
    expect(modes).toEqual(['poll', 'stream']);
    expect(kit.server.lastHeaders).toHaveProperty('authorization');
    return client;
  },
);

fault('the stream falls silent', { ...held, noted: ['stream'] }, async () => {
  const client = await streaming({ silence: 100 });
  kit.server.streamFault = () => {};
  await next(client, 'mode', ({ mode }) => mode === 'poll');
  return client;
});

fault('the stream answers with a web page', { ...held, noted: ['stream'] }, async () => {
  kit.server.streamFault = (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Sign in');
  const client = await started({ propagation: 'hybrid', poll: '1d' });
  await eventually(() => kit.noted.length > 0);
  return client;
});

fault('the stream sends something without end that is not an event', { ...held, noted: ['stream'] }, async () => {
  const client = await streaming();
  kit.server.streamFault = () => {};
  kit.server.write('x'.repeat(200_000));
  await eventually(() => kit.noted.length > 0);
  return client;
});

fault('the stream sends events that nobody understands', fresh, async () => {
  const client = await streaming();
  kit.server.write('event: snapshot\ndata: {{{\n\nevent: snapshot\ndata: null\n\nevent: other\ndata: 1\n\n');
  kit.server.announce({ version: 'many' });
  kit.server.announce({ environment: 'staging', version: 99 });
  const { reads } = kit.server;
  kit.server.write(': still here\n\n');
  await client.refresh();
  expect(kit.server.reads).toBe(reads + 1);
  return client;
});

fault('an announcement that was sent before is sent again', { ...fresh, version: 5 }, async () => {
  kit.server.serve({ version: 5 });
  const client = await streaming();
  const { reads } = kit.server;
  kit.server.announce({ version: 4, digest: 'b'.repeat(64) });
  kit.server.announce();
  await client.refresh();
  expect(kit.server.reads).toBe(reads + 1);
  return client;
});

fault('an announcement of something that the source does not have', fresh, async () => {
  const client = await streaming();
  const { reads } = kit.server;
  kit.server.announce({ version: 4, digest: 'b'.repeat(64) });
  await eventually(() => kit.server.reads > reads && client.detail('checkout', {}, false).source === 'fresh');
  return client;
});

fault('an announcement of the held version with another digest', { ...held, noted: ['conflict'] }, async () => {
  const client = await streaming();
  const conflict = next(client, 'conflict');
  kit.server.serve({ version: 1, flags: off });
  kit.server.announce();
  await conflict;
  kit.server.streamFault = () => {};
  kit.server.breakStreams();
  await next(client, 'mode');
  kit.noted.splice(1);
  return client;
});

fault('a snapshot that is not the one that was announced', { ...fresh, version: 2 }, async () => {
  const client = await streaming();
  const unexpected = next(client, 'unexpected-change');
  kit.server.serve({ version: 2 });
  kit.server.announce({ digest: 'b'.repeat(64) });
  expect(await unexpected).toMatchObject({ version: 2, why: 'the snapshot is not the one that was announced' });
  return client;
});

fault(
  'what gives the token fails',
  { value: false, source: 'default', version: undefined, noted: ['read'] },
  async () => {
    let works = false;
    const source = http(kit.server.address, { token: () => (works ? token : Promise.reject(new Error('the vault is sealed'))) }); // prettier-ignore
    const client = await started({ source });
    works = true;
    return client;
  },
);

fault('listeners that throw', { ...held, value: false, version: 2 }, async () => {
  const client = kit.client();
  client.on('change', () => {
    throw new Error('a mistake in the service');
  });
  client.on('ready', async () => Promise.reject(new Error('another one')));
  await client.ready();
  kit.server.serve({ version: 2, flags: off });
  await client.refresh();
  return client;
});

fault('it is closed while it reads', { value: false, source: 'default', version: undefined }, async () => {
  kit.server.snapshotFault = () => {};
  const client = kit.client();
  const ready = client.ready();
  await client.close();
  expect(await ready).toEqual({ ready: false, source: 'default', version: undefined });
  return client;
});
