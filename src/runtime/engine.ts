import { CacheShelf } from './cache-shelf.ts';
import type { Settings } from './client-options.ts';
import { Events } from './events.ts';
import { Failures, messageOf } from './failures.ts';
import type { Health } from './flag-client.ts';
import { countClient, discountClient } from './one-client.ts';
import { Propagation } from './propagation.ts';
import { Reader } from './reader.ts';
import { Store } from './store.ts';
import { Warnings } from './warnings.ts';

/** How long a cache that failed is left alone, in milliseconds. */
const cachePause = 5000;

/** What keeps a client's snapshot: source, caches, store and propagation, put together. */
export class Engine {
  readonly events = new Events();
  readonly warnings: Warnings;
  readonly failures: Failures;
  readonly store: Store;
  readonly #settings: Settings;
  readonly #reader: Reader;
  readonly #shelf: CacheShelf;
  readonly #propagation: Propagation;
  /** What another client of this process should not read as well. */
  readonly #identity: string | undefined;
  #isStarted = false;
  #isClosed = false;

  constructor(settings: Settings) {
    const { environment, source, clock, caches, bus, staleAfter, mostWaiting, cacheTimeout } = settings;
    this.#settings = settings;
    this.#identity = source.identity && `${environment} of ${source.identity}`;
    this.warnings = new Warnings(settings.warn);
    this.failures = new Failures(this.events, settings.failures);
    const { events } = this;
    const fail = (what: string, thrown: unknown): void => this.fail(what, messageOf(thrown));
    this.#reader = new Reader(source, settings.read, clock, (state) => events.emit('breaker', { state }));
    const shelfOptions = { environment, timeout: cacheTimeout, pause: cachePause };
    this.#shelf = new CacheShelf(caches, shelfOptions, clock, ({ level }, thrown) => fail(`${level} cache`, thrown));
    this.store = new Store({ clock, reader: this.#reader, shelf: this.#shelf, events, staleAfter, mostWaiting, fail, readEnded: (isWell) => this.#propagation.readEnded(isWell) }); // prettier-ignore
    this.#propagation = new Propagation(
      {
        clock,
        events,
        stream: source.watch && {
          watch: (request, watcher) => source.watch!(request, watcher),
          heartbeat: source.heartbeat,
        },
        bus,
        request: () => ({ environment, version: this.store.snapshot?.document.version }),
        store: this.store,
        fail,
      },
      settings.propagation,
    );
  }

  /** Begins to read and to follow changes; once. */
  start(): void {
    if (this.#isClosed) return this.warnings.once('the client is closed: it cannot be started again');
    if (this.#isStarted) return;
    this.#isStarted = true;
    const { source } = this.#settings;
    if (this.#identity !== undefined && countClient(this.#identity) > 1) {
      this.warnings.once(`there is another client of ${source.name} in this process: make one, and share it`);
    }
    void this.store.start();
    this.#propagation.start();
  }

  /** Ends everything; what is held stays. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.store.close();
    this.#propagation.close();
    if (this.#isStarted && this.#identity !== undefined) discountClient(this.#identity);
    try {
      await this.#settings.source.close?.();
    } catch (thrown) {
      this.fail('close', messageOf(thrown));
    }
    await this.#shelf.close();
    this.events.emit('close', {});
  }

  health(): Health {
    const { snapshot, age } = this.store.standing();
    return {
      live: !this.#isClosed,
      ready: snapshot !== undefined,
      stale: this.store.isStale,
      mode: this.#propagation.mode,
      version: snapshot?.document.version,
      commit: snapshot?.document.commit,
      age,
      breaker: this.#reader.breaker,
      lastError: this.failures.last(),
    };
  }

  /** Notes a failure and the state at that moment. */
  fail(what: string, message: string, flag?: string): void {
    const { level, snapshot, age } = this.store.standing();
    this.failures.note({
      at: new Date(this.#settings.clock.now()).toISOString(),
      what,
      message,
      conditions: { mode: this.#propagation.mode, breaker: this.#reader.breaker, age },
      fallback: level === 'fresh' ? 'memory' : level,
      worked: snapshot !== undefined,
      flag,
      version: snapshot?.document.version,
    });
  }
}
