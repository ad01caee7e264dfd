import { reachable } from './adjacency.ts';
import { dependencyGraph, type DependencyGraph } from './dependency-graph.ts';

/**
 * The dependency graph of a project that has only some flags and all they need through prerequisites: what those can
 * do there is what they can do in the whole, and finding it out does not take the time of ten thousand others.
 * @param keys flags; those that do not exist are passed over
 */
export function partWith(graph: DependencyGraph, keys: Iterable<string>): DependencyGraph {
  const { project, nodes } = graph;
  const starts = [...keys].flatMap((key) => graph.node('flag', key) ?? []);
  const reached = reachable(graph.rows('prerequisite'), starts);
  const flags = new Map(
    nodes.flatMap(({ kind, key }, node) => (kind === 'flag' && reached[node] ? [[key, project.flags.get(key)!]] : [])),
  );
  return dependencyGraph({ ...project, flags, memory: undefined });
}
