import type { Bus } from './bus.ts';
import type { Cache } from './cache.ts';
import { machineClock, type ClientClock } from './client-clock.ts';
import { contextBounds, type ContextBounds } from './context-check.ts';
import { milliseconds, type Duration } from './duration.ts';
import type { Meter } from './open-telemetry.ts';
import { checkNames, choiceOf, countFrom, withFunctions } from './option-checks.ts';
import type { PropagationOptions, Strategy } from './propagation.ts';
import { readerDefaults, type ReaderOptions } from './reader.ts';
import type { Delivery } from './snapshot-document.ts';
import type { Source } from './source.ts';

export interface ClientOptions {
  readonly environment: string;
  readonly source: Source;
  /** Where the last snapshot is kept for when the source cannot be reached. */
  readonly cache?: readonly Cache[] | undefined;
  /** Where changes are announced, beside the source. */
  readonly bus?: Bus | undefined;
  /** How changes reach the client; default `hybrid`: by stream and bus where they work, by polling where they do not. */
  readonly propagation?: Strategy | undefined;
  /** The longest pause between two polls; default 30 s. */
  readonly poll?: Duration | undefined;
  /** The longest pause between two comparisons of memory, caches and source; default 5 min. */
  readonly reconcile?: Duration | undefined;
  /** After how long without a sign of life a stream counts as lost; default 35 s. A server sends one every 15 s. */
  readonly silence?: Duration | undefined;
  /** How all flags are kept fresh; default: each as its file says. */
  readonly delivery?: Delivery | undefined;
  /** How old a snapshot may be before `cache-first` and `background-refresh` read again; default 30 s. */
  readonly maxAge?: Duration | undefined;
  /** How long `evaluate` waits for the source; default 200 ms. */
  readonly deadline?: Duration | undefined;
  /** After how long without a sign of the source the snapshot is stale; default 2 min. */
  readonly staleAfter?: Duration | undefined;
  /** How many calls of `evaluate` may wait for the source at once; default 1000. */
  readonly mostWaiting?: number | undefined;
  /** How one read of the source is bounded, tried again and given up. */
  readonly read?: { readonly [Name in Exclude<keyof ReaderOptions, 'environment'>]?: Duration } | undefined;
  /** How long a cache may take; default 500 ms. */
  readonly cacheTimeout?: Duration | undefined;
  /** How much a context may hold; default 64 attributes, 8192 characters, 4 levels. */
  readonly context?: Partial<ContextBounds> | undefined;
  /** Steps of JsonLogic that one answer may take before the flag is answered without it; default 20,000. */
  readonly stepBudget?: number | undefined;
  /** How many failures are kept; default 100. */
  readonly failures?: number | undefined;
  /** Where warnings go; default `process.emitWarning`. */
  readonly onWarning?: ((message: string) => void) | undefined;
  /** Whether it counts what `metrics` gives; default false. */
  readonly monitoring?: boolean | undefined;
  /** A meter of `@opentelemetry/api` to report to; it counts then. */
  readonly meter?: Meter | undefined;
  /** For tests. */
  readonly clock?: ClientClock | undefined;
}

export interface Settings {
  readonly environment: string;
  readonly source: Source;
  readonly caches: readonly Cache[];
  readonly bus: Bus | undefined;
  readonly propagation: PropagationOptions;
  readonly delivery: Delivery | undefined;
  readonly maxAge: number;
  readonly deadline: number;
  readonly staleAfter: number;
  readonly mostWaiting: number;
  readonly read: ReaderOptions;
  readonly cacheTimeout: number;
  readonly bounds: ContextBounds;
  readonly stepBudget: number;
  readonly failures: number;
  readonly monitoring: boolean;
  readonly meter: Meter | undefined;
  readonly warn: (message: string) => void;
  readonly clock: ClientClock;
}

const optionNames = ['environment', 'source', 'cache', 'bus', 'propagation', 'poll', 'reconcile', 'silence', 'delivery', 'maxAge', 'deadline', 'staleAfter', 'mostWaiting', 'read', 'cacheTimeout', 'context', 'stepBudget', 'failures', 'onWarning', 'monitoring', 'meter', 'clock']; // prettier-ignore
const strategies = ['hybrid', 'stream', 'bus', 'poll', 'none'] as const;
const deliveries = ['always-fresh', 'cache-first', 'background-refresh'] as const;

/**
 * The options with every default filled in, durations in milliseconds.
 * @throws TypeError if one of them is not what it must be: a mistake in the program, so it is told at once
 */
export function settingsOf(options: ClientOptions): Settings {
  if (typeof options !== 'object' || options === null) throw new TypeError('options: give at least { environment, source }'); // prettier-ignore
  checkNames(options, optionNames);
  const { environment, source, cache = [], bus, propagation = 'hybrid', delivery, onWarning, meter } = options;
  const { mostWaiting = 1000, stepBudget = 20_000, failures = 100, monitoring = meter !== undefined } = options;
  if (typeof environment !== 'string' || environment === '') throw new TypeError('environment: name the environment, such as "production"'); // prettier-ignore
  withFunctions(source, ['read'], 'source: give one, such as http(…) or file(…)');
  if (source.watch !== undefined) withFunctions(source, ['watch'], 'source: its watch is not a function');
  if (!Array.isArray(cache)) throw new TypeError('cache: give a list, such as [disk(…)]');
  for (const one of cache) withFunctions(one, ['read', 'write'], 'cache: give a list of caches, such as [disk(…)]');
  if (bus !== undefined) withFunctions(bus, ['watch'], 'bus: give one, such as redisBus(…)');
  if (meter !== undefined) withFunctions(meter, ['createObservableCounter', 'createObservableGauge', 'createHistogram'], 'meter: give one of @opentelemetry/api'); // prettier-ignore
  if (onWarning !== undefined && typeof onWarning !== 'function') throw new TypeError('onWarning: give a function');
  if (typeof monitoring !== 'boolean') throw new TypeError('monitoring: write true or false');
  const duration = (name: 'maxAge' | 'deadline' | 'staleAfter' | 'cacheTimeout', fallback: number): number => milliseconds(options[name] ?? fallback, name); // prettier-ignore
  // Without a pause, the source would be read again and again.
  const pause = (name: 'poll' | 'reconcile' | 'silence', fallback: number): number => longerThanNothing(milliseconds(options[name] ?? fallback, name), name); // prettier-ignore
  return {
    environment,
    source,
    caches: cache as readonly Cache[],
    bus,
    propagation: {
      strategy: choiceOf(propagation, strategies, 'propagation'),
      poll: pause('poll', 30_000),
      reconcile: pause('reconcile', 300_000),
      silence: pause('silence', 35_000),
    },
    delivery: delivery === undefined ? undefined : choiceOf(delivery, deliveries, 'delivery'),
    maxAge: duration('maxAge', 30_000),
    deadline: duration('deadline', 200),
    staleAfter: duration('staleAfter', 120_000),
    cacheTimeout: duration('cacheTimeout', 500),
    mostWaiting: countFrom(mostWaiting, 0, 'mostWaiting'),
    read: { environment, ...readOptions(options.read ?? {}) },
    bounds: boundsOf(options.context ?? {}),
    stepBudget: countFrom(stepBudget, 1, 'stepBudget'),
    failures: countFrom(failures, 1, 'failures'),
    monitoring,
    meter,
    warn: onWarning ?? ((message) => process.emitWarning(message, 'FlagwrightWarning')),
    clock: options.clock ?? machineClock,
  };
}

function longerThanNothing(duration: number, name: string): number {
  if (duration > 0) return duration;
  throw new TypeError(`${name}: it must be longer than 0`);
}

function readOptions(given: NonNullable<ClientOptions['read']>): Omit<ReaderOptions, 'environment'> {
  checkNames(given, Object.keys(readerDefaults), 'read.');
  const counts: Readonly<Record<string, number>> = { retries: 0, breakAfter: 1 };
  const options = Object.entries(readerDefaults).map(([name, fallback]) => {
    const value = given[name as keyof typeof readerDefaults] ?? fallback;
    const least = counts[name];
    return [name, least === undefined ? milliseconds(value, `read.${name}`) : countFrom(value as number, least, `read.${name}`)]; // prettier-ignore
  });
  return Object.fromEntries(options) as Omit<ReaderOptions, 'environment'>;
}

function boundsOf(given: Partial<ContextBounds>): ContextBounds {
  checkNames(given, Object.keys(contextBounds), 'context.');
  const bounds = Object.entries(contextBounds).map(([name, fallback]: [string, number]) => [name, countFrom(given[name as keyof ContextBounds] ?? fallback, 1, `context.${name}`)]); // prettier-ignore
  return Object.fromEntries(bounds) as unknown as ContextBounds;
}
