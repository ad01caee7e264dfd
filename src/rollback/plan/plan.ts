import type { Diagnostic } from '../../diagnostic/diagnostic.ts';
import type { Change } from '../../meaning/change.ts';
import type { Restoration } from '../target/restoration.ts';
import type { FoundRisk, RiskSeverity } from '../risk.ts';
import type { ApprovalNeed } from '../situation.ts';
import type { Carrier } from '../carriers/carrier.ts';
import type { Effect } from '../effects/effect.ts';

/** A rollback thought through to the end: what it would do, what that means, and whether it may be done. Plain data. */
export interface RollbackPlan {
  /** Full id of the commit that it is made for. */
  readonly base: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Flags and segments that are restored, in the order asked for. */
  readonly restorations: readonly Restoration[];
  /** Flags that are changed besides: switched off by `--cascade`, or enabled by a decision. */
  readonly besides: readonly BesideChange[];
  /** By flag, then environment. Also of flags that use a restored segment. */
  readonly effects: readonly Effect[];
  readonly impact: PlanImpact;
  readonly carriers: readonly Carrier[];
  readonly decisions: readonly Decision[];
  /** Worst first. */
  readonly risks: readonly AssessedRisk[];
  /** The worst of them. */
  readonly risk: RiskSeverity | 'none';
  readonly approvals: readonly ApprovalNeed[];
  /** What lint would say of the result, and does not say today. */
  readonly diagnostics: readonly Diagnostic[];
  /** Why it may not be done; empty if it may. */
  readonly blockers: readonly Blocker[];
  /** What is good to know and no risk: what stays, what was mentioned and is not there. One line each. */
  readonly notes: readonly string[];
  /** Path from the root of the tree → what its file holds, and will hold; `undefined` where there is none. */
  readonly files: ReadonlyMap<string, { readonly before: string | undefined; readonly after: string }>;
}

export interface BesideChange {
  readonly flag: string;
  readonly environment: string;
  readonly because: 'cascade' | 'decision';
  readonly changes: readonly Change[];
}

/** Who is hit by the flags that are restored. */
export interface PlanImpact {
  /** Nearest first. */
  readonly dependents: readonly HitFlag[];
  /** Systems that the flags and the dependents that are hit affect. */
  readonly systems: readonly string[];
  /** Teams that own any of them. */
  readonly owners: readonly string[];
}

/** A flag that needs a restored one, directly or through others. */
export interface HitFlag {
  readonly key: string;
  readonly depth: number;
  /** From the restored flag to this one, both included. */
  readonly path: readonly string[];
  /** Its prerequisites among the restored flags and those hit: the nodes it hangs on in a tree. */
  readonly needs: readonly string[];
  readonly owner: string | undefined;
  readonly criticality: string;
  /** Only the environments that the rollback concerns. */
  readonly environments: Readonly<Record<string, HitState>>;
}

export interface HitState {
  /** As it is today. */
  readonly active: boolean;
  /** A flag that is not active can lose one wholly; nobody notices. */
  readonly losesPrerequisite: 'wholly' | 'partly' | undefined;
  /** It is off, and could not be enabled afterwards, though today it could. */
  readonly dormant: boolean;
  /** The rollback itself switches it off, or on. */
  readonly switched: 'off' | 'on' | undefined;
}

export interface Decision {
  /** `CODE:FLAG:ENV`: what `--decide` takes. */
  readonly id: string;
  readonly code: string;
  readonly flag: string;
  readonly environment: string;
  readonly question: string;
  readonly options: readonly { readonly id: string; readonly label: string }[];
  /** Id of the option; absent while it is open. */
  readonly chosen: string | undefined;
}

export interface AssessedRisk extends Omit<FoundRisk, 'question' | 'others' | 'severity'> {
  readonly code: string;
  /** One step less than the catalogue's where the environment is not critical. */
  readonly severity: RiskSeverity;
  readonly accepted: boolean;
  /** Whether it stands in the way. */
  readonly blocks: boolean;
}

export interface Blocker {
  /** Code of the risk, or id of the decision. */
  readonly id: string;
  readonly message: string;
  /** What to add to the command; absent where only the cause can be removed. */
  readonly option: string | undefined;
}
