import { expect, it } from 'vitest';
import { LineTransport } from './line-transport.ts';

const ping = (id: number): string => `{"jsonrpc":"2.0","id":${id},"method":"ping"}\n`;

/** A transport over lines, which says how many of them it has read. */
function reading(lines: number, write: (text: string) => Promise<void>) {
  const counted = { read: 0 };
  const input = (async function* () {
    for (; counted.read < lines; counted.read++) yield ping(counted.read);
  })();
  return { transport: new LineTransport(input, write), counted };
}

it('reads no more from a client that does not read', async () => {
  let take = (): void => {};
  const taken = new Promise<void>((done) => {
    take = done;
  });
  const { transport, counted } = reading(100, () => taken);
  const full = new Promise<void>((done) => {
    const onmessage = (): void => {
      // An answer of a megabyte.
      void transport.send({ jsonrpc: '2.0', id: 1, result: { text: 'x'.repeat(1024 * 1024) } });
      if (counted.read === 3) done();
    };
    Object.assign(transport, { onmessage });
  });
  await transport.start();
  await full;
  await new Promise((done) => void setImmediate(done));
  expect(counted.read).toBeLessThan(7);
  take();
  await transport.ended;
  expect(counted.read).toBe(100);
});

it('answers what is not a message with an error that has its id, where it has one', async () => {
  const said: unknown[] = [];
  const input = (async function* () {
    yield `{}\n{"id":"a","method":"x"}\n{"id":1.5,"method":"x"}\n\n \n{"jsonrpc":"2.0","method":"x"}`;
  })();
  const transport = new LineTransport(input, async (text) => void said.push(JSON.parse(text)));
  const heard: unknown[] = [];
  Object.assign(transport, { onmessage: (message: unknown) => heard.push(message) });
  await transport.start();
  await transport.ended;
  const error = { code: -32_600, message: 'this line is not a JSON-RPC message' };
  expect(said).toEqual([
    { jsonrpc: '2.0', error },
    { jsonrpc: '2.0', id: 'a', error },
    { jsonrpc: '2.0', error },
  ]);
  expect(heard).toEqual([{ jsonrpc: '2.0', method: 'x' }]);
});

it('says when its input fails, and ends', async () => {
  const failing = (async function* () {
    yield ping(1);
    throw new Error('the pipe is broken');
  })();
  const transport = new LineTransport(failing, async () => {});
  const errors: string[] = [];
  Object.assign(transport, { onerror: (error: Error) => errors.push(error.message) });
  await transport.start();
  await transport.ended;
  expect(errors).toEqual(['the pipe is broken']);
});
