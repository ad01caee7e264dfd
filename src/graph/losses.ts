import { environmentOf, type Flag, type PrerequisiteReference } from '../model/flag.ts';
import type { Project } from '../project/project.ts';
import { activityAt, type Activity } from './activity.ts';
import type { DependencyGraph } from './dependency-graph.ts';
import { dependentsOf } from './impact.ts';

/**
 * How much of a prerequisite is lost: `wholly` if nobody can have it any more, `partly` if some context for which it
 * held no longer has it.
 */
type PrerequisiteLoss = 'wholly' | 'partly';

/** Two states of a project that have the same flags with the same prerequisites; only what blocks serve may differ. */
export interface States {
  readonly graph: DependencyGraph;
  readonly before: Activity;
  readonly after: Activity;
}

/** How a flag is hit by a change of flags that it needs. */
export interface DependentHit {
  readonly loss: PrerequisiteLoss;
  /**
   * `active`: somebody gets less of it; `dormant`: it is off, could have been enabled before, and could not be
   * afterwards; `idle`: it was not active for another reason, so that nobody notices.
   */
  readonly how: 'active' | 'dormant' | 'idle';
}

/** What flags that depend on changed ones lose. */
export interface Losses {
  /** The worst loss among the prerequisites of a flag in an environment; `undefined` where it loses none. */
  of(key: string, environment: string): PrerequisiteLoss | undefined;
  /**
   * Whether a flag is hit in an environment, and how: the one answer for `impact` and for rollbacks. One that was not
   * active is hit only where it loses a prerequisite `wholly`.
   */
  hit(key: string, environment: string): DependentHit | undefined;
}

// What happens to the contexts of a flag; 0 is nothing.
const toOff = 1; // some that had another variant get the off variant: a prerequisite is lost
const fromOff = 2; // some that had the off variant for want of a prerequisite get what the flag serves
const anywhere = 4; // any may move between variants: the flag itself was changed

/**
 * Follows what a change of some flags does to those that need them, in the order of prerequisites. Like `Activity` it
 * looks at what some context may get: `partly` is said where no more can be known without the contexts. A flag that
 * wants the off variant of another loses when that other one gains. Linear in the prerequisites that are reached.
 * @param changed the flags that differ between the states
 * @param environments those to look at
 */
export function lossesOf(states: States, changed: readonly string[], environments: readonly string[]): Losses {
  const { graph } = states;
  const { flags } = graph.project;
  const { of } = graph.prerequisiteOrder();
  const affected = dependentsOf(graph, changed)
    .map(({ key }) => key)
    .sort((a, b) => of[graph.node('flag', a)!]! - of[graph.node('flag', b)!]!);
  const found = new Map<string, PrerequisiteLoss>();
  const hits = new Map<string, DependentHit>();
  for (const environment of environments) {
    const moves = new Map<string, number>(changed.map((key) => [key, anywhere]));
    const look = prerequisiteChange(states, environment, moves);
    for (const key of affected) {
      const flag = flags.get(key)!;
      let loss: PrerequisiteLoss | undefined;
      let gains = false;
      for (const needed of flag.prerequisites) {
        const change = look(needed);
        if (change.loss === 'wholly' || loss === undefined) loss = change.loss ?? loss;
        gains ||= change.gained;
      }
      const { before, after } = states;
      const wasActive = before.isActive(flag, environment);
      if (loss) found.set(nameOf(key, environment), loss);
      if (loss && wasActive) hits.set(nameOf(key, environment), { loss, how: 'active' });
      else if (loss === 'wholly')
        hits.set(nameOf(key, environment), { loss, how: inactive(before, flag, environment) });
      const falls = loss !== undefined && wasActive ? toOff : 0;
      const rises = gains && after.isActive(flag, environment) ? fromOff : 0;
      moves.set(key, falls | rises);
    }
  }
  return {
    of: (key, environment) => found.get(nameOf(key, environment)),
    hit: (key, environment) => hits.get(nameOf(key, environment)),
  };
}

function inactive(before: Activity, flag: Flag, environment: string): DependentHit['how'] {
  const couldBe = flag.prerequisites.every((one) => before.canBeMet(one, environment));
  return couldBe && !environmentOf(flag, environment).enabled ? 'dormant' : 'idle';
}

/** What becomes of one prerequisite: some may lose it while others gain it. */
interface PrerequisiteChange {
  readonly loss: PrerequisiteLoss | undefined;
  readonly gained: boolean;
}

const unchanged: PrerequisiteChange = { loss: undefined, gained: false };

function prerequisiteChange(
  { graph, before, after }: States,
  environment: string,
  moves: ReadonlyMap<string, number>,
): (needed: PrerequisiteReference) => PrerequisiteChange {
  const served = new Map<Activity, Map<string, readonly string[]>>([
    [before, new Map()],
    [after, new Map()],
  ]);
  const servedBy = (activity: Activity, flag: Flag): readonly string[] => {
    const known = served.get(activity)!;
    const variants =
      known.get(flag.key) ?? flag.variants.filter((variant) => activity.canServe(flag, environment, variant));
    known.set(flag.key, variants);
    return variants;
  };
  return (needed) => {
    const move = moves.get(needed.flag) ?? 0;
    const flag = graph.project.flags.get(needed.flag);
    if (move === 0 || !flag) return unchanged;
    const names = needed.variants && new Set(needed.variants);
    const wants = (variant: string): boolean => (names ? names.has(variant) : variant !== flag.off);
    const could = before.canBeMet(needed, environment);
    const can = after.canBeMet(needed, environment);
    if (!can) return { loss: could ? 'wholly' : undefined, gained: false };
    if (!could) return { loss: undefined, gained: true };
    const unwanted = (variant: string): boolean => !wants(variant);
    const unwantedOther = (variant: string): boolean => variant !== flag.off && unwanted(variant);
    const has = (bit: number): boolean => (move & bit) !== 0;
    const wantsOff = wants(flag.off);
    const isLost =
      (has(toOff) && !wantsOff) ||
      (has(fromOff) && wantsOff && servedBy(after, flag).some(unwantedOther)) ||
      (has(anywhere) && servedBy(after, flag).some(unwanted));
    const gained =
      (has(toOff) && wantsOff && servedBy(before, flag).some(unwantedOther)) ||
      (has(fromOff) && !wantsOff) ||
      (has(anywhere) && servedBy(before, flag).some(unwanted));
    return { loss: isLost ? 'partly' : undefined, gained };
  };
}

/**
 * What would be lost if flags went off everywhere; environments do not depend on each other, so this is also what
 * would be lost if they went off in one alone.
 * @param before the activity of the project as it is
 */
export function lossesWhenOff(
  graph: DependencyGraph,
  before: Activity,
  keys: readonly string[],
  environments: readonly string[],
): Losses {
  const after = activityAt(switchedOff(graph, keys), before.now);
  return lossesOf({ graph, before, after }, keys, environments);
}

/** The graph of the project in which flags are off everywhere. It has the same edges. */
function switchedOff(graph: DependencyGraph, keys: readonly string[]): DependencyGraph {
  const flags = new Map(graph.project.flags);
  for (const key of keys) {
    const flag = flags.get(key);
    if (flag) flags.set(key, { ...flag, environments: {} });
  }
  const project: Project = { ...graph.project, flags };
  return { ...graph, project };
}

function nameOf(key: string, environment: string): string {
  return JSON.stringify([key, environment]);
}
