import type { Level } from './answer-types.ts';
import type { Answered } from './answering.ts';
import type { Events } from './events.ts';
import type { Health } from './flag-client.ts';
import type { Metric, MetricValue } from './metrics.ts';

/** One evaluation of so many is timed, and stands for all of them in hits by level. A power of two. */
const sample = 64;

/** Flags and variants beyond these are counted together, so that a mistake cannot fill a monitoring system. */
const mostSeries = 2000;

/** In seconds. */
const bounds = [1e-6, 2.5e-6, 5e-6, 1e-5, 5e-5, 1e-4, 1e-3, 1e-2, 1e-1, Infinity];

/** Counts what a client does. Nothing of a context is in it. */
export class Measurements {
  #calls = 0;
  /** Most answers are the same objects again and again; which flag and variant they are of is looked at later. */
  readonly #answers = new Map<Answered, { count: number }>();
  readonly #evaluations = new Map<string, { readonly flag: string; readonly variant: string; count: number }>();
  readonly #errors = new Map<string, number>();
  readonly #hits = new Map<Level, number>();
  readonly #failures = new Map<string, number>();
  readonly #buckets = bounds.map(() => 0);
  #seconds = 0;
  #changes = 0;
  #unexpected = 0;
  #modeChanges = 0;

  constructor(events: Events) {
    events.on('change', () => void this.#changes++);
    events.on('unexpected-change', () => void this.#unexpected++);
    events.on('mode', () => void this.#modeChanges++);
    events.on('failure', ({ what }) => add(this.#failures, what, 1));
  }

  /** Whether the next evaluation is one of those that are timed. */
  isSampled(): boolean {
    return (++this.#calls & (sample - 1)) === 0;
  }

  timed(milliseconds: number, level: Level): void {
    const seconds = milliseconds / 1000;
    this.#seconds += seconds;
    for (let at = 0; at < bounds.length; at++) if (seconds <= bounds[at]!) this.#buckets[at]!++;
    add(this.#hits, level, sample);
  }

  count(answered: Answered): void {
    const counted = this.#answers.get(answered);
    if (counted !== undefined) counted.count++;
    else this.#countFirst(answered);
  }

  /** For a question to which there is no answer. */
  countNotReady(): void {
    add(this.#errors, 'PROVIDER_NOT_READY', 1);
  }

  metrics(environment: string, health: Health): readonly Metric[] {
    this.#settle();
    const of = (value: number, labels: Readonly<Record<string, string>> = {}): MetricValue => ({ labels: { environment, ...labels }, value }); // prettier-ignore
    const by = (label: string, counts: ReadonlyMap<string, number>): MetricValue[] => [...counts].map(([name, count]) => of(count, { [label]: name })); // prettier-ignore
    const name = (rest: string): string => `flagwright_client_${rest}`;
    const counter = (rest: string, help: string, values: readonly MetricValue[]): Metric => ({ name: name(`${rest}_total`), kind: 'counter', help, values }); // prettier-ignore
    const gauge = (rest: string, help: string, value: number | undefined): Metric => ({ name: name(rest), kind: 'gauge', help, values: value === undefined ? [] : [of(value)] }); // prettier-ignore
    const evaluations = [...this.#evaluations.values()].map(({ flag, variant, count }) => of(count, { flag, variant }));
    const buckets = bounds.map((upTo, at) => ({ upTo, count: this.#buckets[at]! }));
    const modes = (['poll', 'stream', 'bus', 'none'] as const).map((mode) =>
      of(mode === health.mode ? 1 : 0, { mode }),
    );
    return [
      counter('evaluations', 'Evaluations by flag and variant.', evaluations),
      counter('errors', 'Evaluations that ended with an error, by its code.', by('code', this.#errors)),
      counter(
        'hits',
        `Where evaluations were answered from; estimated from one in ${sample}.`,
        by('level', this.#hits),
      ),
      { name: name('evaluation_seconds'), kind: 'histogram', help: `How long an evaluation takes, of one in ${sample}.`, values: [{ ...of(this.#seconds), buckets }] }, // prettier-ignore
      counter('changes', 'Snapshots that replaced the one before.', [of(this.#changes)]),
      counter('unexpected_changes', 'Changes without a newer version, or not as announced.', [of(this.#unexpected)]),
      counter('failures', 'What went wrong, by what it was.', by('what', this.#failures)),
      counter('mode_changes', 'How often the way in which changes arrive has changed.', [of(this.#modeChanges)]),
      gauge('ready', '1 if there is a snapshot to answer from.', Number(health.ready)),
      gauge('stale', '1 if nothing has shown for too long that the snapshot is current.', Number(health.stale)),
      gauge('snapshot_version', 'Version of the snapshot: number of commits.', health.version),
      gauge('snapshot_age_seconds', 'Time since the source last showed that the snapshot is current.', health.age === undefined ? undefined : health.age / 1000), // prettier-ignore
      gauge('breaker_open', '1 while the source is left alone, 0.5 while it is tried again.', { closed: 0, 'half-open': 0.5, open: 1 }[health.breaker]), // prettier-ignore
      { name: name('mode'), kind: 'gauge', help: '1 for the way in which changes arrive now.', values: modes },
    ];
  }

  #countFirst(answered: Answered): void {
    // Answers that are made anew each time must not stay.
    if (this.#answers.size >= 4096) this.#settle();
    this.#answers.set(answered, { count: 1 });
  }

  /** Adds what was counted by answer to what was counted by flag. */
  #settle(): void {
    for (const [{ flagKey, variant = '', errorCode }, { count }] of this.#answers) {
      if (errorCode !== undefined) add(this.#errors, errorCode, count);
      // A flag that does not exist has a name of the caller's making.
      if (errorCode === 'FLAG_NOT_FOUND') continue;
      const own = `${flagKey}\n${variant}`;
      const [key, flag, name] = this.#evaluations.has(own) || this.#evaluations.size < mostSeries ? [own, flagKey, variant] : ['', 'others', '']; // prettier-ignore
      const series = this.#evaluations.get(key);
      if (series === undefined) this.#evaluations.set(key, { flag, variant: name, count });
      else series.count += count;
    }
    this.#answers.clear();
  }
}

function add<Key>(counts: Map<Key, number>, key: Key, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}
