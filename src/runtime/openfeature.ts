/** `flagwright/openfeature`: the client as a provider of OpenFeature's SDK for servers. */
import type { ErrorCode, EvaluationContext as SdkContext, Hook, JsonValue, Provider, ResolutionDetails, TrackingEventDetails } from '@openfeature/server-sdk'; // prettier-ignore
import { OpenFeatureEventEmitter, ProviderEvents } from '@openfeature/server-sdk';
import type { Json } from '../evaluate/definition.ts';
import type { ValueType } from '../evaluate/evaluation.ts';
import type { Duration } from './duration.ts';
import type { FlagClient } from './flag-client.ts';

/** Somebody was given a variant: what `flagwright impact-report` reads. */
export interface Exposure {
  readonly flag: string;
  /** The targeting key. */
  readonly key: string;
  readonly variant: string;
  /** As evaluation tells it: a report counts those that a split gave. Absent while flags are stale. */
  readonly reason?: string;
  /** ISO 8601. */
  readonly at: string;
}

/** Something happened that a flag may have an influence on: what `flagwright impact-report` reads. */
export interface Outcome {
  /** The targeting key. */
  readonly key: string;
  /** The name of the tracking event. */
  readonly metric: string;
  /** 1 where the event has no value. */
  readonly value: number;
  /** ISO 8601. */
  readonly at: string;
}

export interface ProviderOptions {
  /** How long initialisation waits for flags; default 2 s. */
  readonly within?: Duration | undefined;
  /** Told of every variant that is given to a targeting key. */
  readonly onExposure?: ((exposure: Exposure) => void) | undefined;
  /** Told of every tracking event that has a targeting key. */
  readonly onOutcome?: ((outcome: Outcome) => void) | undefined;
}

/**
 * Answers OpenFeature from a client. It is READY once there is a snapshot, even an old one; STALE while nothing shows that
 * the snapshot is current; ERROR only as long as there is none. Closing the SDK closes the client.
 */
export class FlagwrightProvider implements Provider {
  readonly metadata = { name: 'flagwright' } as const;
  readonly runsOn = 'server';
  readonly events = new OpenFeatureEventEmitter();
  readonly hooks: Hook[];
  readonly #client: FlagClient;
  readonly #options: ProviderOptions;
  readonly #ends: (() => void)[];
  #isInitialized = false;

  constructor(client: FlagClient, options: ProviderOptions = {}) {
    this.#client = client;
    this.#options = options;
    const { onExposure } = options;
    this.hooks = onExposure === undefined ? [] : [exposureHook(onExposure)];
    const emit = (tell: () => void): void => void (this.#isInitialized && tell());
    this.#ends = [
      client.on('ready', () => emit(() => this.events.emit(ProviderEvents.Ready))),
      client.on('stale', () => emit(() => this.#tellStale())),
      // The first snapshot is told by READY.
      client.on('change', ({ flags, version, previous }) => emit(() => void (previous !== undefined && this.#tellChange(flags, version)))), // prettier-ignore
    ];
  }

  /** @throws Error if there is no snapshot yet; once there is one, READY is told */
  async initialize(): Promise<void> {
    const { within } = this.#options;
    const { ready } = await this.#client.ready(within === undefined ? {} : { within });
    this.#isInitialized = true;
    // The SDK tells READY when this is done, and STALE must come after it.
    if (ready && this.#client.health().stale) setImmediate(() => this.#tellStale());
    if (!ready) throw new Error('there is no snapshot yet');
  }

  async onClose(): Promise<void> {
    for (const end of this.#ends) end();
    await this.#client.close();
  }

  resolveBooleanEvaluation(key: string, fallback: boolean, context: SdkContext): Promise<ResolutionDetails<boolean>> {
    // prettier-ignore
    return this.#resolve(key, fallback, context, 'boolean');
  }

  resolveStringEvaluation(key: string, fallback: string, context: SdkContext): Promise<ResolutionDetails<string>> {
    // prettier-ignore
    return this.#resolve(key, fallback, context, 'string');
  }

  resolveNumberEvaluation(key: string, fallback: number, context: SdkContext): Promise<ResolutionDetails<number>> {
    // prettier-ignore
    return this.#resolve(key, fallback, context, 'number');
  }

  resolveObjectEvaluation<Value extends JsonValue>(
    key: string,
    fallback: Value,
    context: SdkContext,
  ): Promise<ResolutionDetails<Value>> {
    // prettier-ignore
    return this.#resolve(key, fallback, context, 'object');
  }

  track(metric: string, { targetingKey }: SdkContext, { value = 1 }: TrackingEventDetails = {}): void {
    if (targetingKey === undefined) return;
    this.#options.onOutcome?.({ key: targetingKey, metric, value, at: new Date().toISOString() });
  }

  async #resolve<Value extends JsonValue>(
    flagKey: string,
    fallback: Value,
    context: SdkContext,
    type: ValueType,
  ): Promise<ResolutionDetails<Value>> {
    // prettier-ignore
    const answer = await this.#client.evaluate(flagKey, withDatesAsText(context), { fallback: fallback as Json, type });
    const { value, variant, reason, errorCode, errorMessage, flagMetadata, version, source, degraded } = answer;
    const { owner, type: flagType, criticality } = this.#client.flag(flagKey) ?? {};
    const own = { ...flagMetadata, version, source, degraded, owner, type: flagType, criticality };
    return {
      value: value as Value,
      reason,
      ...(variant !== undefined && { variant }),
      ...(errorCode !== undefined && { errorCode: errorCode as ErrorCode, errorMessage: errorMessage ?? '' }),
      flagMetadata: Object.fromEntries(Object.entries(own).flatMap(([name, one]) => (one === undefined ? [] : [[name, one]]))), // prettier-ignore
    };
  }

  #tellChange(flags: readonly string[], version: number): void {
    this.events.emit(ProviderEvents.ConfigurationChanged, { flagsChanged: [...flags], message: `version ${version}` });
  }

  #tellStale(): void {
    this.events.emit(ProviderEvents.Stale, { message: 'nothing shows that the flags are current' });
  }
}

/** Tells of variants that were given, and not of values that stand in for them. */
function exposureHook(onExposure: (exposure: Exposure) => void): Hook {
  return {
    after({ flagKey, context }, { variant, reason, errorCode }) {
      const { targetingKey } = context;
      if (targetingKey === undefined || variant === undefined || errorCode !== undefined) return;
      const why = reason === undefined || reason === 'STALE' ? {} : { reason };
      onExposure({ flag: flagKey, key: targetingKey, variant, ...why, at: new Date().toISOString() });
    },
  };
}

/** Flags compare dates as text or as a number; contexts of the SDK have them as objects. */
function withDatesAsText(context: SdkContext): Record<string, unknown> {
  if (!Object.values(context).some((value) => value instanceof Date)) return context;
  return Object.fromEntries(Object.entries(context).map(([name, value]) => [name, value instanceof Date ? value.toISOString() : value])); // prettier-ignore
}
