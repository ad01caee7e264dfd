import type { IPolicy } from 'cockatiel';
import { BrokenCircuitError, CircuitState, ConsecutiveBreaker, DelegateBackoff, TimeoutStrategy, circuitBreaker, handleAll, handleWhen, retry, timeout, wrap } from 'cockatiel'; // prettier-ignore
import type { ClientClock } from './client-clock.ts';
import type { BreakerState } from './failure-record.ts';
import type { LoadedSnapshot } from './loaded-snapshot.ts';
import { loadSnapshot } from './loaded-snapshot.ts';
import { RefusedError } from './refused-error.ts';
import { SnapshotError } from './snapshot-error.ts';
import type { Source } from './source.ts';

/** In milliseconds. */
export interface ReaderOptions {
  readonly environment: string;
  /** How long one attempt may take. */
  readonly timeout: number;
  /** How often a read is tried again before it fails. */
  readonly retries: number;
  /** The first pause before another attempt; each further one is up to twice as long. */
  readonly retryAfter: number;
  /** So many attempts in a row that fail open the breaker. */
  readonly breakAfter: number;
  /** How long it stays open at first, and at most. */
  readonly breakFor: number;
  readonly breakForAtMost: number;
}

export const readerDefaults = { timeout: 5000, retries: 2, retryAfter: 100, breakAfter: 5, breakFor: 1000, breakForAtMost: 30_000 }; // prettier-ignore

export type ReaderAnswer =
  | { readonly unchanged: true }
  | { readonly unchanged: false; readonly snapshot: LoadedSnapshot; readonly tag: string | undefined };

/** Reads from a source: each attempt in bounded time, some attempts, none while the breaker is open. */
export class Reader {
  readonly #source: Source;
  readonly #options: ReaderOptions;
  readonly #clock: ClientClock;
  readonly #onBreaker: (state: BreakerState) => void;
  #policy: IPolicy | undefined;
  #offset = 0;
  #state: BreakerState = 'closed';

  constructor(source: Source, options: ReaderOptions, clock: ClientClock, onBreaker: (state: BreakerState) => void) {
    this.#source = source;
    this.#options = options;
    this.#clock = clock;
    this.#onBreaker = onBreaker;
  }

  get breaker(): BreakerState {
    return this.#state;
  }

  /**
   * Reads once and checks what came.
   * @param tag of the held snapshot
   * @throws Error what the last attempt ended with
   */
  read(tag: string | undefined, signal: AbortSignal): Promise<ReaderAnswer> {
    const { environment } = this.#options;
    return this.#currentPolicy().execute(async ({ signal }): Promise<ReaderAnswer> => {
      const answer = await this.#source.read({ environment, tag, signal });
      if (answer.unchanged === true) return { unchanged: true };
      return { unchanged: false, snapshot: await loadSnapshot(answer.text, environment), tag: answer.tag };
    }, signal);
  }

  /** The breaker counts by the clock of the day: if that was set, a new one begins. */
  #currentPolicy(): IPolicy {
    const offset = this.#clock.now() - this.#clock.elapsed();
    if (this.#policy === undefined || Math.abs(offset - this.#offset) > 1000) {
      this.#policy = this.#makePolicy();
      this.#offset = offset;
    }
    return this.#policy;
  }

  #makePolicy(): IPolicy {
    const { timeout: most, retries, retryAfter, breakAfter, breakFor, breakForAtMost } = this.#options;
    const random = (): number => this.#clock.random();
    const isWorthRetrying = (error: Error): boolean => !(error instanceof SnapshotError || error instanceof RefusedError || error instanceof BrokenCircuitError); // prettier-ignore
    const breaking = circuitBreaker(handleAll, {
      breaker: new ConsecutiveBreaker(breakAfter),
      // Between half and all of it: many clients must not come back as one.
      halfOpenAfter: new DelegateBackoff(({ attempt }) => Math.min(breakForAtMost, breakFor * 2 ** (attempt - 1)) * (0.5 + random() / 2)), // prettier-ignore
    });
    breaking.onStateChange((state) => {
      this.#state = state === CircuitState.Open ? 'open' : state === CircuitState.HalfOpen ? 'half-open' : 'closed';
      this.#onBreaker(this.#state);
    });
    if (this.#state !== 'closed') this.#onBreaker((this.#state = 'closed'));
    return wrap(
      retry(handleWhen(isWorthRetrying), {
        maxAttempts: retries,
        backoff: new DelegateBackoff(({ attempt }) => random() * retryAfter * 2 ** (attempt - 1)),
      }).dangerouslyUnref(),
      breaking,
      // Without aborting what has ended well: that would end its connection too.
      timeout(most, { strategy: TimeoutStrategy.Aggressive, abortOnReturn: false }).dangerouslyUnref(),
    );
  }
}
