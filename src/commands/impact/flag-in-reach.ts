import type { Activity } from '../../graph/activity.ts';
import type { Dependent } from '../../graph/impact.ts';
import type { Flag } from '../../model/flag.ts';

/** A flag with what matters to whoever is hit through it. */
export interface FlagInReach {
  readonly key: string;
  readonly type: string | undefined;
  readonly owner: string | undefined;
  readonly criticality: string;
  /** By environment: whether some context gets a variant other than the off variant. */
  readonly active: readonly boolean[];
}

export interface ReachedFlag extends FlagInReach, Pick<Dependent, 'depth' | 'via'> {
  readonly reached: Dependent;
}

/** Whether a flag is active in each of some environments, with what it is. */
export function flagInReach(flag: Flag, activity: Activity, environments: readonly string[]): FlagInReach {
  const { key, type, owner, criticality } = flag;
  return { key, type, owner, criticality, active: environments.map((name) => activity.isActive(flag, name)) };
}

export function reachedFlag(
  reached: Dependent,
  flag: Flag,
  activity: Activity,
  environments: readonly string[],
): ReachedFlag {
  const { depth, via } = reached;
  return { ...flagInReach(flag, activity, environments), depth, via, reached };
}
