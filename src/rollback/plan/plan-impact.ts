import { dependentsOf, systemsHit } from '../../graph/impact.ts';
import type { Flag } from '../../model/flag.ts';
import type { HitFlag, HitState, PlanImpact } from './plan.ts';
import type { Situation } from '../situation.ts';

/** Who is hit by what a rollback changes: flags that need it, the systems behind them, and their owners. */
export function impactOf(situation: Situation): PlanImpact {
  const { after, effects } = situation;
  const roots = new Set(effects.filter(({ because }) => because !== 'cascade').map(({ flag }) => flag));
  const environments = new Set(effects.map(({ environment }) => environment));
  const states = statesOf(situation);
  const reached = dependentsOf(after.graph, roots);
  const isHit = (key: string): boolean => [...environments].some((name) => states(key, name).hit);
  const hit = new Set(reached.map(({ key }) => key).filter(isHit));
  const dependents = reached
    .filter(({ key }) => hit.has(key))
    .map(({ key, depth, path }): HitFlag => {
      const flag = after.project.flags.get(key) as Flag;
      const needs = new Set(flag.prerequisites.map((one) => one.flag));
      return {
        key,
        depth,
        path,
        needs: [...needs].filter((one) => roots.has(one) || hit.has(one)),
        owner: flag.owner,
        criticality: flag.criticality,
        environments: Object.fromEntries([...environments].map((name) => [name, states(key, name).state])),
      };
    });
  const isNoticed = (key: string): boolean => [...environments].some((name) => states(key, name).noticed);
  const { systems, owners } = systemsHit(after.graph, [...roots, ...[...hit].filter(isNoticed)]);
  return { dependents, systems: systems.map(({ name }) => name), owners };
}

interface FoundState {
  readonly state: HitState;
  readonly hit: boolean;
  /** One that is not active anyway can be hit without anybody noticing. */
  readonly noticed: boolean;
}

function statesOf(situation: Situation): (key: string, environment: string) => FoundState {
  const { before, effects, losses, dormant, idle } = situation;
  const id = (flag: string, environment: string): string => `${flag} ${environment}`;
  const switched = new Map(effects.map((one) => [id(one.flag, one.environment), one]));
  const lost = new Map<string, HitState['losesPrerequisite']>();
  for (const one of [...dormant, ...idle]) lost.set(id(one.flag, one.environment), 'wholly');
  for (const one of losses) lost.set(id(one.flag, one.environment), one.extent);
  const asleep = new Set(dormant.map((one) => id(one.flag, one.environment)));
  return (key, environment) => {
    const name = id(key, environment);
    const effect = switched.get(name);
    const flag = before.project.flags.get(key);
    const state: HitState = {
      active: flag !== undefined && before.activity.isActive(flag, environment),
      losesPrerequisite: lost.get(name),
      dormant: asleep.has(name),
      switched: effect && effect.before !== effect.after ? (effect.after ? 'on' : 'off') : undefined,
    };
    const { active, losesPrerequisite, switched: turned } = state;
    const hit = losesPrerequisite !== undefined || turned !== undefined;
    return { state, hit, noticed: hit && (active || state.dormant || turned !== undefined) };
  };
}
