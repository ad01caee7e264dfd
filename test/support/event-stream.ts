import { request, type IncomingMessage } from 'node:http';

/** An open event stream. */
export interface EventStream {
  readonly status: number;
  /** The next event, as its lines; signs of life and `retry` are passed over. */
  next(): Promise<string[]>;
  /** The next block of any kind, as text. */
  block(): Promise<string>;
  /** Resolves when the server has ended it. */
  readonly ended: Promise<void>;
  close(): void;
}

/** Opens an event stream; resolves when its headers have come. */
export function eventStream(url: string, headers: Record<string, string> = {}): Promise<EventStream> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers, agent: false }, (response) =>
      resolve(follow(response, () => asked.destroy())),
    );
    asked.on('error', reject);
    asked.end();
  });
}

function follow(response: IncomingMessage, close: () => void): EventStream {
  const blocks: string[] = [];
  const waiting: ((block: string) => void)[] = [];
  let rest = '';
  response.setEncoding('utf8');
  response.on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\n\n');
    rest = parts.pop()!;
    for (const part of parts) {
      const next = waiting.shift();
      if (next) next(part);
      else blocks.push(part);
    }
  });
  const ended = new Promise<void>((done) => {
    response.on('close', done);
    response.on('error', () => done());
  });
  const block = (): Promise<string> => {
    const known = blocks.shift();
    return known === undefined ? new Promise((done) => void waiting.push(done)) : Promise.resolve(known);
  };
  return {
    status: response.statusCode ?? 0,
    ended,
    close,
    block,
    async next() {
      for (;;) {
        const text = await block();
        if (!text.startsWith(':') && !text.startsWith('retry:')) return text.split('\n');
      }
    },
  };
}
