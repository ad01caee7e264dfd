import type { Criticality } from '../../model/flag.ts';

/** A flag that some context can get less of, because a prerequisite is gone for that context. */
export interface Loss {
  readonly flag: string;
  readonly environment: string;
  /** The prerequisite that no longer holds. */
  readonly prerequisite: string;
  /** From a flag that the rollback changes to this one. */
  readonly path: readonly string[];
  /** `wholly`: the prerequisite can be met by nobody any more. */
  readonly extent: 'wholly' | 'partly';
  /** For a part: a context that loses it, in words. */
  readonly example?: string | undefined;
  readonly criticality: Criticality;
}

/** A disabled flag, all of whose prerequisites could be met before, and cannot be afterwards. */
export interface Dormant {
  readonly flag: string;
  readonly environment: string;
  readonly prerequisite: string;
  readonly path: readonly string[];
}

/** A flag that is not active today for want of another prerequisite, or serves everybody off, and loses this one too. */
export interface Idle extends Dormant {
  /** Whether its file says on, so that lint has one more error to report. */
  readonly isEnabled: boolean;
}
