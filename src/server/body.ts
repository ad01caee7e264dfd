import type { IncomingMessage } from 'node:http';

/** Why a body was not read: it is larger than that, or the connection ended before all of it had come. */
export type Unread = 'too large' | 'cut off';

/**
 * The body of a request as text; if it is too large, no more of it is read than told so.
 * Read from Node's own request: going through web streams, as the middleware for it does, takes longer than all the rest
 * of an evaluation.
 * @param largest in bytes
 */
export function readBody(request: IncomingMessage, largest: number): Promise<{ readonly text: string } | Unread> {
  if (Number(request.headers['content-length'] ?? 0) > largest) return Promise.resolve('too large');
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > largest) {
        request.pause();
        resolve('too large');
      } else chunks.push(chunk);
    });
    request.on('end', () =>
      resolve({ text: (chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)).toString('utf8') }),
    );
    // Whoever sent it has gone, or took too long: that is nothing that is wrong with the server.
    request.on('error', () => resolve('cut off'));
  });
}
