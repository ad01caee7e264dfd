import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { Activity } from '../graph/activity.ts';
import type { DependencyGraph } from '../graph/dependency-graph.ts';
import type { Criticality } from '../model/flag.ts';
import type { Environment } from '../model/manifest.ts';
import type { Project } from '../project/project.ts';
import type { FlagFacts } from './flag-facts.ts';
import type { Quantity } from './quantity.ts';
import type { Restoration } from './restoration.ts';

/** The project at one side of a rollback. */
export interface State {
  readonly project: Project;
  readonly graph: DependencyGraph;
  /** At the instant of the rollback. */
  readonly activity: Activity;
}

/** Share (0 to 1) of the targeting keys 0 to 9999, or of a population's contexts, by variant; see `exposure`. */
export type Exposure = Readonly<Record<string, number>>;

/** What a rollback does to one flag in one environment, seen by those who get its values. */
export interface Effect {
  readonly flag: string;
  readonly environment: string;
  /** Why: it is restored, a prerequisite goes off (`--cascade`), a decision enables it, or a segment is restored that it uses. */
  readonly because: 'restored' | 'cascade' | 'decision' | 'segment';
  /** Whether it is enabled there. */
  readonly before: boolean;
  readonly after: boolean;
  /** See `Activity.isActive`. */
  readonly activeBefore: boolean;
  readonly activeAfter: boolean;
  readonly exposureBefore: Exposure;
  readonly exposureAfter: Exposure;
  /** Share of the keys that get another variant afterwards. */
  readonly moved: number;
  /** Share of the keys that got another than the off variant before, and get the off variant afterwards. */
  readonly lost: number;
  /** Names of rules, before or after, that ask for attributes: keys alone tell nothing of them. Empty with a population. */
  readonly byAttributes: readonly string[];
  /** How many were counted, the first of all, where evaluating takes too long for all. */
  readonly askedFirst: number | undefined;
}

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

/** A freeze of the policy that holds now. */
export interface Freeze {
  readonly environment: string;
  /** As written. */
  readonly until: string;
  readonly reason: string;
}

/** Approvals that a rule of the policy wants. */
export interface ApprovalNeed {
  /** Id of the rule. */
  readonly rule: string;
  readonly flag: string;
  readonly environment: string;
  readonly count: number;
  /** As written: `owner`, `role:release-manager`, `team:platform`. */
  readonly from: readonly string[];
  /** E-mail addresses of those who approved and may. */
  readonly have: readonly string[];
}

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
