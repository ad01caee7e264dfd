import type { CarrierSystem } from './carriers/carrier.ts';
import type { Situation } from './situation.ts';
import { listed, percent, quantityText } from './wording.ts';

/** A system that has to carry what one flag no longer does. */
export interface LoadedSystem {
  readonly flag: string;
  readonly environment: string;
  readonly lost: number;
  /** The fallback flag that affects it; absent where the system itself is the fallback. */
  readonly through: string | undefined;
  readonly system: CarrierSystem;
}

/** By flag, then system. */
export function loadedSystems({ carriers }: Situation): readonly LoadedSystem[] {
  return carriers.flatMap(({ flag, environment, lost, fallback, systems }) => {
    const through = fallback?.kind === 'flag' ? fallback.key : undefined;
    return systems.map((system) => ({ flag, environment, lost, through, system }));
  });
}

/** What each flag puts on a system, and what that has: one fact a line. */
export function loadEvidence(
  { facts }: Situation,
  loads: readonly [LoadedSystem, ...LoadedSystem[]],
): readonly string[] {
  const [{ system }] = loads;
  const flags = loads.map(({ flag, lost, through }) => {
    const { load } = facts(flag);
    const carries = load ? `${percent(lost)} of ${quantityText(load)}` : `${percent(lost)} of an unknown load`;
    return `${flag} hands over up to ${carries}${through === undefined ? '' : `, by way of ${through}`}`;
  });
  const { capacity, status } = system;
  const has = capacity ? `has a capacity of ${quantityText(capacity)}` : 'has no stated capacity';
  return [...listed(flags), `${system.key} (${status}) ${has}`];
}
