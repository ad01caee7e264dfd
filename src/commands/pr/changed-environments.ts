import { activityAt, type Activity } from '../../graph/activity.ts';
import type { DependencyGraph } from '../../graph/dependency-graph.ts';
import { dependentsOf } from '../../graph/impact.ts';
import type { Environment } from '../../model/manifest.ts';
import { readDefinitions, type Definitions } from '../../project/definitions.ts';
import { exposureChange, exposureSide, type ExposureSide } from '../../rollback/effects/exposures.ts';
import type { ChangedEnvironment } from './risk.ts';

/** One state of the project: its graph, what is active, and its definitions. */
export interface ProjectSide {
  readonly graph: DependencyGraph;
  readonly activity: Activity;
  readonly definitions: Definitions;
}

/** Gets a side ready for the flags that are looked at. */
export async function projectSide(graph: DependencyGraph, keys: readonly string[], now: number): Promise<ProjectSide> {
  const { project } = graph;
  const wanted = keys.filter((key) => project.flags.has(key));
  return { graph, activity: activityAt(graph, now), definitions: await readDefinitions(project, wanted) };
}

/** What a flag does in each of some environments, before and after. */
export function changedEnvironments(
  key: string,
  environments: readonly Environment[],
  before: ProjectSide,
  after: ProjectSide,
  now: number,
): ChangedEnvironment[] {
  const isActive = ({ graph, activity }: ProjectSide, flag: string, name: string): boolean => {
    const found = graph.project.flags.get(flag);
    return found !== undefined && activity.isActive(found, name);
  };
  const needing = dependentsOf(before.graph, [key]).map((one) => one.key);
  return environments.map(({ name, critical }) => {
    const sides = [exposureSide(before.definitions, name), exposureSide(after.definitions, name)] as const;
    const change = sharesOf(key, sides, before.graph.project.flags.has(key), after.graph.project.flags.has(key), now);
    return {
      environment: name,
      critical,
      activeBefore: isActive(before, key, name),
      activeAfter: isActive(after, key, name),
      ...change,
      dependents: needing.filter((one) => isActive(before, one, name)),
    };
  });
}

/** Who gets what before and after. Who asks for a flag that is not there gets what it would give if it were off. */
function sharesOf(
  key: string,
  [before, after]: readonly [ExposureSide, ExposureSide],
  wasThere: boolean,
  isThere: boolean,
  now: number,
): Pick<ChangedEnvironment, 'before' | 'after' | 'moved'> {
  const change = exposureChange(before, after, key, now);
  if (wasThere && isThere) return { before: change.before, after: change.after, moved: change.moved };
  const off = (wasThere ? before : after).offOf(key);
  const nothing = { [off]: 1 };
  const shares = { before: wasThere ? change.before : nothing, after: isThere ? change.after : nothing };
  return { ...shares, moved: 1 - ((wasThere ? shares.before : shares.after)[off] ?? 0) };
}
