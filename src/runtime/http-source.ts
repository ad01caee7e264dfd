import { Agent as HttpAgent, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { followEvents } from './event-stream.ts';
import { mostBytes } from './file-source.ts';
import type { Get } from './http-get.ts';
import { bodyOf, httpGet } from './http-get.ts';
import { RefusedError } from './refused-error.ts';
import type { ReadRequest, Source, SourceAnswer, Watcher, WatchRequest } from './source.ts';

export interface HttpOptions {
  /** Bearer token, or what gives it: asked for each request, so that it can be replaced. Never logged. */
  readonly token?: string | (() => string | Promise<string>) | undefined;
  /** Other headers. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Certificates, proxies and pools; default: one connection that is kept. */
  readonly agent?: HttpAgent | HttpsAgent | undefined;
  /** For tests. */
  readonly get?: Get | undefined;
}

/**
 * A `flagwright serve`.
 * @param address of the server, such as `https://flags.internal:8016`; with a path, `/snapshot` and `/stream` are below it
 * @throws TypeError if it is not an address
 */
export function http(address: string, options: HttpOptions = {}): Source {
  const base = baseOf(address);
  const { token, headers, get = httpGet } = options;
  const agent = options.agent ?? (base.protocol === 'https:' ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true })); // prettier-ignore

  const send = async (
    route: string,
    environment: string,
    own: Readonly<Record<string, string>>,
    signal: AbortSignal,
    keepsAlive: boolean,
  ): Promise<IncomingMessage> => {
    // prettier-ignore
    const url = new URL(route, base);
    url.searchParams.set('environment', environment);
    const bearer = typeof token === 'function' ? await token() : token;
    const all = { ...headers, ...own, ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }) };
    return get({ url, headers: all, signal, agent, keepsAlive });
  };

  return {
    name: `http ${base.host}`,
    identity: `http ${base.origin}${base.pathname}`,
    heartbeat: true,
    async read({ environment, tag, signal }: ReadRequest): Promise<SourceAnswer> {
      const own = {
        accept: 'application/json',
        'accept-encoding': 'gzip',
        ...(tag === undefined ? {} : { 'if-none-match': tag }),
      };
      const answer = await send('snapshot', environment, own, signal, true);
      if (answer.statusCode === 304 && tag !== undefined) {
        // Only then is the connection free for the next read.
        await bodyOf(answer, mostBytes);
        return { unchanged: true };
      }
      checkAnswer(answer, 'application/json');
      return { text: await bodyOf(answer, mostBytes), tag: answer.headers.etag };
    },
    watch({ environment, version }: WatchRequest, watcher: Watcher) {
      const ended = new AbortController();
      const own = { accept: 'text/event-stream', 'cache-control': 'no-store', ...(version === undefined ? {} : { 'last-event-id': String(version) }) }; // prettier-ignore
      const follow = async (): Promise<void> => {
        const answer = await send('stream', environment, own, ended.signal, false);
        checkAnswer(answer, 'text/event-stream');
        await followEvents(answer, environment, watcher);
      };
      follow().then(
        () => watcher.lost(new Error('the stream ended')),
        (error: unknown) => watcher.lost(error instanceof Error ? error : new Error('the stream failed')),
      );
      return () => ended.abort();
    },
    // One that was given belongs to the service.
    close: () => void (options.agent === undefined && agent.destroy()),
  };
}

function baseOf(address: string): URL {
  let base: URL;
  try {
    base = new URL(address.endsWith('/') ? address : `${address}/`);
  } catch {
    throw new TypeError('http: the address is not valid; write it like https://flags.internal:8016');
  }
  if (base.protocol !== 'http:' && base.protocol !== 'https:') throw new TypeError('http: the address begins with http:// or https://'); // prettier-ignore
  // Names and passwords in addresses end up in logs.
  if (base.username !== '' || base.password !== '') throw new TypeError('http: give the token as an option, not in the address'); // prettier-ignore
  return base;
}

/** @throws Error if it is not a success with content of this type */
function checkAnswer(answer: IncomingMessage, type: string): void {
  const { statusCode = 0, headers } = answer;
  const [own = ''] = (headers['content-type'] ?? '').split(';');
  if (statusCode === 200 && own.trim().toLowerCase() === type) return;
  answer.destroy();
  if (statusCode === 401 || statusCode === 403) throw new RefusedError(`the server refuses the token (${statusCode})`);
  if (statusCode === 404) throw new RefusedError('the server does not know this environment, or is not flagwright serve (404)'); // prettier-ignore
  if (statusCode !== 200) throw new Error(`the server answered with status ${statusCode}`);
  throw new Error(`the server answered with ${/^[\w.+-]+\/[\w.+-]+$/.test(own) ? own : 'an unknown type'} instead of ${type}`); // prettier-ignore
}
