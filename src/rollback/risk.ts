import type { Restoration } from './target/restoration.ts';
import type { ApprovalNeed, Freeze, Released, RepositoryFacts, Situation } from './situation.ts';

/** From worst to least. */
export const riskSeverities = ['critical', 'high', 'medium', 'low'] as const;
export type RiskSeverity = (typeof riskSeverities)[number];

/** What risks are about, in the order in which they are told. */
export const riskGroups = ['dependencies', 'fallback', 'effects', 'target', 'policy', 'repository'] as const;
type RiskGroup = (typeof riskGroups)[number];

/** One thing that may go wrong, as a risk of the catalogue finds it. */
export interface FoundRisk {
  readonly flag: string;
  /** Other flags that it is about. */
  readonly others?: readonly string[] | undefined;
  /** Absent where it does not concern a single environment. */
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

interface RiskQuestion {
  readonly text: string;
  readonly options: readonly { readonly id: string; readonly label: string }[];
}

/** One entry of the catalogue: a file of `risks/`. */
export interface Risk {
  /** Names the risk, in kebab-case; `--accept` takes it. */
  readonly code: string;
  readonly group: RiskGroup;
  readonly severity: RiskSeverity;
  /** What it is, in one sentence. */
  readonly summary: string;
  /** Why it matters. */
  readonly why: string;
  /** Whether `--accept` can let it pass; the others block until their cause is gone. */
  readonly acceptable: boolean;
  /**
   * The lint rules whose errors it states, for the flags that it is about. Where a critical environment would have such
   * an error that it does not have today, the risk blocks until it is accepted, whatever its severity.
   */
  readonly states?: readonly string[];
  /** Small rollbacks that run this risk, and that do not: its tests and its documentation. */
  readonly examples: { readonly has: readonly FoundExample[]; readonly hasNot: readonly RiskExample[] };
  check(situation: Situation): readonly FoundRisk[];
}

/**
 * A small rollback. Files are completed as those of lint's examples are (see test/support/example-project.ts): flags
 * are `ops` flags of team `platform`, on in production alone, which is critical.
 */
export interface RiskExample {
  /** Flag key → the part of its file that matters, as it is today. */
  readonly before: Readonly<Record<string, string>>;
  /** The flags that the rollback changes, in their files afterwards; `null` for one that is gone. */
  readonly after?: Readonly<Record<string, string | null>>;
  /** Segment key → the part that matters, on both sides. */
  readonly segments?: Readonly<Record<string, string>>;
  /** Path → whole content, on both sides. */
  readonly files?: Readonly<Record<string, string>>;
  /** Flag key → what is known of its restoration. Default: all flags of `after`, restored to a version of yesterday. */
  readonly restored?: Readonly<Record<string, RestoredExample>>;
  /** Flags that are changed besides, and why. */
  readonly besides?: readonly { readonly flag: string; readonly because: 'cascade' | 'decision' }[];
  /** The environments that the rollback was asked for; default production. */
  readonly environments?: readonly string[];
  /** Default 2026-11-22. */
  readonly now?: string;
  readonly released?: readonly Released[];
  readonly freezes?: readonly Freeze[];
  readonly approvals?: readonly ApprovalNeed[];
  readonly repository?: Partial<RepositoryFacts>;
}

/** One in which the risk is found. */
export interface FoundExample extends RiskExample {
  /** The message of each risk that is found, in their order. */
  readonly says: readonly string[];
  /** Default: the risk's own. */
  readonly severity?: RiskSeverity;
}

export type RestoredExample = Partial<Pick<Restoration, 'mode' | 'to' | 'drifted'>>;
