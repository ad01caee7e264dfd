import { activityAt, type Activity, type Presumption } from '../graph/activity.ts';
import { dependencyGraph } from '../graph/dependency-graph.ts';
import type { Flag } from '../model/flag.ts';
import type { Project } from '../project/project.ts';
import { unreadFiles } from './unread.ts';

/** The activity of a project's flags, twice: what rules share of one run. */
export interface LintActivity {
  /** As they are. */
  readonly actual: Activity;
  /**
   * As if what other rules report were right: prerequisites that do not exist, form a cycle, want or meet
   * unknown variants, or stand in a file that cannot be read count as met. So one mistake is reported once.
   */
  readonly presumed: Activity;
}

const made = new WeakMap<Project, LintActivity>();

/** @param now milliseconds since 1970 */
export function activityOf(project: Project, now: number): LintActivity {
  const known = made.get(project);
  if (known?.actual.now === now) return known;
  const graph = dependencyGraph(project);
  const activity = { actual: activityAt(graph, now), presumed: activityAt(graph, now, presumption(project)) };
  made.set(project, activity);
  return activity;
}

function presumption(project: Project): Presumption {
  const graph = dependencyGraph(project);
  const { of, cyclic } = graph.prerequisiteOrder();
  const unread = unreadFiles(project);
  const inOneCycle = (a: Flag, b: Flag): boolean => {
    const from = graph.node('flag', a.key) ?? -1;
    const to = graph.node('flag', b.key) ?? -1;
    return cyclic[from] === 1 && of[from] === of[to];
  };
  return (flag, { variants }, needed) =>
    !needed ||
    needed.unknownVariants !== undefined ||
    unread.has(needed.file) ||
    variants?.some((variant) => !hasVariant(needed, variant)) === true ||
    inOneCycle(flag, needed);
}

const large = new WeakMap<Flag, ReadonlySet<string>>();

/** Whether a flag has a variant; also for flags of thousands of variants that thousands of flags need. */
export function hasVariant(flag: Flag, variant: string): boolean {
  if (flag.variants.length <= 16) return flag.variants.includes(variant);
  let names = large.get(flag);
  if (!names) large.set(flag, (names = new Set(flag.variants)));
  return names.has(variant);
}
