/** How changes reach the client. */
export type Mode = 'none' | 'poll' | 'stream' | 'bus';

/** Of the circuit breaker of the source: open means that it is not asked for a while. */
export type BreakerState = 'closed' | 'open' | 'half-open';

/** What went wrong once, and what the client did about it. */
export interface FailureRecord {
  /** When, as ISO 8601. */
  readonly at: string;
  /** What failed: `read`, `shared cache`, `disk cache`, `stream`, `bus`, `flag`, `snapshot`, `older snapshot`. */
  readonly what: string;
  readonly message: string;
  /** The state of things then. */
  readonly conditions: { readonly mode: Mode; readonly breaker: BreakerState; readonly age: number | undefined };
  /** What answers instead. */
  readonly fallback: 'memory' | 'shared' | 'disk' | 'default' | 'none';
  /** Whether that is more than defaults. */
  readonly worked: boolean;
  readonly flag?: string | undefined;
  /** The version held at that time. */
  readonly version: number | undefined;
}
