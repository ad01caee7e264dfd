import type { BreakerState, FailureRecord, Mode } from './failure-record.ts';
import type { Level } from './answer-types.ts';

/** What happens to a client, by the name of the event. */
export interface ClientEvents {
  /** It can answer from a snapshot: the first time, and again after it was stale. */
  ready: { readonly version: number; readonly source: Level };
  /** The held snapshot was replaced. `flags`: the keys whose answers may differ now. */
  change: { readonly version: number; readonly commit: string; readonly previous: number | undefined; readonly flags: readonly string[]; readonly source: Level }; // prettier-ignore
  /** Nothing has shown for too long that the held snapshot is current. `age` in milliseconds. */
  stale: { readonly version: number; readonly age: number };
  /** Another snapshot has the version of the held one, which stays. */
  conflict: {
    readonly version: number;
    readonly from: string;
    readonly heldDigest: string;
    readonly otherDigest: string;
  };
  /** A flag changed without a newer version, or not as it was announced. */
  'unexpected-change': { readonly version: number; readonly flags: readonly string[]; readonly why: string };
  /** How changes reach the client has changed. */
  mode: { readonly mode: Mode; readonly was: Mode; readonly why: string };
  /** The breaker of the source has opened, is trying, or has closed. */
  breaker: { readonly state: BreakerState };
  /** Something went wrong; also in `failures()`. */
  failure: FailureRecord;
  close: Record<string, never>;
}

type Listener<Name extends keyof ClientEvents> = (event: ClientEvents[Name]) => void;

/** Who listens to what. A listener that throws, or whose promise fails, stops nothing. */
export class Events {
  readonly #listeners = new Map<keyof ClientEvents, Set<(event: never) => unknown>>();

  /** @returns what ends it */
  on<Name extends keyof ClientEvents>(name: Name, listener: Listener<Name>): () => void {
    let set = this.#listeners.get(name);
    if (set === undefined) this.#listeners.set(name, (set = new Set()));
    // A function of its own: the same listener may listen twice.
    const own = (event: ClientEvents[Name]): unknown => listener(event);
    set.add(own);
    return () => void set.delete(own);
  }

  emit<Name extends keyof ClientEvents>(name: Name, event: ClientEvents[Name]): void {
    for (const listener of this.#listeners.get(name) ?? []) {
      try {
        void Promise.resolve(listener(event as never)).catch(() => {});
      } catch {
        // What a listener does is its own affair; flags are answered all the same.
      }
    }
  }
}
