import type { Json } from './definition.ts';

/** Who asks: a targeting key and any other attributes. Only own properties count. */
export interface EvaluationContext {
  readonly targetingKey?: unknown;
  readonly [attribute: string]: unknown;
}

export type Reason = 'STATIC' | 'DEFAULT' | 'TARGETING_MATCH' | 'SPLIT' | 'DISABLED' | 'PREREQUISITE_FAILED' | 'ERROR';

/** `PARSE_ERROR`: the definitions are at fault, for every context alike. `GENERAL`: anything else. */
export type ErrorCode = 'FLAG_NOT_FOUND' | 'TYPE_MISMATCH' | 'PARSE_ERROR' | 'GENERAL';

export type ValueType = 'boolean' | 'string' | 'number' | 'object';

/** What a flag gives for one context. Frozen and shared between calls, values included: read, never change. */
export interface Evaluation {
  readonly flagKey: string;
  /** Absent with `FLAG_NOT_FOUND`, with `TYPE_MISMATCH`, and where the flag has no usable variant. */
  readonly value: Json | undefined;
  readonly variant: string | undefined;
  readonly reason: Reason;
  readonly errorCode?: ErrorCode | undefined;
  readonly errorMessage?: string | undefined;
  /** Name of the rule that matched. */
  readonly rule?: string | undefined;
  /** `rule` where one matched, `prerequisite` where one was not met. */
  readonly flagMetadata: { readonly [name: string]: string | number | boolean };
  /** Only if asked for. */
  readonly trace?: readonly TraceStep[] | undefined;
}

/** One step of an evaluation, in the order in which they were taken. */
export interface TraceStep {
  readonly step: 'enabled' | 'prerequisite' | 'rule' | 'targeting' | 'otherwise' | 'error';
  /** Key of the prerequisite or name of the rule. */
  readonly name?: string | undefined;
  /** What was asked: `payment-api-v2 = on`, `country in DE, FR, NL`, `on 25, off 75`. */
  readonly detail: string;
  /**
   * `yes`, `no`, `ok` or `unmet`; for `targeting` and `otherwise` the variant served, `no` where JsonLogic gives null and
   * `error` where it fails; for `error` its code.
   */
  readonly result: string;
  /** What makes it so: `email is absent`, `bucket 61 of 100`. */
  readonly why?: string | undefined;
  /** The clauses of a rule's condition: those of its `all` or `any`, else the one condition; none if it has none. */
  readonly clauses?: readonly ClauseTrace[] | undefined;
  /** What a rule serves that matched: `on`, `on 25, off 75`. */
  readonly serves?: string | undefined;
  /** For a split: the bucket, from 0 to total - 1. */
  readonly bucket?: number | undefined;
  readonly total?: number | undefined;
}

/** What became of one condition. */
export interface ClauseTrace {
  readonly text: string;
  readonly holds: boolean;
  /** Why it does not hold. */
  readonly why?: string | undefined;
  /** The parts of `all`, `any`, `not` and segments; left out where a segment was explained before, and far down. */
  readonly clauses?: readonly ClauseTrace[] | undefined;
}
