import type { Adjacency } from './adjacency.ts';
import type { Components } from './components.ts';

/** A way from a node back to itself. */
export interface Cycle {
  /** Without the first repeated at the end. */
  readonly nodes: readonly number[];
  /** `edges[n]` leads from `nodes[n]` to the next: a position in the lists that the graph was made of. */
  readonly edges: readonly number[];
}

/**
 * One cycle for each component that has any: the shortest through its node of the smallest key, found in the
 * order of edges, so that the same project always gives the same. In order of those keys; linear time.
 */
export function cycles(graph: Adjacency, parts: Components, keyOf: (node: number) => string): Cycle[] {
  const starts: number[] = [];
  for (let part = 0; part < parts.count; part++) {
    let start: number | undefined;
    for (let at = parts.offsets[part]!; at < parts.offsets[part + 1]!; at++) {
      const node = parts.order[at]!;
      if (parts.cyclic[node] && (start === undefined || keyOf(node) < keyOf(start))) start = node;
    }
    if (start !== undefined) starts.push(start);
  }
  starts.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const cameBy = new Int32Array(starts.length > 0 ? graph.size : 0).fill(-1);
  return starts.map((start) => shortestCycle(graph, parts, start, cameBy));
}

/** Breadth first within the component. `cameBy`: by which place in `graph.targets` a node was reached. */
function shortestCycle(graph: Adjacency, parts: Components, start: number, cameBy: Int32Array): Cycle {
  const { offsets, targets, edges } = graph;
  const queue = [start];
  const source: number[] = [-1]; // for each in the queue, the place in the queue it was reached from
  for (let head = 0; head < queue.length; head++) {
    const node = queue[head]!;
    for (let at = offsets[node]!; at < offsets[node + 1]!; at++) {
      const target = targets[at]!;
      if (target === start) {
        const places = [at];
        const nodes = [node];
        for (let back = head; source[back]! >= 0; back = source[back]!) {
          places.push(cameBy[queue[back]!]!);
          nodes.push(queue[source[back]!]!);
        }
        return { nodes: nodes.reverse(), edges: places.reverse().map((place) => edges[place]!) };
      }
      if (parts.of[target] !== parts.of[start] || cameBy[target] !== -1) continue;
      cameBy[target] = at;
      queue.push(target);
      source.push(head);
    }
  }
  throw new Error('a node on a cycle leads back to itself');
}

/**
 * `a → b → a`; of a long cycle the beginning and the end.
 * @param longest so many keys are shown, the first one at the end not counted
 */
export function cycleText(keys: readonly string[], longest = 8): string {
  const shown =
    keys.length <= longest
      ? keys
      : [...keys.slice(0, longest - 2), `(${keys.length - longest + 1} more)`, keys.at(-1)!];
  return [...shown, keys[0]].join(' → ');
}
