import type { ServerResponse } from 'node:http';

/** What a subscriber is told: our own clients of snapshots, OFREP's of a reason to evaluate again. */
export type Kind = 'snapshot' | 'refetch';

/** A connection that events are written to: the part of a `ServerResponse` that is used. */
export type Sink = Pick<ServerResponse, 'write' | 'end' | 'destroy' | 'writableLength'>;

interface Subscriber {
  readonly sink: Sink;
  readonly environment: string;
  readonly kind: Kind;
  /** The hash of its token. */
  readonly token: Buffer | undefined;
}

export interface StreamLimits {
  readonly streams: number;
  /** Bytes that wait for a reader before it is dropped. */
  readonly streamBacklog: number;
}

const beat = Buffer.from(': alive\n\n');

/**
 * The open event streams. An event is put into bytes once and written to each; a reader that does not keep up is
 * dropped, since it reads what it missed when it connects again.
 */
export class Streams {
  readonly #limits: StreamLimits;
  readonly #dropped: () => void;
  readonly #open = new Map<Sink, Subscriber>();

  /** @param dropped called for each reader that was too slow */
  constructor(limits: StreamLimits, dropped: () => void) {
    this.#limits = limits;
    this.#dropped = dropped;
  }

  get size(): number {
    return this.#open.size;
  }

  /** How many there are of an environment. */
  count(environment: string): number {
    let count = 0;
    for (const one of this.#open.values()) if (one.environment === environment) count++;
    return count;
  }

  isFull(): boolean {
    return this.#open.size >= this.#limits.streams;
  }

  add(subscriber: Subscriber): void {
    this.#open.set(subscriber.sink, subscriber);
  }

  remove(sink: Sink): void {
    this.#open.delete(sink);
  }

  /** Writes an event to those who follow an environment. */
  publish(environment: string, kind: Kind, event: string): void {
    const bytes = Buffer.from(event);
    for (const one of this.#open.values()) {
      if (one.environment === environment && one.kind === kind) this.#write(one.sink, bytes);
    }
  }

  /** A sign of life to all. Who has not yet taken the last one, or what came since, is dropped. */
  beat(): void {
    for (const sink of this.#open.keys()) {
      if (sink.writableLength > 0) this.#drop(sink);
      else sink.write(beat);
    }
  }

  /** Ends the streams whose token no longer opens their environment. */
  endWithout(isKnown: (environment: string, token: Buffer | undefined) => boolean): void {
    for (const { sink, environment, token } of this.#open.values()) {
      if (isKnown(environment, token)) continue;
      this.#open.delete(sink);
      sink.end();
    }
  }

  /** Ends all, in good order. */
  endAll(): void {
    this.endWithout(() => false);
  }

  #write(sink: Sink, bytes: Buffer): void {
    if (sink.writableLength > this.#limits.streamBacklog) this.#drop(sink);
    else sink.write(bytes);
  }

  #drop(sink: Sink): void {
    this.#open.delete(sink);
    this.#dropped();
    sink.destroy();
  }
}
