import type { EvaluationContext } from '../evaluate/evaluation.ts';

/** What is to be rolled back. */
export type RollbackTarget =
  /** Flags, each to a version (only for one flag), or to the newest that behaves differently. */
  | { readonly kind: 'flags'; readonly flags: readonly string[]; readonly version: number | undefined }
  /** Flags that are simply switched off. */
  | { readonly kind: 'off'; readonly flags: readonly string[] }
  /** Everything that changed after a commit, or only these flags of it. */
  | { readonly kind: 'since'; readonly flags: readonly string[]; readonly commit: string }
  /** What one commit did, or only to these flags. */
  | { readonly kind: 'commit'; readonly flags: readonly string[]; readonly commit: string };

export interface RollbackRequest {
  readonly target: RollbackTarget;
  /** Empty for all. */
  readonly environments: readonly string[];
  /** Whether dependents that lose a prerequisite are switched off too. */
  readonly cascade: boolean;
  /** Codes of the risks that are accepted. */
  readonly accept: readonly string[];
  /** Id of the decision → id of the option. */
  readonly decide: ReadonlyMap<string, string>;
  /** E-mail addresses of those who approved it. */
  readonly approvedBy: readonly string[];
  /** Whose exposure is counted; by default that of the targeting keys 0 to 9999. Gone through for every flag that changes. */
  readonly population: Iterable<EvaluationContext> | undefined;
  /** Whether it is declared an emergency; the policy may then waive approvals and freezes. */
  readonly emergency: boolean;
}
