import { Agent } from 'node:http';
import { mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { file } from '../src/runtime/file-source.ts';
import { http } from '../src/runtime/http-source.ts';
import { custom } from '../src/runtime/source.ts';
import { settled } from './support/fake-clock.ts';
import { faultKit, next, token, type FaultKit } from './support/fault-kit.ts';
import { disabledFlag, snapshotText } from './support/snapshots.ts';

const off = { checkout: disabledFlag() };

describe('a file', () => {
  let folder: string;
  let path: string;
  let kit: FaultKit;

  beforeEach(async () => {
    kit = await faultKit();
    folder = mkdtempSync(join(tmpdir(), 'flagwright-source-'));
    path = join(folder, 'flags.json');
  });
  afterEach(async () => {
    await kit.done();
    rmSync(folder, { recursive: true, force: true });
  });

  const replace = (text: string): void => {
    writeFileSync(`${path}.new`, text);
    renameSync(`${path}.new`, path);
  };

  it('is read when it is replaced, and not otherwise', async () => {
    replace(snapshotText({ version: 1 }));
    const client = kit.client({ source: file(path), propagation: 'hybrid' });
    await client.ready();
    expect(client.health().mode).toBe('stream');
    const changed = next(client, 'change');
    replace(snapshotText({ version: 2, flags: off }));
    expect(await changed).toMatchObject({ version: 2 });
    const { read } = file(path);
    const signal = new AbortController().signal;
    const first = await read({ environment: 'production', tag: undefined, signal });
    expect(first).toMatchObject({ text: snapshotText({ version: 2, flags: off }) });
    const { tag } = first as { tag: string };
    expect(await read({ environment: 'production', tag, signal })).toEqual({ unchanged: true });
  });

  it('that is half written, not there, or far too large changes nothing', async () => {
    replace(snapshotText({ version: 1 }));
    const client = kit.client({ source: file(path) });
    await client.ready();
    writeFileSync(path, snapshotText({ version: 2, flags: off }).slice(0, 200));
    expect(await client.refresh()).toBe(false);
    truncateSync(path, 100_000_000);
    expect(await client.refresh()).toBe(false);
    rmSync(path);
    expect(await client.refresh()).toBe(false);
    expect(client.failures().map(({ message }) => message.replaceAll(folder, ''))).toEqual([
      'the snapshot is not valid JSON',
      'file flags.json is too large to be a snapshot',
      "ENOENT: no such file or directory, stat '/flags.json'",
    ]);
    expect(client.boolean('checkout')).toBe(true);
  });

  it('in a folder that is not there yet is found later', async () => {
    const client = kit.client({ source: file(join(folder, 'later/flags.json')), propagation: 'hybrid', poll: 20 });
    expect(await client.ready()).toMatchObject({ ready: false });
    expect(kit.noted).toContain('stream');
    const ready = next(client, 'ready');
    const other = mkdtempSync(join(tmpdir(), 'flagwright-later-'));
    writeFileSync(join(other, 'flags.json'), snapshotText());
    renameSync(other, join(folder, 'later'));
    expect(await ready).toMatchObject({ version: 1 });
  });
});

describe('a server', () => {
  let kit: FaultKit;
  beforeEach(async () => {
    kit = await faultKit();
  });
  afterEach(() => kit.done());

  it('is asked below the path of its address, with the token, for what is not known yet', async () => {
    const routes: (string | undefined)[] = [];
    const source = http(`${kit.server.address}/flags`, { token, headers: { 'x-team': 'shop' } });
    kit.server.snapshotFault = (request, response) => {
      routes.push(request.url);
      kit.server.snapshotFault = undefined;
      response.writeHead(200, { 'content-type': 'application/json', etag: '"a"' }).end(snapshotText());
    };
    const client = kit.client({ source });
    await client.ready();
    expect(routes).toEqual(['/flags/snapshot?environment=production']);
    expect(kit.server.lastHeaders).toMatchObject({ 'authorization': `Bearer ${token}`, 'x-team': 'shop', 'accept': 'application/json' }); // prettier-ignore
    expect(kit.server.lastHeaders['if-none-match']).toBe(undefined);
    await client.refresh();
    expect(kit.server.lastHeaders['if-none-match']).toBe('"a"');
  });

  it('is not sent what it has given already', async () => {
    const client = kit.client();
    await client.ready();
    for (let read = 0; read < 3; read++) expect(await client.refresh()).toBe(true);
    expect([kit.server.reads, kit.server.unchanged]).toEqual([4, 3]);
    kit.server.serve({ version: 2 });
    await client.refresh();
    await client.refresh();
    expect(kit.server.connections).toBe(1);
  });

  it('is told by the stream which version is held', async () => {
    kit.server.serve({ version: 6 });
    const seen: (string | string[] | undefined)[] = [];
    kit.server.streamFault = (request, response) => {
      seen.push(request.headers['last-event-id']);
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': hello\n\n');
      if (seen.length === 1) response.destroy();
    };
    const client = kit.client({ propagation: 'hybrid', poll: '1d' });
    await client.ready();
    await next(client, 'mode', ({ mode }) => mode === 'stream' && seen.length === 2);
    expect(seen).toEqual([undefined, '6']);
  });

  it('may be given a token that changes, and an agent of the service, which stays its own', async () => {
    let count = 0;
    const agent = new Agent({ keepAlive: true });
    const client = kit.client({ source: http(kit.server.address, { token: async () => `token-${count++}`, agent }) });
    await client.ready();
    await client.refresh();
    expect(kit.server.lastHeaders.authorization).toBe('Bearer token-1');
    await client.close();
    await settled();
    expect(Object.keys(agent.freeSockets)).toHaveLength(1);
    agent.destroy();
  });

  it.each([
    ['flags.internal', 'the address is not valid'],
    ['ftp://flags.internal', 'begins with http:// or https://'],
    ['https://ada:secret@flags.internal', 'give the token as an option'],
  ])('is not made of %s', (address, message) => {
    expect(() => http(address)).toThrow(message);
    expect(() => http(address)).not.toThrow('secret');
  });
});

it('a source of one’s own has a name of its own, or one that is given', () => {
  const read = async () => ({ unchanged: true }) as const;
  expect([custom({ read }).name, custom({ read, name: 'vault' }).name]).toEqual(['custom', 'vault']);
});
