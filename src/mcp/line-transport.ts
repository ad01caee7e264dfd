import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { ErrorCode, JSONRPCMessageSchema } from './agent-sdk.ts';
import { splitLines } from './split-lines.ts';

/** In bytes: a file of the largest size, with every character escaped, fits. */
const longestMessage = 8 * 1024 * 1024;

/** In UTF-16 units: a client that does not read what it is told gets no more to read. */
const largestBacklog = 4 * 1024 * 1024;

/**
 * One JSON-RPC message a line, both ways. What is not a message is answered with an error, and never ends the
 * connection: a line that is too long is passed over without being kept.
 */
export class LineTransport implements Transport {
  onmessage?: NonNullable<Transport['onmessage']>;
  onclose?: NonNullable<Transport['onclose']>;
  onerror?: NonNullable<Transport['onerror']>;
  /** Settles once the client says no more. */
  readonly ended: Promise<void>;
  private readonly input: AsyncIterable<Uint8Array | string>;
  private readonly write: (text: string) => Promise<void>;
  private markEnded = (): void => {};
  private sent: Promise<void> = Promise.resolve();
  private backlog = 0;

  constructor(input: AsyncIterable<Uint8Array | string>, write: (text: string) => Promise<void>) {
    this.input = input;
    this.write = write;
    this.ended = new Promise((resolve) => {
      this.markEnded = resolve;
    });
  }

  async start(): Promise<void> {
    void this.read()
      .catch((error: unknown) => this.onerror?.(error as Error))
      .finally(this.markEnded);
  }

  send(message: JSONRPCMessage): Promise<void> {
    const text = `${JSON.stringify(message)}\n`;
    this.backlog += text.length;
    this.sent = this.write(text).then(() => {
      this.backlog -= text.length;
    });
    return this.sent;
  }

  /** Settles when the client has taken everything that was said to it. */
  flushed(): Promise<void> {
    return this.sent;
  }

  async close(): Promise<void> {
    this.onclose?.();
  }

  private async read(): Promise<void> {
    for await (const line of splitLines(this.input, longestMessage)) {
      if (this.backlog > largestBacklog) await this.sent;
      if (line === undefined) {
        await this.refuse(ErrorCode.InvalidRequest, `a message of more than ${longestMessage} bytes is not read`);
      } else if (line.trim() !== '') await this.take(line);
    }
  }

  private async take(line: string): Promise<void> {
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      return this.refuse(ErrorCode.ParseError, 'this line is not valid JSON');
    }
    const { success, data } = JSONRPCMessageSchema.safeParse(value);
    if (!success) return this.refuse(ErrorCode.InvalidRequest, 'this line is not a JSON-RPC message', idOf(value));
    this.onmessage?.(data);
  }

  private refuse(code: number, message: string, id?: string | number): Promise<void> {
    return this.send({ jsonrpc: '2.0', ...(id === undefined ? {} : { id }), error: { code, message } });
  }
}

/** The id of what was meant as a request. */
function idOf(value: unknown): string | number | undefined {
  if (typeof value !== 'object' || value === null || !('method' in value) || !('id' in value)) return undefined;
  const { id } = value;
  return typeof id === 'string' || Number.isSafeInteger(id) ? (id as string | number) : undefined;
}
