import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { snapshotText, type SnapshotParts } from './snapshots.ts';

type Answering = (request: IncomingMessage, response: ServerResponse) => void;

/** A server of snapshots in this process, which can be told to misbehave. */
export interface FaultyServer {
  readonly address: string;
  /** What `/snapshot` has from now on. */
  serve(parts: SnapshotParts): void;
  /** How `/snapshot` and `/stream` answer instead of rightly; nothing puts them right again. */
  snapshotFault: Answering | undefined;
  streamFault: Answering | undefined;
  /** Writes to all open streams. */
  write(text: string): void;
  /** Announces what is served, or something else. */
  announce(data?: object): void;
  /** Ends all open streams, in the middle. */
  breakStreams(): void;
  readonly streams: number;
  /** Requests of `/snapshot` so far, and those answered with 304. */
  readonly reads: number;
  readonly unchanged: number;
  /** Connections so far. */
  readonly connections: number;
  /** Header fields of the last request. */
  lastHeaders: IncomingMessage['headers'];
  /** No longer listens, and ends all connections. */
  stop(): Promise<void>;
  /** Listens again, on the same port. */
  start(): Promise<void>;
}

export async function faultyServer(): Promise<FaultyServer> {
  const streams = new Set<ServerResponse>();
  const sockets = new Set<Socket>();
  let text = '';
  let announced: object = {};
  const answerSnapshot: Answering = (request, response) => {
    const { version, digest } = JSON.parse(text) as { version: number; digest: string };
    const tag = `"${version}-${digest.slice(0, 16)}"`;
    if (request.headers['if-none-match'] === tag) {
      own.unchanged++;
      response.writeHead(304, { etag: tag }).end();
    } else response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', etag: tag }).end(text);
  };
  const answerStream: Answering = (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(': hello\n\n');
    streams.add(response);
    response.on('close', () => streams.delete(response));
  };
  const server = createServer((request, response) => {
    own.lastHeaders = request.headers;
    const route = new URL(request.url ?? '', 'http://localhost').pathname;
    if (route === '/stream') return (own.streamFault ?? answerStream)(request, response);
    own.reads++;
    return (own.snapshotFault ?? answerSnapshot)(request, response);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    own.connections++;
    socket.on('close', () => sockets.delete(socket));
  });
  let port = 0;
  const own = {
    get address() {
      return `http://127.0.0.1:${port}`;
    },
    snapshotFault: undefined as Answering | undefined,
    streamFault: undefined as Answering | undefined,
    lastHeaders: {} as IncomingMessage['headers'],
    reads: 0,
    connections: 0,
    unchanged: 0,
    get streams() {
      return streams.size;
    },
    serve(parts: SnapshotParts) {
      text = snapshotText(parts);
      const { environment, version, commit, digest } = JSON.parse(text) as Record<string, unknown>;
      announced = { environment, version, commit, digest };
    },
    write(what: string) {
      for (const stream of streams) stream.write(what);
    },
    announce(data: object = announced) {
      own.write(`event: snapshot\nid: 1\ndata: ${JSON.stringify({ ...announced, ...data })}\n\n`);
    },
    breakStreams() {
      for (const stream of streams) stream.destroy();
    },
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    start: () =>
      new Promise<void>((resolve) => {
        server.listen(port, '127.0.0.1', () => {
          ({ port } = server.address() as AddressInfo);
          resolve();
        });
      }),
  };
  await own.start();
  return own;
}
