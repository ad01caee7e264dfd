import { environmentOf, servesAt, type Flag, type FlagEnvironment, type PrerequisiteReference } from '../model/flag.ts';
import type { DependencyGraph } from './dependency-graph.ts';

/**
 * What flags can do in each environment at one instant, looking at what some context may get.
 *
 * A flag can serve a variant if it is enabled, one of its servings gives that variant then, and each of its
 * prerequisites can be met there; its off variant also if it is enabled and has prerequisites, which then
 * need not hold for everybody. A prerequisite can be met if its flag can serve a wanted variant. Flags on a
 * cycle can serve nothing, and a flag that does not exist meets nothing.
 */
export interface Activity {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Whether it is enabled and would, were all its prerequisites met, serve something other than its off variant. */
  servesByItself(flag: Flag, environment: string): boolean;
  /** Whether each prerequisite can be met there. Of a flag that is not enabled: `false`. */
  isUnblocked(flag: Flag, environment: string): boolean;
  /** Whether some context may get a variant other than the off variant. */
  isActive(flag: Flag, environment: string): boolean;
  canServe(flag: Flag, environment: string, variant: string): boolean;
  /** Whether one of a flag's prerequisites can be met there. */
  canBeMet(flag: Flag, prerequisite: PrerequisiteReference, environment: string): boolean;
}

/**
 * Prerequisites to take for met, because what is wrong with them is said elsewhere. `needed` is `undefined`
 * for a flag that does not exist. It answers for prerequisites on a cycle too.
 */
export type Presumption = (flag: Flag, prerequisite: PrerequisiteReference, needed: Flag | undefined) => boolean;

const servesOther = 1;
const unblocked = 2;

/** Looks at all enabled blocks once, in the order of prerequisites, whatever the length of their chains. */
export function activityAt(graph: DependencyGraph, now: number, presume?: Presumption): Activity {
  const { flags } = graph.project;
  const all = [...flags.values()];
  const { order, cyclic } = graph.prerequisiteOrder();
  const blocks = numberBlocks(all);
  const state = new Uint8Array(blocks.count);
  const stateOf = (flag: Flag, environment: string): number => {
    const block = blocks.find(graph.node('flag', flag.key) ?? -1, environment);
    return block === undefined ? 0 : state[block]!;
  };
  const variants = variantsServed(now);

  const canServe = (flag: Flag, environment: string, variant: string): boolean => {
    const node = graph.node('flag', flag.key);
    const block = node === undefined ? undefined : blocks.find(node, environment);
    if (node === undefined || block === undefined || (cyclic[node] && !presume)) return false;
    if (variant === flag.off && flag.prerequisites.length > 0) return true;
    return (state[block]! & unblocked) !== 0 && variants(environmentOf(flag, environment)).has(variant);
  };
  const canBeMet = (flag: Flag, prerequisite: PrerequisiteReference, environment: string): boolean => {
    const needed = flags.get(prerequisite.flag);
    if (presume?.(flag, prerequisite, needed)) return true;
    if (!needed) return false;
    const wanted = prerequisite.variants;
    if (!wanted) return stateOf(needed, environment) === (servesOther | unblocked);
    return wanted.some((variant) => canServe(needed, environment, variant));
  };

  for (const node of order) {
    const flag = all[node];
    if (!flag) continue;
    const needs = distinct(flag.prerequisites);
    for (const [environment, block] of Object.entries(flag.environments)) {
      if (!block.enabled) continue;
      const at = blocks.find(node, environment)!;
      if (block.serves.some((serving) => serving.variant !== flag.off && servesAt(serving, now)))
        state[at]! |= servesOther;
      if (cyclic[node] && !presume) continue;
      if (needs.every((prerequisite) => canBeMet(flag, prerequisite, environment))) state[at]! |= unblocked;
    }
  }

  return {
    now,
    servesByItself: (flag, environment) => (stateOf(flag, environment) & servesOther) !== 0,
    isUnblocked: (flag, environment) => (stateOf(flag, environment) & unblocked) !== 0,
    isActive: (flag, environment) => stateOf(flag, environment) === (servesOther | unblocked),
    canServe,
    canBeMet,
  };
}

/** The enabled blocks of all flags, numbered; found by the flag's node and the environment's name. */
function numberBlocks(flags: readonly Flag[]): {
  readonly count: number;
  find(node: number, environment: string): number | undefined;
} {
  const environments = new Map<string, Map<number, number>>();
  let count = 0;
  flags.forEach((flag, node) => {
    for (const [name, block] of Object.entries(flag.environments)) {
      if (!block.enabled) continue;
      let byNode = environments.get(name);
      if (!byNode) environments.set(name, (byNode = new Map()));
      byNode.set(node, count++);
    }
  });
  return { count, find: (node, environment) => environments.get(environment)?.get(node) };
}

/** The variants that a block serves by itself, as a set that is made once. */
function variantsServed(now: number): (block: FlagEnvironment) => ReadonlySet<string> {
  const known = new Map<FlagEnvironment, ReadonlySet<string>>();
  return (block) => {
    let served = known.get(block);
    if (!served) {
      served = new Set(block.serves.filter((serving) => servesAt(serving, now)).map(({ variant }) => variant));
      known.set(block, served);
    }
    return served;
  };
}

/** Prerequisites that say the same are looked at once. */
function distinct(prerequisites: readonly PrerequisiteReference[]): readonly PrerequisiteReference[] {
  if (prerequisites.length < 32) return prerequisites;
  const byText = new Map(prerequisites.map((one) => [JSON.stringify([one.flag, one.variants]), one]));
  return [...byText.values()];
}
