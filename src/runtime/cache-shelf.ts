import type { Cache, CacheEntry } from './cache.ts';
import type { ClientClock } from './client-clock.ts';
import { withinTime } from './client-clock.ts';
import type { LoadedSnapshot } from './loaded-snapshot.ts';
import { loadSnapshot } from './loaded-snapshot.ts';
import { SnapshotError } from './snapshot-error.ts';

export interface CachedSnapshot {
  readonly snapshot: LoadedSnapshot;
  readonly level: Cache['level'];
  /** In milliseconds, by the clock of the day, which may be wrong. */
  readonly age: number;
}

/** In milliseconds. */
export interface ShelfOptions {
  readonly environment: string;
  /** How long a cache may take before it is passed over. */
  readonly timeout: number;
  /** For how long a cache that failed is left alone. */
  readonly pause: number;
}

/** The caches of a client. None of them ever fails it: one that struggles is passed over for a while. */
export class CacheShelf {
  readonly #caches: readonly Cache[];
  readonly #options: ShelfOptions;
  readonly #clock: ClientClock;
  readonly #failed: (cache: Cache, thrown: unknown) => void;
  readonly #pausedUntil = new Map<Cache, number>();

  constructor(
    caches: readonly Cache[],
    options: ShelfOptions,
    clock: ClientClock,
    failed: (cache: Cache, thrown: unknown) => void,
  ) {
    // prettier-ignore
    // Shared before disk, whatever order they were given in.
    this.#caches = [...caches].sort((a, b) => Number(a.level === 'disk') - Number(b.level === 'disk'));
    this.#options = options;
    this.#clock = clock;
    this.#failed = failed;
  }

  /** Gives what the caches hold to `offer`, each as soon as it has answered. */
  async load(offer: (cached: CachedSnapshot) => void): Promise<void> {
    await Promise.all(
      this.#caches.map(async (cache) => {
        const cached = await this.#read(cache);
        if (cached !== undefined) offer(cached);
      }),
    );
  }

  /** Writes an entry to every cache. */
  async store(entry: CacheEntry): Promise<void> {
    await Promise.all(
      this.#caches.map((cache) => this.#use(cache, () => cache.write(this.#options.environment, entry))),
    );
  }

  async close(): Promise<void> {
    await Promise.all(this.#caches.map((cache) => this.#use(cache, async () => cache.close?.())));
  }

  #read(cache: Cache): Promise<CachedSnapshot | undefined> {
    return this.#use(cache, async () => {
      const entry = await cache.read(this.#options.environment);
      if (entry === undefined) return undefined;
      const snapshot = await loadSnapshot(entry.text, this.#options.environment);
      return { snapshot, level: cache.level, age: Math.max(0, this.#clock.now() - entry.confirmedAt) };
    });
  }

  /** Does something with a cache in bounded time, unless it failed a moment ago. */
  async #use<Result>(cache: Cache, work: () => Promise<Result>): Promise<Result | undefined> {
    const isPaused = (): boolean => (this.#pausedUntil.get(cache) ?? 0) > this.#clock.elapsed();
    if (isPaused()) return undefined;
    try {
      return await withinTime(this.#clock, this.#options.timeout, work());
    } catch (thrown) {
      // What else was under way fails for the same reason.
      if (!isPaused()) this.#failed(cache, thrown);
      // One that can be reached, and holds something else, is to be written at once.
      if (!(thrown instanceof SnapshotError)) this.#pausedUntil.set(cache, this.#clock.elapsed() + this.#options.pause);
      return undefined;
    }
  }
}
