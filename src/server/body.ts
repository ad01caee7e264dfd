import type { IncomingMessage } from 'node:http';

/**
 * The body of a request as text; undefined if it is larger than that, in which case no more of it is read than told so.
 * Read from Node's own request: going through web streams, as the middleware for it does, takes longer than all the rest
 * of an evaluation.
 * @param largest in bytes
 */
export function readBody(request: IncomingMessage, largest: number): Promise<string | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > largest) return Promise.resolve(undefined);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > largest) {
        request.pause();
        resolve(undefined);
      } else chunks.push(chunk);
    });
    request.on('end', () =>
      resolve(chunks.length === 1 ? chunks[0]!.toString('utf8') : Buffer.concat(chunks).toString('utf8')),
    );
    request.on('error', reject);
  });
}
