import type { ServerBus } from './bus.ts';
import { refetchEvent, snapshotEvent } from './events.ts';
import type { Release } from './read-commit.ts';
import { servedSpan, type ServedProject } from './served.ts';
import type { Streams } from './streams.ts';

/** Tells subscribers what has changed, by event streams and on the bus. */
export class Announcer {
  readonly #streams: Streams;
  readonly #bus: ServerBus | undefined;
  /** Of each environment, the span of time that was announced last; see `spanOf`. */
  readonly #spans = new Map<string, string>();

  constructor(streams: Streams, bus: ServerBus | undefined) {
    this.#streams = streams;
    this.#bus = bus;
  }

  /** A commit is served from now on. OFREP's clients are told only if its flags are others. */
  served(release: Release, previous: Release | undefined, now: number): void {
    for (const [name, served] of release.environments) {
      this.#spans.set(name, servedSpan(served, now));
      this.#bus?.publish(served);
      this.#streams.publish(name, 'snapshot', snapshotEvent(served));
      if (previous?.environments.get(name)?.digest !== served.digest) this.#refetch(served);
    }
  }

  /** Time has passed: schedules that have begun or ended change what flags give, without any commit. */
  passed(release: Release | undefined, now: number): void {
    for (const [name, served] of release?.environments ?? []) {
      const span = servedSpan(served, now);
      // Where JsonLogic looks at the clock, every second would be news.
      if (served.looksAtClock || span === this.#spans.get(name)) continue;
      this.#spans.set(name, span);
      this.#refetch(served);
    }
  }

  #refetch(served: ServedProject): void {
    this.#streams.publish(served.environment, 'refetch', refetchEvent(served));
  }
}
