import { activityAt, type Activity } from '../graph/activity.ts';
import { dependencyGraph, type DependencyGraph } from '../graph/dependency-graph.ts';
import type { Flag, PrerequisiteReference } from '../model/flag.ts';
import type { Project } from '../project/project.ts';
import { unreadFiles } from './unread.ts';

/** The activity of a project's flags, twice: what rules share of one run. */
export interface LintActivity {
  /** As they are. */
  readonly actual: Activity;
  /**
   * As if what other rules report were right: prerequisites that do not exist, form a cycle, want or meet
   * unknown variants, or are in a file that cannot be read count as met. So one mistake is reported once.
   */
  readonly presumed: Activity;
}

const made = new WeakMap<Project, LintActivity>();

/** @param now milliseconds since 1970 */
export function activityOf(project: Project, now: number): LintActivity {
  const known = made.get(project);
  if (known?.actual.now === now) return known;
  const graph = dependencyGraph(project);
  const wrong = wrongPrerequisites(graph);
  const actual = activityAt(graph, now);
  const activity = { actual, presumed: wrong.size > 0 ? activityAt(graph, now, wrong) : actual };
  made.set(project, activity);
  return activity;
}

function wrongPrerequisites(graph: DependencyGraph): ReadonlySet<PrerequisiteReference> {
  const { project } = graph;
  const { of, cyclic } = graph.prerequisiteOrder();
  const unread = unreadFiles(project);
  const wrong = new Set<PrerequisiteReference>();
  let node = 0;
  for (const { prerequisites } of project.flags.values()) {
    for (const prerequisite of prerequisites) {
      const { flag: key, variants = [] } = prerequisite;
      const needed = project.flags.get(key);
      if (
        !needed ||
        needed.unknownVariants ||
        unread.has(needed.file) ||
        variants.some((variant) => !hasVariant(needed, variant)) ||
        (cyclic[node] && of[node] === of[graph.node('flag', key)!])
      ) {
        wrong.add(prerequisite);
      }
    }
    node++;
  }
  return wrong;
}

const large = new WeakMap<Flag, ReadonlySet<string>>();

/** Whether a flag has a variant; also for flags of thousands of variants that thousands of flags need. */
export function hasVariant(flag: Flag, variant: string): boolean {
  if (flag.variants.length <= 16) return flag.variants.includes(variant);
  let names = large.get(flag);
  if (!names) large.set(flag, (names = new Set(flag.variants)));
  return names.has(variant);
}
