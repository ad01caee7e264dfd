import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { Environment } from '../model/manifest.ts';
import type { NeededApprovals } from '../policy/approvals.ts';
import type { Carrier } from './carriers/carrier.ts';
import type { FlagFacts } from './carriers/flag-facts.ts';
import type { Effect, State } from './effects/effect.ts';
import type { Dormant, Idle, Loss } from './losses/loss.ts';
import type { Restoration } from './target/restoration.ts';

/** A flag that is off and was in conflict with one that goes off now: nothing keeps it off any more. */
export interface Released {
  readonly flag: string;
  readonly environment: string;
  /** The one that goes off. */
  readonly by: string;
  /** The version in which it was turned off itself, and by whom. */
  readonly version: number;
  readonly commit: string;
  readonly author: string;
  readonly turnedOffAt: number;
  /** Whether it was turned off in or after the version that turned the other on. */
  readonly since: boolean;
}

/** A freeze of the policy that holds now. */
export interface Freeze {
  readonly environment: string;
  /** As written. */
  readonly until: string;
  readonly reason: string;
}

/** Approvals that a rule of the policy wants. */
export type ApprovalNeed = Omit<NeededApprovals, 'candidates'>;

/** What is known of the repository beside its commits. */
export interface RepositoryFacts {
  /** Files of the plan that have edits that are not committed. */
  readonly edited: readonly string[];
  /** The branch that is followed, where it has commits that are not here. */
  readonly ahead: { readonly upstream: string; readonly commits: number } | undefined;
}

/** All that a rollback is judged by: the project as it is, as it would be, and what lies between. */
export interface Situation {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Of the manifest, lowest first. */
  readonly environments: readonly Environment[];
  readonly before: State;
  readonly after: State;
  readonly restorations: readonly Restoration[];
  /** Of every flag whose value can change, by flag, then environment in the order of the manifest. */
  readonly effects: readonly Effect[];
  readonly losses: readonly Loss[];
  readonly dormant: readonly Dormant[];
  /** Other dependents that lose a prerequisite and are not active today, so that nobody notices. */
  readonly idle: readonly Idle[];
  readonly released: readonly Released[];
  readonly carriers: readonly Carrier[];
  readonly freezes: readonly Freeze[];
  readonly approvals: readonly ApprovalNeed[];
  readonly repository: RepositoryFacts;
  /** Diagnostics of the result that the project of today does not have. */
  readonly added: readonly Diagnostic[];
  /** What the definition of a flag says about being switched off: of the one in force, else of the one restored. */
  facts(flag: string): FlagFacts;
}
