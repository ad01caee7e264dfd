import type { Quantity } from './quantity.ts';

/** What has to carry the load of a flag that goes off in an environment, wholly or for some, and whether it can. */
export interface Carrier {
  readonly flag: string;
  readonly environment: string;
  /** Share of the keys that lose the flag. */
  readonly lost: number;
  /** Absent where the flag names no fallback. */
  readonly fallback: CarrierFallback | undefined;
  /** The system named, or those that the fallback flag affects. */
  readonly systems: readonly CarrierSystem[];
}

export interface CarrierFallback {
  readonly kind: 'flag' | 'system';
  readonly key: string;
  /** Why it is not there to fall back to: `is off in production`, `expired on 2026-10-01`, `is retired`. */
  readonly problem: string | undefined;
}

export interface CarrierSystem {
  readonly key: string;
  /** `active`, `legacy`, `retired`; `unknown` where systems.yaml does not have it. */
  readonly status: string;
  readonly capacity: Quantity | undefined;
  /** All that the plan puts on it in this environment; absent where no flag says what it carries. */
  readonly load: Quantity | undefined;
  /** `enough`, `too-little`; `unknown` where there is a load and no capacity in its unit. Absent where there is no load. */
  readonly verdict: 'enough' | 'too-little' | 'unknown' | undefined;
}
