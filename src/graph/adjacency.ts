/**
 * A directed graph over the nodes 0…size-1 as compressed sparse rows: the neighbours of node `n` are
 * `targets[offsets[n]]` up to `targets[offsets[n + 1] - 1]`, in the order in which its edges were given.
 */
export interface Adjacency {
  readonly size: number;
  /** size + 1 entries. */
  readonly offsets: Uint32Array;
  readonly targets: Uint32Array;
  /** Beside each target, the position of the edge in the lists that the graph was made of. */
  readonly edges: Uint32Array;
}

/** Lists of edges: the n-th goes from `from[n]` to `to[n]`. All are nodes of 0…size-1. */
export interface EdgeLists {
  readonly from: ArrayLike<number>;
  readonly to: ArrayLike<number>;
}

/**
 * Makes rows of lists of edges by counting, in time linear in both.
 * @param size number of nodes; `from` and `to` are below it
 * @param keep which edges to take, by position; all by default
 */
export function adjacency(size: number, { from, to }: EdgeLists, keep?: (edge: number) => boolean): Adjacency {
  const offsets = new Uint32Array(size + 1);
  for (let edge = 0; edge < from.length; edge++) {
    if (!keep || keep(edge)) offsets[from[edge]! + 1]!++;
  }
  for (let node = 0; node < size; node++) offsets[node + 1]! += offsets[node]!;
  const count = offsets[size]!;
  const targets = new Uint32Array(count);
  const edges = new Uint32Array(count);
  const next = offsets.slice(0, size);
  for (let edge = 0; edge < from.length; edge++) {
    if (keep && !keep(edge)) continue;
    const at = next[from[edge]!]!++;
    targets[at] = to[edge]!;
    edges[at] = edge;
  }
  return { size, offsets, targets, edges };
}

/** Every node that can be reached from the given ones, these included: 1 at its place. */
export function reachable({ size, offsets, targets }: Adjacency, start: Iterable<number>): Uint8Array {
  const reached = new Uint8Array(size);
  const open: number[] = [];
  const visit = (node: number): void => {
    if (reached[node]) return;
    reached[node] = 1;
    open.push(node);
  };
  for (const node of start) visit(node);
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (let at = offsets[node]!; at < offsets[node + 1]!; at++) visit(targets[at]!);
  }
  return reached;
}
