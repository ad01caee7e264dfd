import { expiryOf } from '../../lifecycle/expiry.ts';
import { environmentOf } from '../../model/flag.ts';
import type { FlagFacts } from './flag-facts.ts';
import type { Carrier, CarrierFallback, CarrierSystem } from './carrier.ts';
import type { Effect, State } from '../effects/effect.ts';
import type { Quantity } from './quantity.ts';

/**
 * What has to carry the load of the flags that go off, and whether it can. A flag that goes off for those whom only
 * attributes tell apart is taken to lose everybody, since nobody knows how many they are.
 * @param state the project as it would be
 */
export function carriersOf(state: State, effects: readonly Effect[], facts: (flag: string) => FlagFacts): Carrier[] {
  const going = effects.flatMap((effect) => {
    const goesOff = effect.activeBefore && !effect.activeAfter;
    if (effect.because === 'decision' || !(goesOff || effect.lost > 0)) return [];
    const lost = effect.lost > 0 ? effect.lost : 1;
    return [{ ...effect, lost, ...fallbackOf(state, effect) }];
  });
  const loads = sumLoads(going, facts);
  return going.map(({ flag, environment, lost, fallback, systems }) => ({
    flag,
    environment,
    lost,
    fallback,
    systems: systems.map((key) => systemOf(state, key, loads.get(idOf(environment, key)))),
  }));
}

interface Fallback {
  readonly fallback: CarrierFallback | undefined;
  readonly systems: readonly string[];
}

function fallbackOf(state: State, { flag: key, environment }: Effect): Fallback {
  const { project, activity } = state;
  const { flag, system } = project.flags.get(key)?.fallback ?? {};
  if (system !== undefined) {
    const known = project.systems?.systems.get(system);
    const problem =
      known === undefined ? 'is not in systems.yaml' : known.status === 'retired' ? 'is retired' : undefined;
    return { fallback: { kind: 'system', key: system, problem }, systems: [system] };
  }
  if (flag === undefined) return { fallback: undefined, systems: [] };
  const carrying = project.flags.get(flag);
  const problem = (): string | undefined => {
    if (!carrying) return 'does not exist';
    if (!Object.hasOwn(carrying.environments, environment)) return `has no block for ${environment}`;
    if (!environmentOf(carrying, environment).enabled) return `is off in ${environment}`;
    const expiry = expiryOf(carrying, project.manifest, activity.now);
    if (expiry?.expired) return `expired on ${expiry.date}`;
    return activity.isActive(carrying, environment) ? undefined : `serves nobody in ${environment}`;
  };
  return { fallback: { kind: 'flag', key: flag, problem: problem() }, systems: carrying?.affects ?? [] };
}

/** All that the plan puts on a system in an environment, by unit. */
function sumLoads(
  going: readonly (Effect & Fallback)[],
  facts: (flag: string) => FlagFacts,
): Map<string, ReadonlyMap<string, number>> {
  const loads = new Map<string, Map<string, number>>();
  for (const { flag, environment, lost, systems } of going) {
    const { load } = facts(flag);
    if (!load) continue;
    for (const system of new Set(systems)) {
      const id = idOf(environment, system);
      const units = loads.get(id) ?? new Map<string, number>();
      units.set(load.unit, (units.get(load.unit) ?? 0) + load.peak * lost);
      loads.set(id, units);
    }
  }
  return loads;
}

function systemOf({ project }: State, key: string, loads: ReadonlyMap<string, number> = new Map()): CarrierSystem {
  const system = project.systems?.systems.get(key);
  const capacity = system?.capacity;
  const [first] = loads;
  const inUnit = capacity && loads.get(capacity.unit);
  // A load in another unit than the capacity cannot be compared, whatever else can be.
  const other = [...loads].find(([unit]) => unit !== capacity?.unit) ?? first;
  const exceeds = capacity !== undefined && inUnit !== undefined && inUnit > capacity.peak;
  const shown: readonly [string, number] | undefined =
    capacity !== undefined && inUnit !== undefined && (exceeds || loads.size === 1) ? [capacity.unit, inUnit] : other;
  const load: Quantity | undefined = shown && { peak: shown[1], unit: shown[0] };
  const isComparable = load !== undefined && load.unit === capacity?.unit;
  const verdict = load === undefined ? undefined : !isComparable ? 'unknown' : exceeds ? 'too-little' : 'enough';
  return { key, status: system?.status ?? 'unknown', capacity, load, verdict };
}

function idOf(environment: string, system: string): string {
  return `${environment}\n${system}`;
}
