import { createAdaptorServer } from '@hono/node-server';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UserError } from '../diagnostic/user-error.ts';
import { systemErrorCode, systemErrorText } from '../platform/system-error.ts';
import type { App } from './site.ts';
import type { Limits } from './limits.ts';

export interface Listening {
  readonly server: Server;
  /** Where it listens, the port it was given included. */
  readonly url: string;
}

export interface Address {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
}

/** Told when the answer to a request is complete, or its connection has ended. */
export type AnsweredRequest = (
  request: IncomingMessage,
  response: ServerResponse,
  how: { readonly milliseconds: number; readonly from: string | undefined; readonly whole: boolean },
) => void;

/**
 * Listens, within limits.
 * @throws UserError if the address cannot be used
 */
export async function listen(
  app: App,
  { host, port }: Address,
  limits: Limits,
  answered: AnsweredRequest,
): Promise<Listening> {
  const server = createAdaptorServer({
    fetch: app.fetch,
    serverOptions: {
      maxHeaderSize: limits.headers,
      headersTimeout: limits.headersTime,
      requestTimeout: limits.requestTime,
      keepAliveTimeout: limits.keepAlive,
      // How often the two are looked at.
      connectionsCheckingInterval: Math.max(100, Math.min(limits.headersTime, 1_000)),
    },
  }) as Server;
  server.maxConnections = limits.connections;
  server.timeout = limits.idleTime;
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    const start = performance.now();
    // Of a connection that has ended nobody knows any more where it came from.
    const { socket } = request;
    const from = socket.remoteAddress;
    let whole = false;
    response.once('finish', () => {
      // Node says so as well of what was cut off.
      whole = !socket.destroyed;
    });
    response.once('close', () => {
      answered(request, response, { milliseconds: performance.now() - start, from, whole });
      // While it drains, a connection is not kept for a next request.
      if (!server.listening) setImmediate(() => server.closeIdleConnections());
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(cannotListen(error, host, port)));
    server.listen(port, host, resolve);
  });
  const { port: chosen } = server.address() as AddressInfo;
  return { server, url: `http://${host.includes(':') ? `[${host}]` : host}:${chosen}` };
}

function cannotListen(error: unknown, host: string, port: number): UserError {
  const help = {
    EADDRINUSE: 'another program listens there: choose another with --port',
    EACCES: 'ports below 1024 need special rights: choose another with --port',
  }[systemErrorCode(error) ?? ''];
  return new UserError(
    `cannot listen at ${host}, port ${port}: ${systemErrorText(error)}`,
    help ?? 'check --host and --port',
  );
}

/** Takes no new connections, and resolves when the open ones have ended, or after so many milliseconds. */
export async function drain(server: Server, within: number): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), within);
  await closed;
  clearTimeout(timer);
}

/** Whether only programs of this machine can reach a host. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}
