import type { DependencyGraph } from './dependency-graph.ts';
import { dependentsOf } from './impact.ts';

/**
 * For each of some flags and their dependents the flags that need it directly, as a tree of who is hit shows them:
 * those that the others among them need come first, then the order of the project. Linear but for that sorting.
 * @returns key → keys; flags that nobody needs are not in it
 */
export function dependentTree(graph: DependencyGraph, keys: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const { order, of } = graph.prerequisiteOrder();
  const nodes = [...keys, ...dependentsOf(graph, keys).map(({ key }) => key)].flatMap(
    (key) => graph.node('flag', key) ?? [],
  );
  const level = new Map<number, number>(nodes.map((node) => [node, 0]));
  for (const node of order) {
    const own = level.get(node);
    if (own === undefined) continue;
    for (const { from } of graph.dependents(node, 'prerequisite')) {
      if (of[from] !== of[node]) level.set(from, Math.max(level.get(from) ?? 0, own + 1));
    }
  }
  const tree = new Map<string, readonly string[]>();
  for (const node of new Set(nodes)) {
    const users = new Set(graph.dependents(node, 'prerequisite').map(({ from }) => from));
    users.delete(node);
    if (users.size === 0) continue;
    const sorted = [...users].sort((a, b) => (level.get(a) ?? 0) - (level.get(b) ?? 0) || a - b);
    tree.set(graph.nodes[node]!.key, sorted.map((user) => graph.nodes[user]!.key)); // prettier-ignore
  }
  return tree;
}
