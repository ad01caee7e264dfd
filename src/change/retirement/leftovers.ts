import { reachable } from '../../graph/adjacency.ts';
import { dependencyGraph } from '../../graph/dependency-graph.ts';
import type { Project } from '../../project/project.ts';

/** Files that nothing needs once a flag is gone, sorted. */
export interface Leftovers {
  /** Expectations about the flag. */
  readonly specs: readonly string[];
  /** Segments that it used, and that no other flag uses, directly or through others. */
  readonly segments: readonly string[];
}

/** Finds the files that would be left over without a flag; none for a key that no flag has. */
export function leftoversOf(project: Project, key: string): Leftovers {
  const specs = project.specs.filter(({ flag }) => flag === key).map(({ file }) => file);
  return { specs: specs.sort(), segments: ownSegments(project, key).sort() };
}

function ownSegments(project: Project, key: string): string[] {
  if (project.segments.size === 0) return [];
  const graph = dependencyGraph(project);
  const rows = graph.rows('segment');
  const nodeOf = (flag: string): number[] => {
    const node = graph.node('flag', flag);
    return node === undefined ? [] : [node];
  };
  const mine = reachable(rows, nodeOf(key));
  const others = reachable(rows, [...project.flags.keys()].filter((flag) => flag !== key).flatMap(nodeOf));
  return [...project.segments.values()].flatMap(({ key: segment, file }) => {
    const node = graph.node('segment', segment);
    return node !== undefined && mine[node] && !others[node] ? [file] : [];
  });
}
