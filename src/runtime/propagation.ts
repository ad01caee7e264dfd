import type { ClientClock } from './client-clock.ts';
import type { Events } from './events.ts';
import type { Mode } from './failure-record.ts';
import type { Watchable } from './link.ts';
import { Link } from './link.ts';
import type { Announcement, WatchRequest } from './source.ts';

/** How a client hears of changes; `hybrid` uses whatever there is, and polls as long as nothing else works. */
export type Strategy = 'hybrid' | 'stream' | 'bus' | 'poll' | 'none';

/** In milliseconds. */
export interface PropagationOptions {
  readonly strategy: Strategy;
  /** The longest pause between two polls; each is anything up to that, so that clients do not come together. */
  readonly poll: number;
  /** The longest pause between two reconciliations, the safety net beneath streams. */
  readonly reconcile: number;
  readonly silence: number;
}

export interface PropagationParts {
  readonly clock: ClientClock;
  readonly events: Events;
  readonly stream: Watchable | undefined;
  readonly bus: Watchable | undefined;
  readonly request: () => WatchRequest;
  readonly store: {
    refresh(): Promise<boolean>;
    reconcile(): Promise<void>;
    announced(announcement: Announcement): void;
    alive(milliseconds: number): void;
    lost(): void;
  };
  readonly fail: (what: string, thrown: unknown) => void;
}

/** Keeps the client in step with its source: by stream and bus where they work, by polling where they do not. */
export class Propagation {
  readonly #parts: PropagationParts;
  readonly #options: PropagationOptions;
  readonly #stream: Link | undefined;
  readonly #bus: Link | undefined;
  #mode: Mode = 'none';
  #failedPolls = 0;
  #failedReads = 0;
  #cancelPoll = (): void => {};
  #cancelRetry = (): void => {};
  #cancelReconcile = (): void => {};
  #isClosed = false;

  constructor(parts: PropagationParts, options: PropagationOptions) {
    this.#parts = parts;
    this.#options = options;
    const { strategy } = options;
    if (strategy === 'hybrid' || strategy === 'stream') this.#stream = this.#link('stream', parts.stream);
    if (strategy === 'hybrid' || strategy === 'bus') this.#bus = this.#link('bus', parts.bus);
  }

  get mode(): Mode {
    return this.#mode;
  }

  start(): void {
    this.#settle('started');
    this.#stream?.connect();
    this.#bus?.connect();
    this.#scheduleReconcile();
  }

  close(): void {
    this.#isClosed = true;
    this.#cancelPoll();
    this.#cancelRetry();
    this.#cancelReconcile();
    this.#stream?.close();
    this.#bus?.close();
  }

  /** A read has ended. Stream and bus announce a change once: if reading it failed, or gave what was before, it is tried again. */
  readEnded(isWell: boolean): void {
    this.#cancelRetry();
    this.#failedReads = isWell ? 0 : this.#failedReads + 1;
    if (isWell || this.#isClosed || (this.#mode !== 'stream' && this.#mode !== 'bus')) return;
    const { clock, store } = this.#parts;
    this.#cancelRetry = clock.after(clock.random() * this.#pauseAfter(this.#failedReads), () => void store.refresh());
  }

  /** The longest pause after so many failures: short at first, and then longer and longer. */
  #pauseAfter(failures: number): number {
    return Math.min(this.#options.poll, 500 * 2 ** Math.min(failures, 30));
  }

  #link(kind: 'stream' | 'bus', watchable: Watchable | undefined): Link | undefined {
    if (watchable === undefined) return undefined;
    const { clock, store, request, fail } = this.#parts;
    const { silence } = this.#options;
    // A bus that works says nothing of the source; nor does a stream without a heartbeat.
    const proves = kind === 'stream' && watchable.heartbeat === true;
    return new Link(watchable, request, { silence, reconnectAfter: 500, reconnectAfterAtMost: 30_000 }, clock, {
      alive: () => {
        if (proves) store.alive(silence);
        this.#settle('connected');
      },
      announce: (announcement) => store.announced(announcement),
      down: (error) => {
        if (proves) store.lost();
        fail(kind, error);
        this.#settle(error.message);
      },
      failed: (error) => fail(kind, error),
    });
  }

  /** Chooses the mode by what is live. */
  #settle(why: string): void {
    const was = this.#mode;
    const mode = this.#stream?.isLive ? 'stream' : this.#bus?.isLive ? 'bus' : this.#options.strategy === 'none' ? 'none' : 'poll'; // prettier-ignore
    if (mode === was || this.#isClosed) return;
    this.#mode = mode;
    this.#cancelPoll();
    if (mode === 'poll') this.#cancelRetry();
    if (mode === 'poll') this.#schedulePoll();
    // What was announced while nobody listened is not announced again.
    else if (mode === 'bus') void this.#parts.store.refresh();
    this.#parts.events.emit('mode', { mode, was, why });
  }

  #schedulePoll(): void {
    const { clock, store } = this.#parts;
    const { poll } = this.#options;
    // After a failure sooner, and then later and later again.
    const most = this.#failedPolls === 0 ? poll : this.#pauseAfter(this.#failedPolls);
    this.#cancelPoll = clock.after(clock.random() * most, () => {
      void store.refresh().then((isCurrent) => {
        this.#failedPolls = isCurrent ? 0 : this.#failedPolls + 1;
        if (this.#mode === 'poll' && !this.#isClosed) this.#schedulePoll();
      });
    });
  }

  #scheduleReconcile(): void {
    const { clock, store, fail } = this.#parts;
    // At least half of it: caches are read whole.
    const pause = this.#options.reconcile * (0.5 + clock.random() / 2);
    this.#cancelReconcile = clock.after(pause, () => {
      const done = store.reconcile().catch((thrown: unknown) => fail('reconciliation', thrown));
      void done.then(() => void (this.#isClosed || this.#scheduleReconcile()));
    });
  }
}
