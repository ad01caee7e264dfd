import type { Json } from '../evaluate/definition.ts';
import type { EvaluationContext, ValueType } from '../evaluate/evaluation.ts';
import type { Answer, Readiness } from './answer-types.ts';
import type { Duration } from './duration.ts';
import type { ClientEvents } from './events.ts';
import type { BreakerState, FailureRecord, Mode } from './failure-record.ts';
import type { Delivery, FlagDocument } from './snapshot-document.ts';

/** Reads flags for a service. Nothing but `createClient` throws, and no promise of it fails. */
export interface FlagClient {
  readonly environment: string;
  /** Begins to read and to follow changes. Once: to start again does nothing. `ready` starts too. */
  start(): void;
  /** Waits for flags, at most so long (default 2 s): fresh ones, else cached ones, else there are only defaults. */
  ready(options?: { readonly within?: Duration }): Promise<Readiness>;

  /** The flag's value from memory, at once; where there is none, the fallback. */
  boolean(flagKey: string, context?: EvaluationContext, fallback?: boolean): boolean;
  string(flagKey: string, context?: EvaluationContext, fallback?: string): string;
  number(flagKey: string, context?: EvaluationContext, fallback?: number): number;
  object<Value extends object>(flagKey: string, context: EvaluationContext | undefined, fallback: Value): Value;
  /** The same with where it is from and why. */
  detail<Value extends Json>(flagKey: string, context: EvaluationContext | undefined, fallback: Value): Answer<Value>;

  /** As the flag's delivery asks: it may wait for the source, within the deadline. */
  evaluate<Value extends Json = Json>(flagKey: string, context?: EvaluationContext, options?: EvaluateCall<Value>): Promise<Answer<Value>>; // prettier-ignore

  /** The keys of all flags. */
  keys(): readonly string[];
  /** What the snapshot has of a flag. */
  flag(flagKey: string): FlagDocument | undefined;
  /** Reads the source now. Gives whether what is held then is current. */
  refresh(): Promise<boolean>;
  /** @returns what ends it */
  on<Name extends keyof ClientEvents>(name: Name, listener: (event: ClientEvents[Name]) => void): () => void;
  health(): Health;
  /** The last failures, oldest first. */
  failures(): readonly FailureRecord[];
  /** In the text format of Prometheus; empty without the option `monitoring`. */
  metrics(): string;
  /** Names of attributes that are sent often, by a sample of contexts, and that no flag looks at. */
  unusedAttributes(): readonly string[];
  /** Ends reading and following. Flags are still answered from what is held. For good. */
  close(): Promise<void>;
}

export interface EvaluateCall<Value> {
  /** The value where there is none; its type is the one that is asked for. */
  readonly fallback?: Value;
  readonly type?: ValueType;
  /** Instead of the flag's. */
  readonly delivery?: Delivery;
  readonly deadline?: Duration;
  readonly maxAge?: Duration;
}

export interface Health {
  /** Whether the client runs: always, until it is closed. */
  readonly live: boolean;
  /** Whether there is a snapshot to answer from. */
  readonly ready: boolean;
  readonly stale: boolean;
  readonly mode: Mode;
  readonly version: number | undefined;
  readonly commit: string | undefined;
  /** Milliseconds since the source last showed that the snapshot is current. */
  readonly age: number | undefined;
  readonly breaker: BreakerState;
  readonly lastError: FailureRecord | undefined;
}
