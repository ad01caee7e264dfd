import type { Activity } from '../../graph/activity.ts';
import type { DependencyGraph } from '../../graph/dependency-graph.ts';
import type { Project } from '../../project/project.ts';

/** The project at one side of a rollback. */
export interface State {
  readonly project: Project;
  readonly graph: DependencyGraph;
  /** At the instant of the rollback. */
  readonly activity: Activity;
}

/** Share (0 to 1) of the targeting keys 0 to 9999, or of a population's contexts, by variant; see `exposure`. */
export type VariantShares = Readonly<Record<string, number>>;

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
  readonly exposureBefore: VariantShares;
  readonly exposureAfter: VariantShares;
  /** Share of the keys that get another variant afterwards. */
  readonly moved: number;
  /** Share of the keys that got another than the off variant before, and get the off variant afterwards. */
  readonly lost: number;
  /** Names of rules, before or after, that ask for attributes: keys alone tell nothing of them. Empty with a population. */
  readonly byAttributes: readonly string[];
  /** How many were counted, the first of all, where evaluating takes too long for all. */
  readonly askedFirst: number | undefined;
}
