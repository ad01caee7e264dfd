import type { ClientClock } from './client-clock.ts';
import type { Announcement, WatchRequest, Watcher } from './source.ts';

/** In milliseconds. */
export interface LinkOptions {
  /** After how long without a sign of life it counts as lost. */
  readonly silence: number;
  /** The first pause before it is connected again, at most; each further one is up to twice as long. */
  readonly reconnectAfter: number;
  readonly reconnectAfterAtMost: number;
}

export interface LinkEvents {
  alive(): void;
  announce(announcement: Announcement): void;
  /** It was live, and is not any more. */
  down(error: Error): void;
  /** It could not be connected. */
  failed(error: Error): void;
}

/** What is watched: a source or a bus. */
export interface Watchable {
  readonly watch: (request: WatchRequest, watcher: Watcher) => () => void;
  readonly heartbeat?: boolean | undefined;
}

/** Keeps a connection on which changes are announced, and connects again after it is lost, with full jitter. */
export class Link {
  readonly #watchable: Watchable;
  readonly #request: () => WatchRequest;
  readonly #options: LinkOptions;
  readonly #clock: ClientClock;
  readonly #events: LinkEvents;
  /** Tells connections apart: what one says after it was given up counts for nothing. */
  #connection = 0;
  #end = (): void => {};
  #cancel = (): void => {};
  #isLive = false;
  #liveSince = 0;
  #attempts = 0;

  constructor(
    watchable: Watchable,
    request: () => WatchRequest,
    options: LinkOptions,
    clock: ClientClock,
    events: LinkEvents,
  ) {
    // prettier-ignore
    this.#watchable = watchable;
    this.#request = request;
    this.#options = options;
    this.#clock = clock;
    this.#events = events;
  }

  get isLive(): boolean {
    return this.#isLive;
  }

  connect(): void {
    const own = ++this.#connection;
    const isCurrent = (): boolean => own === this.#connection;
    this.#expectLife();
    try {
      this.#end = this.#watchable.watch(this.#request(), {
        alive: () => void (isCurrent() && this.#alive()),
        announce: (announcement) => void (isCurrent() && this.#events.announce(announcement)),
        lost: (error) => void (isCurrent() && this.#lost(asError(error, 'it was lost'))),
      });
      // A function that promises instead of giving what ends it: its failure must not go without a handler.
      Promise.resolve(this.#end as unknown).catch((thrown: unknown) => void (isCurrent() && this.#lost(asError(thrown, 'it cannot be watched')))); // prettier-ignore
    } catch (thrown) {
      this.#lost(asError(thrown, 'it cannot be watched'));
    }
  }

  close(): void {
    this.#connection++;
    this.#isLive = false;
    this.#cancel();
    try {
      this.#end();
    } catch {
      // What cannot be ended is let go: nothing that it says counts any more.
    }
    this.#end = () => {};
  }

  #alive(): void {
    if (!this.#isLive) this.#liveSince = this.#clock.elapsed();
    this.#isLive = true;
    if (this.#watchable.heartbeat === true) this.#expectLife();
    else this.#cancel();
    this.#events.alive();
  }

  #expectLife(): void {
    this.#cancel();
    const { silence } = this.#options;
    this.#cancel = this.#clock.after(silence, () => this.#lost(new Error(`no sign of life for ${silence} ms`)));
  }

  #lost(error: Error): void {
    const wasLive = this.#isLive;
    this.close();
    const { silence, reconnectAfter, reconnectAfterAtMost } = this.#options;
    // One that breaks as soon as it is connected does not begin to count anew.
    this.#attempts = wasLive && this.#clock.elapsed() - this.#liveSince > silence ? 0 : this.#attempts + 1;
    const most = Math.min(reconnectAfterAtMost, reconnectAfter * 2 ** Math.min(this.#attempts, 30));
    this.#cancel = this.#clock.after(this.#clock.random() * most, () => this.connect());
    if (wasLive) this.#events.down(error);
    else this.#events.failed(error);
  }
}

const asError = (thrown: unknown, otherwise: string): Error =>
  thrown instanceof Error ? thrown : new Error(otherwise);
