import { StringDecoder } from 'node:string_decoder';
import { createParser } from 'eventsource-parser';
import type { Announcement, Watcher } from './source.ts';

/** An event is some hundred bytes. Whoever sends more without one is not `flagwright serve`. */
const mostWithoutEvent = 64 * 1024;

/**
 * Follows server-sent events until they end: every event and every comment is a sign of life.
 * @throws Error if the connection breaks, or what comes are not events
 */
export async function followEvents(body: AsyncIterable<unknown>, environment: string, watcher: Watcher): Promise<void> {
  let since = 0;
  const parser = createParser({
    onComment: () => void (since = 0),
    onEvent({ event, data }) {
      since = 0;
      if (event !== 'snapshot') return;
      const announcement = announcementOf(data, environment);
      if (announcement !== undefined) watcher.announce(announcement);
    },
  });
  const decoder = new StringDecoder('utf8');
  watcher.alive();
  try {
    for await (const chunk of body) {
      since += (chunk as Uint8Array).length;
      parser.feed(decoder.write(chunk as Buffer));
      if (since > mostWithoutEvent) throw new RangeError('too long');
      watcher.alive();
    }
  } catch (error) {
    const isFlood = error instanceof RangeError;
    throw new Error(isFlood ? 'what comes on the stream are not events' : 'the stream broke off', { cause: error });
  }
}

/** What an event or a message of the bus says of a snapshot; nothing if it is of another environment, or not understood. */
export function announcementOf(data: string, environment: string): Announcement | undefined {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { environment: of, version, commit, digest } = value as Readonly<Record<string, unknown>>;
  if (of !== environment || !Number.isSafeInteger(version)) return undefined;
  return {
    version: version as number,
    commit: typeof commit === 'string' ? commit : undefined,
    digest: typeof digest === 'string' ? digest : undefined,
  };
}
