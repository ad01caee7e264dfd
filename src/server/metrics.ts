import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Evaluation } from '../evaluate/evaluation.ts';
import type { ServedProject } from './served.ts';

/** What a server counts. */
export interface Metrics {
  readonly contentType: string;
  /** In Prometheus' text format. */
  text(): Promise<string>;
  evaluated(environment: string, evaluation: Evaluation): void;
  /** @param seconds from the head of the request to the end of the answer */
  answered(route: string, status: number, seconds: number): void;
  refusedToken(): void;
  droppedStream(): void;
  served(served: ServedProject): void;
  /** @param why the newest commit is not served; undefined where it is */
  looked(why: string | undefined, now: number): void;
  bus(isUp: boolean): void;
}

/** Flags and variants that are counted by themselves; what comes after them is counted together. */
const mostSeries = 2_000;

const reasons = ['broken', 'rewritten', 'unreadable'];

/**
 * Makes the counters of a server, in a registry of its own.
 * @param streams how many event streams of an environment are open
 */
export function makeMetrics(environments: readonly string[], streams: (environment: string) => number): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const evaluations = new Counter({
    name: 'flagwright_evaluations_total',
    help: 'Evaluations by flag and the variant served.',
    labelNames: ['environment', 'flag', 'variant'],
    registers,
  });
  const errors = new Counter({
    name: 'flagwright_evaluation_errors_total',
    help: 'Evaluations that failed, by error code.',
    labelNames: ['environment', 'code'],
    registers,
  });
  const requests = new Histogram({
    name: 'flagwright_http_request_duration_seconds',
    help: 'Time to answer requests, event streams excluded.',
    labelNames: ['route', 'status'],
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2],
    registers,
  });
  const tokens = new Counter({ name: 'flagwright_refused_tokens_total', help: 'Requests without a valid token.', registers }); // prettier-ignore
  const drops = new Counter({ name: 'flagwright_dropped_streams_total', help: 'Event streams dropped because their reader was too slow.', registers }); // prettier-ignore
  const version = new Gauge({ name: 'flagwright_snapshot_version', help: 'Version of the snapshot that is served.', labelNames: ['environment'], registers }); // prettier-ignore
  const committed = new Gauge({ name: 'flagwright_snapshot_committed_timestamp_seconds', help: 'Time of the commit that is served.', labelNames: ['environment'], registers }); // prettier-ignore
  const lastLook = new Gauge({ name: 'flagwright_last_look_timestamp_seconds', help: 'Time of the last look at the repository that succeeded.', registers }); // prettier-ignore
  const refused = new Gauge({ name: 'flagwright_commit_refused', help: '1 while the newest commit is not served, by reason.', labelNames: ['reason'], registers }); // prettier-ignore
  const bus = new Gauge({ name: 'flagwright_bus_up', help: '1 while the bus is connected; absent without a bus.', registers: [] }); // prettier-ignore
  const open = new Gauge({
    name: 'flagwright_streams',
    help: 'Open event streams.',
    labelNames: ['environment'],
    registers,
    collect() {
      for (const environment of environments) this.set({ environment }, streams(environment));
    },
  });
  open.reset();
  const timers = new Map<string, Histogram.Internal<string>>();
  const counters = new Map<string, Counter.Internal>();
  const counterOf = (environment: string, flag: string, variant: string): Counter.Internal => {
    const name = `${environment} ${flag} ${variant}`;
    const known = counters.get(name);
    if (known) return known;
    if (counters.size >= mostSeries) return evaluations.labels({ environment, flag: 'other', variant: 'other' });
    const made = evaluations.labels({ environment, flag, variant });
    counters.set(name, made);
    return made;
  };
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    evaluated(environment, { flagKey, variant, reason, errorCode = 'GENERAL' }) {
      if (reason === 'ERROR') errors.labels({ environment, code: errorCode }).inc();
      // A key that no flag has was chosen by the caller.
      else counterOf(environment, flagKey, variant ?? '').inc();
    },
    answered(route, status, seconds) {
      const name = `${route} ${status}`;
      const known = timers.get(name) ?? requests.labels({ route, status: String(status) });
      timers.set(name, known);
      known.observe(seconds);
    },
    refusedToken: () => tokens.inc(),
    droppedStream: () => drops.inc(),
    served(one) {
      version.set({ environment: one.environment }, one.version);
      committed.set({ environment: one.environment }, one.committedAt / 1000);
    },
    looked(why, now) {
      for (const reason of reasons) refused.set({ reason }, reason === why ? 1 : 0);
      if (why !== 'unreadable') lastLook.set(now / 1000);
    },
    bus(isUp) {
      registry.registerMetric(bus);
      bus.set(isUp ? 1 : 0);
    },
  };
}
