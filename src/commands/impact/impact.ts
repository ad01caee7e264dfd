import { UserError } from '../../diagnostic/user-error.ts';
import { didYouMean } from '../../diagnostic/suggest.ts';
import { activityAt } from '../../graph/activity.ts';
import { dependencyGraph, type DependencyGraph } from '../../graph/dependency-graph.ts';
import { dependentTree } from '../../graph/dependent-tree.ts';
import { dependentsOf, prerequisitesOf, systemsHit, type HitSystem } from '../../graph/impact.ts';
import { lossesWhenOff, type DependentHit, type Losses } from '../../graph/losses.ts';
import { partWith } from '../../graph/part.ts';
import type { Flag } from '../../model/flag.ts';
import { chosenEnvironments } from '../../workspace/chosen-environments.ts';
import { flagInReach, reachedFlag, type FlagInReach, type ReachedFlag } from './flag-in-reach.ts';
import { fallbackCarriers, conflictsOf, fallbackUsers, type ConflictingFlag, type Fallback } from './flag-relations.ts';
import type { Host } from '../../workspace/host.ts';
import { segmentImpact, type SegmentImpactReport } from './impact-segment.ts';
import { openProject } from '../../workspace/linted-project.ts';

export interface ImpactOptions {
  /** Names of environments; all where there is none. */
  readonly environments: readonly string[];
}

/** What would happen if a flag went off. */
export interface ImpactReport {
  readonly command: 'impact';
  readonly ok: true;
  readonly flag: FlagInReach;
  /** Those looked at, lowest first. Everything that is said per environment is in this order. */
  readonly environments: readonly string[];
  /** Nearest first, then in the order of the project. */
  readonly dependents: readonly ImpactedFlag[];
  /** Key → those that need it directly: the tree of the flag and its dependents. */
  readonly tree: ReadonlyMap<string, readonly string[]>;
  readonly prerequisites: readonly ReachedFlag[];
  readonly conflicts: readonly ConflictingFlag[];
  /** Flags that fall back to this one. */
  readonly fallbackFor: readonly FlagInReach[];
  readonly fallback: Fallback | undefined;
  /** What the flag affects, and what those of its dependents affect that are active and would lose. */
  readonly systems: readonly HitSystem[];
  readonly owners: readonly string[];
}

export interface ImpactedFlag extends ReachedFlag {
  /** By environment: whether it is hit, and how. */
  readonly hits: readonly (DependentHit | undefined)[];
}

/**
 * Everything that depends on a flag, and what it would lose if the flag went off; of a segment, what uses it.
 * @throws UserError if there is neither a flag nor a segment of this name
 */
export async function impact(
  host: Host,
  key: string,
  options: ImpactOptions,
): Promise<ImpactReport | SegmentImpactReport> {
  const project = await openProject(host);
  const environments = chosenEnvironments(project, options.environments);
  const graph = dependencyGraph(project);
  project.memory?.save();
  const now = host.clock.now().getTime();
  const flag = project.flags.get(key);
  if (flag) return flagImpact(partWith(graph, keysAround(graph, flag)), flag, now, environments);
  if (project.segments.has(key)) return segmentImpact(graph, key, now, environments);
  const { size } = project.flags;
  const near = didYouMean(key, [...project.flags.keys(), ...project.segments.keys()]);
  const more = size === 0 ? '`flagwright new` makes one' : `\`flagwright list\` shows all ${size} flags`;
  throw new UserError(`no flag and no segment is called "${key}"`, [near, more].filter(Boolean).join(' '));
}

/** All flags of which something is said. */
function keysAround(graph: DependencyGraph, flag: Flag): string[] {
  const { key, conflicts, fallback } = flag;
  const naming = graph.dependents(graph.node('flag', key)!).map(({ from }) => graph.nodes[from]!.key);
  const dependents = dependentsOf(graph, [key]).map((one) => one.key);
  return [key, ...dependents, ...naming, ...conflicts, ...(fallback?.flag === undefined ? [] : [fallback.flag])];
}

function flagImpact(graph: DependencyGraph, flag: Flag, now: number, environments: readonly string[]): ImpactReport {
  const { project } = graph;
  const activity = activityAt(graph, now);
  const losses = lossesWhenOff(graph, activity, [flag.key], environments);
  const dependents = dependentsOf(graph, [flag.key]).map((reached) =>
    hitFlag(reachedFlag(reached, project.flags.get(reached.key)!, activity, environments), losses, environments),
  );
  const hit = dependents.filter(({ hits }) => hits.some((one) => one?.how === 'active'));
  return {
    command: 'impact',
    ok: true,
    flag: flagInReach(flag, activity, environments),
    environments,
    dependents,
    tree: dependentTree(graph, [flag.key]),
    prerequisites: prerequisitesOf(graph, [flag.key]).map((reached) =>
      reachedFlag(reached, project.flags.get(reached.key)!, activity, environments),
    ),
    conflicts: conflictsOf(graph, flag, (other) => flagInReach(other, activity, environments)),
    fallbackFor: fallbackUsers(graph, flag).map((other) => flagInReach(other, activity, environments)),
    fallback: fallbackCarriers(graph, flag, (other) => flagInReach(other, activity, environments)),
    ...systemsHit(graph, [flag.key, ...hit.map(({ key }) => key)]),
  };
}

function hitFlag(flag: ReachedFlag, losses: Losses, environments: readonly string[]): ImpactedFlag {
  return { ...flag, hits: environments.map((name) => losses.hit(flag.key, name)) };
}
