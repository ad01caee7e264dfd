import type { Agent as HttpAgent, IncomingMessage } from 'node:http';
import { get as getPlain } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';
import { get as getSecure } from 'node:https';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';

interface GetRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly agent: HttpAgent | HttpsAgent | undefined;
  /** Whether it may keep the process alive. */
  readonly keepsAlive: boolean;
}

/** Sends a GET request. Gives the answer as soon as its head has come; redirects are not followed. */
export type Get = (request: GetRequest) => Promise<IncomingMessage>;

/** @throws Error if there is no answer; the message holds no secret */
export const httpGet: Get = ({ url, headers, signal, agent, keepsAlive }) =>
  new Promise((resolve, reject) => {
    const get = url.protocol === 'https:' ? getSecure : getPlain;
    const request = get(url, { headers, signal, agent }, resolve);
    // After the answer has begun, what goes wrong is told by it, and here once more.
    request.on('error', (error) => reject(new Error(`no answer from ${url.host}: ${codeOf(error)}`)));
    if (!keepsAlive) request.on('socket', (socket) => socket.unref());
  });

/** `ECONNREFUSED` and the like: messages of the system may hold addresses and paths. */
export function codeOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown };
  return typeof code === 'string' && code !== '' ? code : typeof name === 'string' ? name : 'failed';
}

/**
 * The body of an answer as text; one that was zipped is unzipped.
 * @param mostBytes of the text: a small body can be zipped so that it grows a thousandfold
 * @throws Error if it is cut off, longer than that, or encoded in another way
 */
export async function bodyOf(answer: IncomingMessage, mostBytes: number): Promise<string> {
  const encoding = (answer.headers['content-encoding'] || 'identity').trim().toLowerCase();
  const isZipped = encoding === 'gzip' || encoding === 'x-gzip';
  if (encoding !== 'identity' && !isZipped) {
    answer.destroy();
    throw new Error('the answer is encoded in a way that was not asked for');
  }
  // What ends the one ends the other; what went wrong is told by reading.
  const body = isZipped ? pipeline(answer, createGunzip(), () => {}) : answer;
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of body) {
      length += (chunk as Uint8Array).length;
      if (length > mostBytes) throw new RangeError('too long');
      chunks.push(chunk as Uint8Array);
    }
  } catch (error) {
    const isLong = error instanceof RangeError;
    throw new Error(isLong ? `the answer is longer than ${mostBytes} bytes` : 'the answer was cut off', {
      cause: error,
    });
  }
  return Buffer.concat(chunks).toString('utf8');
}
