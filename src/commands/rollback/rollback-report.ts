import type { RollbackPlan } from '../../rollback/plan/plan.ts';
import type { RefusalReason } from '../../change/refusal.ts';
import type { CommitReport } from '../../workspace/commit-change.ts';

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
  /** The command lines that do it; more than one where a decision is open, one for each way to answer. */
  readonly next: readonly NextCommand[];
  readonly applied: CommitReport | undefined;
  /** Other than a blocked plan: why nothing was done though it was asked for. */
  readonly refused:
    | { readonly reason: RefusalReason | 'changed'; readonly message: string; readonly help: string }
    | undefined;
}

/** A command line that does what a preview shows. */
export interface NextCommand {
  /** How it answers the decisions that are open. */
  readonly answers: readonly { readonly id: string; readonly answer: string; readonly label: string }[];
  /** With `...` for what is still to be filled in; not yet quoted for a shell. */
  readonly words: readonly string[];
}
