import { activityAt } from '../../graph/activity.ts';
import type { DependencyGraph } from '../../graph/dependency-graph.ts';
import { systemsHit, usersOf, type HitSystem } from '../../graph/impact.ts';
import { partWith } from '../../graph/part.ts';
import { environmentOf } from '../../model/flag.ts';
import { reachedFlag, type ReachedFlag } from './flag-in-reach.ts';

/** What a change to a segment reaches. */
export interface SegmentImpactReport {
  readonly command: 'impact';
  readonly ok: true;
  readonly segment: string;
  readonly owner: string | undefined;
  readonly environments: readonly string[];
  /** Segments that use it, directly or through others: nearest first, then in the order of the project. */
  readonly segments: readonly string[];
  /** Flags that use it or one of those segments in an environment that is looked at, likewise. */
  readonly dependents: readonly SegmentUserFlag[];
  /** What the flags affect that are active where they use it. */
  readonly systems: readonly HitSystem[];
  readonly owners: readonly string[];
}

export interface SegmentUserFlag extends ReachedFlag {
  /** By environment: whether one of its targeting rules there uses the segment. */
  readonly uses: readonly boolean[];
}

export function segmentImpact(
  graph: DependencyGraph,
  key: string,
  now: number,
  environments: readonly string[],
): SegmentImpactReport {
  const { flags, segments } = graph.project;
  const users = usersOf(graph, key);
  const activity = activityAt(partWith(graph, users.map((user) => user.key)), now); // prettier-ignore
  const using = users.filter(({ kind }) => kind === 'segment').map((user) => user.key);
  const wanted = new Set([key, ...using]);
  const dependents = users
    .filter(({ kind }) => kind === 'flag')
    .map((user) => {
      const flag = flags.get(user.key)!;
      const uses = environments.map((name) => environmentOf(flag, name).segments.some((one) => wanted.has(one.key)));
      return { ...reachedFlag(user, flag, activity, environments), uses };
    })
    .filter(({ uses }) => uses.includes(true));
  const hit = dependents.filter(({ uses, active }) => uses.some((used, at) => used && active[at]));
  return {
    command: 'impact',
    ok: true,
    segment: key,
    owner: segments.get(key)?.owner,
    environments,
    segments: using,
    dependents,
    ...systemsHit(graph, hit.map((flag) => flag.key)), // prettier-ignore
  };
}
