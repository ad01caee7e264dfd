import type { DependencyGraph } from '../../graph/dependency-graph.ts';
import { systemsHit, type HitSystem } from '../../graph/impact.ts';
import type { Flag } from '../../model/flag.ts';
import type { FlagInReach } from './flag-in-reach.ts';

/** A flag that must not be on together with another. `flag` is absent where there is no such flag. */
export interface ConflictingFlag {
  readonly key: string;
  readonly flag: FlagInReach | undefined;
}

/** What carries the load of a flag when it goes off. */
export interface Fallback {
  /** A flag's key; the other of the two is absent. */
  readonly key: string | undefined;
  /** Absent where the fallback is a system, or no such flag exists. */
  readonly flag: FlagInReach | undefined;
  readonly system: string | undefined;
  /** The system itself, or those that the fallback flag affects. */
  readonly carriers: readonly HitSystem[];
}

type Reach = (flag: Flag) => FlagInReach;

/** A conflict holds both ways, whichever of the two names it: those that the flag names come first. */
export function conflictsOf(graph: DependencyGraph, flag: Flag, reach: Reach): ConflictingFlag[] {
  const { flags } = graph.project;
  const node = graph.node('flag', flag.key)!;
  const naming = graph.dependents(node, 'conflict').map(({ from }) => graph.nodes[from]!.key);
  const keys = new Set([...flag.conflicts.filter((key) => key !== ''), ...naming]);
  return [...keys].map((key) => {
    const other = flags.get(key);
    return { key, flag: other && reach(other) };
  });
}

/** The flags that fall back to a flag, in the order of the project. */
export function fallbackUsers(graph: DependencyGraph, flag: Flag): Flag[] {
  const node = graph.node('flag', flag.key)!;
  return graph.dependents(node, 'fallback').map(({ from }) => graph.project.flags.get(graph.nodes[from]!.key)!);
}

export function fallbackCarriers(graph: DependencyGraph, { fallback }: Flag, reach: Reach): Fallback | undefined {
  if (!fallback) return undefined;
  const { flag: key, system } = fallback;
  const { flags, systems } = graph.project;
  if (key !== undefined) {
    const flag = flags.get(key);
    return { key, flag: flag && reach(flag), system: undefined, carriers: systemsHit(graph, [key]).systems };
  }
  if (system === undefined) return undefined; // malformed: the schema says so
  const known = systems?.systems.get(system);
  const carrier = { name: system, status: known?.status, owner: known?.owner, flags: [] };
  return { key: undefined, flag: undefined, system, carriers: [carrier] };
}
