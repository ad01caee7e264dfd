import type { Json } from '../evaluate/definition.ts';
import type { EvaluationContext, ValueType } from '../evaluate/evaluation.ts';
import type { Answer, Readiness } from './answer-types.ts';
import type { Answered } from './answering.ts';
import { Answering } from './answering.ts';
import { UsedAttribute } from './attribute-use.ts';
import type { ClientOptions, Settings } from './client-options.ts';
import { settingsOf } from './client-options.ts';
import { milliseconds, type Duration } from './duration.ts';
import { Engine } from './engine.ts';
import { messageOf } from './failures.ts';
import type { EvaluateCall, FlagClient, Health } from './flag-client.ts';
import { Measurements } from './measurements.ts';
import { prometheusText, type Metric } from './metrics.ts';
import { reportTo, type MeterReport } from './open-telemetry.ts';
import type { FlagDocument } from './snapshot-document.ts';
import type { Standing } from './state-machine.ts';

/** For how long a flag whose JsonLogic took too long is answered without it, in milliseconds. */
const degradeFor = 10_000;

/**
 * A client for the flags of one environment. Make one a process, and await `ready` before the first question.
 * @throws TypeError if an option is not what it must be
 */
export function createClient(options: ClientOptions): FlagClient {
  return new Client(settingsOf(options));
}

class Client implements FlagClient {
  readonly environment: string;
  readonly on: FlagClient['on'];
  readonly #settings: Settings;
  readonly #engine: Engine;
  readonly #attributes = new UsedAttribute();
  readonly #measurements: Measurements | undefined;
  readonly #report: MeterReport | undefined;
  #answering: Answering | undefined;

  constructor(settings: Settings) {
    this.environment = settings.environment;
    this.#settings = settings;
    this.#engine = new Engine(settings);
    const { events } = this.#engine;
    // First of all listeners: whoever hears of a change gets answers from it.
    events.on('change', () => this.#takeSnapshot());
    if (settings.monitoring) this.#measurements = new Measurements(events);
    if (settings.meter !== undefined) this.#report = reportTo(settings.meter, this.environment, () => this.#metrics());
    this.on = (name, listener) => events.on(name, listener);
  }

  start(): void {
    this.#engine.start();
  }

  async ready(options?: { readonly within?: Duration }): Promise<Readiness> {
    this.start();
    const { snapshot, level } = await this.#engine.store.ready(this.#duration(options?.within, 'within', 2000));
    return { ready: snapshot !== undefined, source: level, version: snapshot?.document.version };
  }

  boolean(flagKey: string, context?: EvaluationContext, fallback = false): boolean {
    return (this.#answer(flagKey, context, 'boolean')?.value as boolean | undefined) ?? fallback;
  }

  string(flagKey: string, context?: EvaluationContext, fallback = ''): string {
    return (this.#answer(flagKey, context, 'string')?.value as string | undefined) ?? fallback;
  }

  number(flagKey: string, context?: EvaluationContext, fallback = 0): number {
    return (this.#answer(flagKey, context, 'number')?.value as number | undefined) ?? fallback;
  }

  object<Value extends object>(flagKey: string, context: EvaluationContext | undefined, fallback: Value): Value {
    return (this.#answer(flagKey, context, 'object')?.value as Value | undefined) ?? fallback;
  }

  detail<Value extends Json>(flagKey: string, context: EvaluationContext | undefined, fallback: Value): Answer<Value> {
    const type = typeof fallback as ValueType;
    return told(flagKey, this.#answer(flagKey, context, type), this.#engine.store.standing(), fallback);
  }

  async evaluate<Value extends Json = Json>(
    flagKey: string,
    context?: EvaluationContext,
    options?: EvaluateCall<Value>,
  ): Promise<Answer<Value>> {
    // Null stands for none: no promise of the client fails.
    const call: EvaluateCall<Value> = options ?? {};
    const { fallback, type = fallback === undefined ? undefined : (typeof fallback as ValueType) } = call;
    const { deadline, maxAge } = this.#settings;
    const delivery = call.delivery ?? this.#settings.delivery ?? this.flag(flagKey)?.delivery ?? 'cache-first';
    const standing = await this.#engine.store.settle(delivery, {
      deadline: this.#duration(call.deadline, 'deadline', deadline),
      maxAge: this.#duration(call.maxAge, 'maxAge', maxAge),
    });
    return told(flagKey, this.#answer(flagKey, context, type), standing, fallback as Value);
  }

  keys(): readonly string[] {
    return [...(this.#answering?.snapshot.flags.keys() ?? [])];
  }

  flag(flagKey: string): FlagDocument | undefined {
    return this.#answering?.snapshot.flags.get(flagKey)?.document;
  }

  async refresh(): Promise<boolean> {
    // Somebody waits, so the process stays; nothing else keeps it between two attempts.
    const release = this.#settings.clock.after(0x7fffffff, () => {}, true);
    return this.#engine.store.refresh().finally(release);
  }

  health(): Health {
    return this.#engine.health();
  }

  failures: FlagClient['failures'] = () => this.#engine.failures.list();

  metrics(): string {
    return prometheusText(this.#metrics());
  }

  unusedAttributes(): readonly string[] {
    return this.#answering === undefined ? [] : this.#attributes.unused(this.#answering.snapshot.document);
  }

  async close(): Promise<void> {
    this.#report?.close();
    await this.#engine.close();
  }

  #answer(flagKey: string, context: EvaluationContext | undefined, type: ValueType | undefined): Answered | undefined {
    const answering = this.#answering;
    if (answering === undefined) return this.#notReady();
    if (this.#measurements !== undefined) return this.#measured(answering, this.#measurements, flagKey, context, type);
    return answering.answer(flagKey, context, type);
  }

  #measured(
    answering: Answering,
    measurements: Measurements,
    flagKey: string,
    context: EvaluationContext | undefined,
    type: ValueType | undefined,
  ): Answered {
    // prettier-ignore
    const isTimed = measurements.isSampled();
    const began = isTimed ? this.#settings.clock.elapsed() : 0;
    const answered = answering.answer(flagKey, context, type);
    measurements.count(answered);
    if (!isTimed) return answered;
    const taken = this.#settings.clock.elapsed() - began;
    measurements.timed(taken, this.#engine.store.standing().level);
    this.#report?.record(taken);
    return answered;
  }

  #notReady(): undefined {
    this.#measurements?.countNotReady();
    this.#engine.warnings.once('a flag was asked for before there was a snapshot: await ready() first');
  }

  #metrics(): readonly Metric[] {
    return this.#measurements?.metrics(this.environment, this.health()) ?? [];
  }

  /** A mistake in a call is told, and does not fail it. */
  #duration(given: Duration | undefined, name: string, fallback: number): number {
    if (given === undefined) return fallback;
    try {
      return milliseconds(given, name);
    } catch (thrown) {
      this.#engine.warnings.once(messageOf(thrown));
      return fallback;
    }
  }

  #takeSnapshot(): void {
    const { clock, bounds, stepBudget } = this.#settings;
    const { warnings, store } = this.#engine;
    this.#answering = new Answering(store.snapshot!, {
      clock,
      bounds,
      stepBudget,
      degradeFor,
      seen: (context) => this.#attributes.see(context),
      warnOfAttribute: (name) => warnings.once(`the attribute ${name} is not declared in the project's context`),
      tooCostly: (flag, steps) => this.#engine.fail('flag', `its JsonLogic took ${steps} steps, more than the budget of ${stepBudget}`, flag), // prettier-ignore
    });
  }
}

/** What a caller learns about an answer. */
function told<Value>(
  flagKey: string,
  answered: Answered | undefined,
  standing: Standing,
  fallback: Value,
): Answer<Value> {
  // prettier-ignore
  const { level, age, late, snapshot } = standing;
  const { value, variant, errorCode, errorMessage, flagMetadata = {}, degraded = false } = answered ?? {};
  const isFallback = value === undefined;
  return {
    flagKey,
    value: isFallback ? fallback : (value as Value),
    variant: isFallback ? undefined : variant,
    reason: answered === undefined ? 'ERROR' : late && answered.reason !== 'ERROR' ? 'STALE' : answered.reason,
    errorCode: answered === undefined ? 'PROVIDER_NOT_READY' : errorCode,
    errorMessage: answered === undefined ? 'there is no snapshot yet' : errorMessage,
    source: level,
    age,
    version: snapshot?.document.version,
    degraded,
    flagMetadata,
  };
}
