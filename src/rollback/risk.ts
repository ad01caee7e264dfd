import type { Situation } from './situation.ts';

/** From worst to least. */
export const riskSeverities = ['critical', 'high', 'medium', 'low'] as const;
export type RiskSeverity = (typeof riskSeverities)[number];

/** One thing that may go wrong, as a risk of the catalogue finds it. */
export interface FoundRisk {
  readonly flag: string;
  /** Absent where it is no matter of one environment. */
  readonly environment: string | undefined;
  /** Default: the risk's own. */
  readonly severity?: RiskSeverity | undefined;
  /** What is the matter, in one line without a full stop. */
  readonly message: string;
  /** The facts it rests on, one a line. */
  readonly evidence: readonly string[];
  /** The ways out, one a line; each begins with what to do. */
  readonly remedy: readonly string[];
  /** A question that must be answered before the rollback. */
  readonly question?: RiskQuestion | undefined;
}

export interface RiskQuestion {
  readonly text: string;
  readonly options: readonly { readonly id: string; readonly label: string }[];
}

/** One entry of the catalogue: a file of `risks/`. */
export interface Risk {
  /** Names the risk, in kebab-case; `--accept` takes it. */
  readonly code: string;
  readonly severity: RiskSeverity;
  /** What it is, in one sentence. */
  readonly summary: string;
  /** Why it matters. */
  readonly why: string;
  /** Whether `--accept` can let it pass; those that cannot block as long as they stand. */
  readonly acceptable: boolean;
  check(situation: Situation): readonly FoundRisk[];
}
