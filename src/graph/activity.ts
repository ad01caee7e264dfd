import type { Flag, FlagEnvironment, PrerequisiteReference } from '../model/flag.ts';
import { servingsAt } from '../model/serving.ts';
import type { DependencyGraph } from './dependency-graph.ts';
import { numberBlocks } from './enabled-blocks.ts';

/**
 * What flags can do in each environment at one instant, looking at what some context may get.
 *
 * A flag can serve a variant if it is enabled, one of its servings gives that variant then, and each of its
 * prerequisites can be met there; its off variant also if it is not enabled, or has prerequisites, which then
 * need not hold for everybody. A prerequisite can be met if its flag can serve a wanted variant. Flags that are enabled on
 * a cycle are taken to fail, which meets nothing, and a flag that does not exist meets nothing either.
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
  /** Whether a prerequisite can be met there. */
  canBeMet(prerequisite: PrerequisiteReference, environment: string): boolean;
}

const servesOther = 1;
const unblocked = 2;

const made = new WeakMap<DependencyGraph, Activity>();

/**
 * Looks at every enabled block once, in the order of prerequisites, whatever the length of their chains. As the flags
 * are, it is found out once for a graph and an instant.
 * @param now milliseconds since 1970
 * @param presumed prerequisites to take for met, because what is wrong with them is said elsewhere; where it is
 * given, it has to hold those that form cycles
 */
export function activityAt(
  graph: DependencyGraph,
  now: number,
  presumed?: ReadonlySet<PrerequisiteReference>,
): Activity {
  if (presumed) return findActivity(graph, now, presumed);
  const known = made.get(graph);
  if (known?.now === now) return known;
  const activity = findActivity(graph, now, undefined);
  made.set(graph, activity);
  return activity;
}

function findActivity(
  graph: DependencyGraph,
  now: number,
  presumed: ReadonlySet<PrerequisiteReference> | undefined,
): Activity {
  const flags = [...graph.project.flags.values()];
  const { order, cyclic } = graph.prerequisiteOrder();
  const blocks = numberBlocks(flags);
  const state = new Uint8Array(blocks.count);
  const serves = servesVariant(now);

  const canServeIn = (node: number, block: number, variant: string): boolean => {
    const flag = flags[node]!;
    if (cyclic[node] && !presumed) return false;
    if (variant === flag.off && flag.prerequisites.length > 0) return true;
    return (state[block]! & unblocked) !== 0 && serves(blocks.blocks[block]!, variant);
  };
  const canMeet = (node: number, wanted: readonly string[] | undefined, environment: number): boolean => {
    const block = blocks.find(node, environment);
    if (block < 0) return wanted?.includes(flags[node]!.off) ?? false;
    if (!wanted) return state[block] === (servesOther | unblocked);
    for (const variant of wanted) if (canServeIn(node, block, variant)) return true;
    return false;
  };

  for (const node of order) {
    const flag = flags[node];
    if (!flag) continue;
    const start = blocks.offsets[node]!;
    const end = blocks.offsets[node + 1]!;
    if (start === end) continue;
    const needs = presumed ? flag.prerequisites.filter((one) => !presumed.has(one)) : flag.prerequisites;
    const needed = distinct(needs).map(({ flag: key, variants }) => ({ node: graph.node('flag', key), variants }));
    const possible = (!cyclic[node] || presumed) && needed.every((one) => one.node !== undefined);
    for (let at = start; at < end; at++) {
      if (servesOtherThan(flag.off, blocks.blocks[at]!, now)) state[at]! |= servesOther;
      const environment = blocks.environments[at]!;
      if (possible && needed.every((one) => canMeet(one.node!, one.variants, environment))) state[at]! |= unblocked;
    }
  }

  const blockOf = (flag: Flag, environment: string): number => {
    const node = graph.node('flag', flag.key);
    return node === undefined ? -1 : blocks.find(node, blocks.environmentIds.get(environment) ?? -1);
  };
  const stateOf = (flag: Flag, environment: string): number => state[blockOf(flag, environment)] ?? 0;
  return {
    now,
    servesByItself: (flag, environment) => (stateOf(flag, environment) & servesOther) !== 0,
    isUnblocked: (flag, environment) => (stateOf(flag, environment) & unblocked) !== 0,
    isActive: (flag, environment) => stateOf(flag, environment) === (servesOther | unblocked),
    canServe(flag, environment, variant) {
      const block = blockOf(flag, environment);
      return block < 0 ? variant === flag.off : canServeIn(graph.node('flag', flag.key)!, block, variant);
    },
    canBeMet(prerequisite, environment) {
      if (presumed?.has(prerequisite)) return true;
      const node = graph.node('flag', prerequisite.flag);
      return node !== undefined && canMeet(node, prerequisite.variants, blocks.environmentIds.get(environment) ?? -1);
    },
  };
}

function servesOtherThan(off: string, { serves }: FlagEnvironment, now: number): boolean {
  return servingsAt(serves, now).some(({ variant }) => variant !== off);
}

/** Whether a block serves a variant by itself; of long lists a set is made once. */
function servesVariant(now: number): (block: FlagEnvironment, variant: string) => boolean {
  const sets = new Map<FlagEnvironment, ReadonlySet<string>>();
  return (block, variant) => {
    const { serves } = block;
    if (serves.length <= 16) {
      return servingsAt(serves, now).some((serving) => serving.variant === variant);
    }
    let served = sets.get(block);
    if (!served) {
      served = new Set(servingsAt(serves, now).map((serving) => serving.variant));
      sets.set(block, served);
    }
    return served.has(variant);
  };
}

/** Of long lists, what says the same is looked at once. */
function distinct(prerequisites: readonly PrerequisiteReference[]): readonly PrerequisiteReference[] {
  if (prerequisites.length < 32) return prerequisites;
  const byText = new Map(prerequisites.map((one) => [JSON.stringify([one.flag, one.variants]), one]));
  return [...byText.values()];
}
