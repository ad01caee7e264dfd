import type { Adjacency } from './adjacency.ts';

/** The strongly connected components of a graph, in reverse topological order: what is pointed at comes first. */
export interface Components {
  readonly count: number;
  /** Component of each node. */
  readonly of: Uint32Array;
  /** All nodes, component after component. */
  readonly order: Uint32Array;
  /** count + 1 entries: where each component begins in `order`. */
  readonly offsets: Uint32Array;
  /** 1 for each node that lies on a cycle, be it an edge to itself. */
  readonly cyclic: Uint8Array;
}

/**
 * Tarjan's algorithm (Depth-first search and linear graph algorithms, 1972) with a stack of its own, so that
 * the length of a chain does not matter. Time and memory are linear in nodes and edges.
 */
export function components({ size, offsets: rows, targets }: Adjacency): Components {
  const unseen = 0;
  const found = new Uint32Array(size); // when a node was found, from 1
  const low = new Uint32Array(size); // the earliest found node on the stack that it reaches
  const next = new Uint32Array(size); // the edge to follow next
  const of = new Uint32Array(size);
  const order = new Uint32Array(size);
  const offsets = new Uint32Array(size + 1);
  const cyclic = new Uint8Array(size);
  const onStack = new Uint8Array(size);
  const stack = new Uint32Array(size);
  const path = new Uint32Array(size);
  let clock = 0;
  let stacked = 0;
  let depth = 0;
  let count = 0;
  let ordered = 0;

  const enter = (node: number): void => {
    found[node] = low[node] = ++clock;
    next[node] = rows[node]!;
    stack[stacked++] = node;
    onStack[node] = 1;
    path[depth++] = node;
  };

  const close = (root: number): void => {
    const first = ordered;
    let node: number;
    do {
      node = stack[--stacked]!;
      onStack[node] = 0;
      of[node] = count;
      order[ordered++] = node;
    } while (node !== root);
    if (ordered - first > 1) for (let at = first; at < ordered; at++) cyclic[order[at]!] = 1;
    offsets[++count] = ordered;
  };

  for (let start = 0; start < size; start++) {
    if (found[start] !== unseen) continue;
    enter(start);
    while (depth > 0) {
      const node = path[depth - 1]!;
      if (next[node]! < rows[node + 1]!) {
        const target = targets[next[node]!++]!;
        if (target === node) cyclic[node] = 1;
        if (found[target] === unseen) enter(target);
        else if (onStack[target] && found[target]! < low[node]!) low[node] = found[target]!;
        continue;
      }
      depth--;
      const parent = depth > 0 ? path[depth - 1]! : undefined;
      if (parent !== undefined && low[node]! < low[parent]!) low[parent] = low[node]!;
      if (low[node] === found[node]) close(node);
    }
  }
  return { count, of, order, offsets: offsets.slice(0, count + 1), cyclic };
}
