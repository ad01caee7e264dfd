import { Server, ServerCredentials, type ServerWritableStream } from '@grpc/grpc-js';

/** What flagd does for its providers: reads a flag file over HTTP, and tells those that are connected over gRPC. */
export interface FlagdRelay {
  readonly port: number;
  /** Reads the file, with the tag of the last one; gives whether it has changed. */
  sync(): Promise<boolean>;
  stop(): void;
}

/** @param url of the flag file, read with these headers */
export async function flagdRelay(url: string, headers: Readonly<Record<string, string>>): Promise<FlagdRelay> {
  const streams = new Set<ServerWritableStream<Buffer, string>>();
  let file = '';
  let tag = '';
  const server = new Server();
  const identity = (bytes: Buffer): Buffer => bytes;
  const syncFlags = {
    path: '/flagd.sync.v1.FlagSyncService/SyncFlags',
    requestStream: false,
    responseStream: true,
    requestSerialize: identity,
    requestDeserialize: identity,
    responseSerialize: responseOf,
    responseDeserialize: String,
  };
  server.addService(
    { syncFlags },
    {
      syncFlags(stream: ServerWritableStream<Buffer, string>) {
        streams.add(stream);
        stream.on('cancelled', () => streams.delete(stream));
        stream.write(file);
      },
    },
  );
  const sync = async (): Promise<boolean> => {
    const answer = await fetch(url, { headers: { ...headers, 'if-none-match': tag } });
    if (answer.status === 304) return false;
    file = await answer.text();
    tag = answer.headers.get('etag') ?? '';
    for (const stream of streams) stream.write(file);
    return true;
  };
  await sync();
  const port = await new Promise<number>((done, fail) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => (error ? fail(error) : done(bound))); // prettier-ignore
  });
  return { port, sync, stop: () => server.forceShutdown() };
}

/** A message whose first field is a text. */
function responseOf(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length: number[] = [];
  for (let rest = bytes.length; ; rest >>>= 7) {
    length.push(rest > 127 ? (rest & 127) | 128 : rest);
    if (rest <= 127) break;
  }
  return Buffer.concat([Buffer.from([0x0a, ...length]), bytes]);
}
