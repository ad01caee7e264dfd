import type { RollbackPlan } from '../rollback/plan.ts';
import type { RefusalReason } from '../change/refusal.ts';
import type { CommitReport } from './commit-change.ts';

/** What `rollback` found out, and did. */
export interface RollbackReport {
  readonly command: 'rollback';
  /** False if it is blocked, was refused, or the commit could not be pushed. */
  readonly ok: boolean;
  /** What was asked for, in words: `payment-api-v2 to version 6 in production`, `everything since 2026-11-22T14:05Z`. */
  readonly what: string;
  /** Names of the environments asked for; empty for all. */
  readonly environments: readonly string[];
  readonly plan: RollbackPlan;
  /** Texts of the files, as they would be, that diagnostics of the plan point into. */
  readonly texts: ReadonlyMap<string, string>;
  /** The command line that does it, with what is still to be filled in, word by word; not yet quoted for a shell. */
  readonly next: readonly string[];
  readonly applied: CommitReport | undefined;
  /** Other than a blocked plan: why nothing was done though it was asked for. */
  readonly refused:
    | { readonly reason: RefusalReason | 'changed'; readonly message: string; readonly help: string }
    | undefined;
}
