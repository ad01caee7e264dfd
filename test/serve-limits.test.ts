import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { eventStream } from './support/event-stream.ts';
import { evaluation, testServer, type TestServer, type TestServerOptions } from './support/server.ts';

const servers: TestServer[] = [];
const sockets: Socket[] = [];

afterEach(async () => {
  for (const one of sockets.splice(0)) one.destroy();
  for (const one of servers.splice(0)) await one.stop();
});

async function started(limits: NonNullable<TestServerOptions['limits']>): Promise<TestServer> {
  const server = await testServer({ limits });
  servers.push(server);
  return server;
}

interface RawConnection {
  readonly socket: Socket;
  /** What the server had sent when it closed the connection. */
  readonly closed: Promise<string>;
}

/** A connection whose bytes are written by hand. */
function raw(server: TestServer, text: string): RawConnection {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  sockets.push(socket);
  let received = '';
  socket.on('data', (chunk) => (received += chunk.toString('latin1')));
  const closed = new Promise<string>((done) => {
    socket.on('error', () => {});
    socket.on('close', () => done(received));
  });
  socket.write(text);
  return { socket, closed };
}

const works = async (server: TestServer): Promise<boolean> =>
  (await server.ask('/ofrep/v1/evaluate/flags/payment-api-v2', evaluation())).status === 200;

const path = '/ofrep/v1/evaluate/flags/payment-api-v2';

describe('a body that is too large', () => {
  it('is refused by its announced length, unread', async () => {
    const server = await started({ body: 1000 });
    const { closed } = raw(server, `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n{`);
    expect(await closed).toMatch(/^HTTP\/1\.1 413 /);
    expect(await works(server)).toBe(true);
  });

  it('is refused where no length was announced', async () => {
    const server = await started({ body: 1000 });
    const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n`;
    const { closed } = raw(server, `${head}3e9\r\n${' '.repeat(1001)}\r\n`);
    expect(await closed).toMatch(/^HTTP\/1\.1 413 /);
    expect(await works(server)).toBe(true);
  });

  it('is not one of exactly the limit', async () => {
    const server = await started({ body: 1000 });
    const { status } = await server.ask(path, { method: 'POST', body: '{}'.padEnd(1000) });
    expect(status).toBe(200);
  });
});

describe('headers', () => {
  it('that are too large are refused', async () => {
    const server = await started({ headers: 2000 });
    const { closed } = raw(server, `GET /healthz HTTP/1.1\r\nHost: x\r\nX-Note: ${'x'.repeat(3000)}\r\n\r\n`);
    expect(await closed).toMatch(/^HTTP\/1\.1 431 /);
    expect(await works(server)).toBe(true);
  });

  it('that never end (slow loris) stop nobody else, and are cut off', async () => {
    const server = await started({ headersTime: 200, requestTime: 400 });
    const slow = Array.from({ length: 50 }, () => raw(server, 'GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: '));
    expect(await works(server)).toBe(true);
    for (const one of slow) expect(await one.closed).toMatch(/^HTTP\/1\.1 408 /);
  });
});

describe('a body that never ends', () => {
  it('stops nobody else, and is cut off', async () => {
    const server = await started({ headersTime: 200, requestTime: 400 });
    const { closed } = raw(server, `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{`);
    expect(await works(server)).toBe(true);
    expect(await closed).toMatch(/^HTTP\/1\.1 408 |^$/);
  });
});

describe('connections', () => {
  it('beyond the limit are closed at once', async () => {
    const server = await started({ connections: 2, idleTime: 60_000 });
    const two = [0, 1].map(() => raw(server, 'GET /stream HTTP/1.1\r\nHost: x\r\n\r\n'));
    await Promise.all(two.map(({ socket }) => new Promise((done) => socket.once('data', done))));
    expect(await raw(server, 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n').closed).toBe('');
    two[0]!.socket.destroy();
    await server.logged('request');
    expect(await works(server)).toBe(true);
  });
});

describe('streams', () => {
  it('beyond the limit are refused', async () => {
    const server = await started({ streams: 1 });
    const stream = await eventStream(`${server.url}/stream`);
    const second = await server.ask('/stream');
    expect([second.status, second.headers.get('retry-after')]).toEqual([503, '5']);
    stream.close();
    await server.logged('request');
  });

  it('whose reader is slow are dropped, and others get every event', async () => {
    const server = await started({ streamBacklog: 16 * 1024 });
    const reader = await eventStream(`${server.url}/stream`);
    await reader.next();
    const slow = await new Promise<Socket>((done) => {
      const { socket } = raw(server, 'GET /stream HTTP/1.1\r\nHost: x\r\n\r\n');
      socket.once('data', () => done(socket.pause()));
    });
    const { streams } = server.running;
    expect(streams.size).toBe(2);
    let sent = 0;
    const filler = 'x'.repeat(64 * 1024);
    while (streams.size === 2 && sent < 1000) {
      streams.publish('production', 'snapshot', `id: ${++sent}\ndata: ${filler}\n\n`);
      expect((await reader.next())[0]).toBe(`id: ${sent}`);
    }
    expect(streams.size).toBe(1);
    expect(await server.logged('stream-dropped')).toMatchObject({ level: 'warning' });
    expect((await server.ask('/metrics')).text).toMatch(/^flagwright_dropped_streams_total 1$/m);
    reader.close();
    slow.destroy();
  });
});

describe('ending', () => {
  it('answers what is under way, ends streams, and takes nothing new', async () => {
    const server = await started({ drain: 5_000, idleTime: 60_000 });
    const stream = await eventStream(`${server.url}/stream`);
    const waiting = raw(server, `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n`);
    const idle = raw(server, 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
    await new Promise((done) => idle.socket.once('data', done));
    const closing = server.running.close();
    await stream.ended;
    await idle.closed;
    await expect(server.ask('/healthz')).rejects.toThrow('fetch failed');
    waiting.socket.write('{}');
    expect(await waiting.closed).toMatch(/^HTTP\/1\.1 200 [^]*"value":true/);
    await closing;
    expect(server.log.at(-1)).toMatchObject({ event: 'closed' });
  });

  it('waits no longer than it may', async () => {
    const server = await started({ drain: 100, requestTime: 60_000, idleTime: 60_000 });
    const { socket, closed } = raw(server, `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{`);
    await new Promise((done) => socket.once('connect', done));
    await works(server);
    await server.running.close();
    expect(await closed).toBe('');
  });
});
