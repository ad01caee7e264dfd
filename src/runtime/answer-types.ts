import type { Json } from '../evaluate/definition.ts';
import type { ErrorCode, Reason } from '../evaluate/evaluation.ts';

/**
 * Where an answer is from, best first. `fresh`: the source has just shown that this is current. `memory`: it has shown so
 * before. `shared` and `disk`: from that cache, the source has not been heard of yet. `default`: there is no snapshot.
 */
export type Level = 'fresh' | 'memory' | 'shared' | 'disk' | 'default';

/** The last two are the client's own: the context is refused, there is no snapshot. */
export type AnswerErrorCode = ErrorCode | 'INVALID_CONTEXT' | 'PROVIDER_NOT_READY';

/** What a flag gives, and what it was made from. */
export interface Answer<Value = Json> {
  readonly flagKey: string;
  /** The flag's value, else that of its `onFailure`, else the fallback of the call. */
  readonly value: Value;
  /** Nothing where the value is the fallback of the call. */
  readonly variant: string | undefined;
  /** `STALE`: the flag's delivery asks for something more recent than could be had; the value is the evaluated one. */
  readonly reason: Reason | 'STALE';
  readonly errorCode: AnswerErrorCode | undefined;
  readonly errorMessage: string | undefined;
  /** Where the snapshot was from. */
  readonly source: Level;
  /** Milliseconds since the source last showed that the snapshot is current. */
  readonly age: number | undefined;
  /** Of the snapshot: number of commits. */
  readonly version: number | undefined;
  /** Whether it was answered without the flag's JsonLogic, which takes too long. */
  readonly degraded: boolean;
  /** The name of the rule that matched, or the prerequisite that was not met. */
  readonly flagMetadata: Readonly<Record<string, string | number | boolean>>;
}

/** How `ready` ended. */
export interface Readiness {
  /** Whether there is a snapshot to answer from. */
  readonly ready: boolean;
  readonly source: Level;
  readonly version: number | undefined;
}
