import type { ProjectMemory } from '../project/project.ts';

/** Edges as columns: ten thousand flags have tens of thousands, and an object for each would cost more than all else. */
export interface EdgeColumns {
  readonly from: ArrayLike<number>;
  readonly to: ArrayLike<number>;
  /** Positions in `edgeKinds`. */
  readonly kinds: ArrayLike<number>;
  readonly entries: ArrayLike<number>;
}

/**
 * Of which project edges are remembered. The edges are apart, as they seldom change: their columns, one after the other, as
 * 32-bit numbers in base 64.
 */
interface Memory {
  readonly fingerprint: string;
  /** Number of nodes. */
  readonly size: number;
}

/**
 * The edges of a project: remembered, where no summary and no setting has changed since; else those of what has changed are
 * found out anew, if that is known, or all of them. To find out all, every flag of the project has to be looked at.
 * @param size number of nodes
 * @param find the edges that leave these nodes, or all, in the order of nodes
 * @param nodeOf the node of a file; undefined for a file that is none of a node
 */
export function rememberedEdges(
  memory: ProjectMemory | undefined,
  size: number,
  find: (nodes?: readonly number[]) => EdgeColumns,
  nodeOf: (file: string) => number | undefined,
): EdgeColumns {
  if (!memory) return find();
  const fingerprint = memory.fingerprint();
  const known = memory.recall('dependencies') as Memory | null;
  const before = known?.size === size ? recalledEdges(memory) : undefined;
  if (before && known?.fingerprint === fingerprint) return before;
  const changed = before && known && memory.changedSince(known.fingerprint);
  const nodes = changed && [...changed].map(nodeOf).sort((a = 0, b = 0) => a - b);
  const edges = before && nodes?.every((node) => node !== undefined) ? replaced(before, find(nodes), nodes) : find();
  const next: Memory = { fingerprint, size };
  memory.remember('dependencies', next);
  if (edges !== before) memory.remember('edges', pack(edges));
  return edges;
}

function recalledEdges(memory: ProjectMemory): EdgeColumns | undefined {
  const packed = memory.recall('edges');
  return typeof packed === 'string' ? unpack(packed) : undefined;
}

/**
 * Edges with those that leave some nodes replaced; the same where these are the same.
 * @param before in the order of the nodes they leave, as what comes out
 * @param now those of `nodes`, in their order
 */
function replaced(before: EdgeColumns, now: EdgeColumns, nodes: readonly number[]): EdgeColumns {
  const parts: [edges: EdgeColumns, start: number, end: number][] = [];
  let [kept, added] = [0, 0];
  let isSame = true;
  for (const node of nodes) {
    const start = firstFrom(before, node, kept);
    const end = firstFrom(now, node + 1, added);
    parts.push([before, kept, start], [now, added, end]);
    kept = firstFrom(before, node + 1, start);
    isSame &&= areSame(before, start, kept, now, added, end);
    added = end;
  }
  if (isSame) return before;
  parts.push([before, kept, before.from.length]);
  const column = (name: keyof EdgeColumns): Uint32Array => {
    const joined = new Uint32Array(parts.reduce((sum, [, start, end]) => sum + end - start, 0));
    let at = 0;
    for (const [edges, start, end] of parts) {
      for (let from = start; from < end; from++) joined[at++] = edges[name][from]!;
    }
    return joined;
  };
  return { from: column('from'), to: column('to'), kinds: column('kinds'), entries: column('entries') };
}

function areSame(
  before: EdgeColumns,
  start: number,
  end: number,
  now: EdgeColumns,
  nowStart: number,
  nowEnd: number,
): boolean {
  if (end - start !== nowEnd - nowStart) return false;
  for (let at = 0; at < end - start; at++) {
    if (!columns.every((name) => before[name][start + at] === now[name][nowStart + at])) return false;
  }
  return true;
}

const columns = ['from', 'to', 'kinds', 'entries'] as const;

/** The first edge, from a position on, that leaves a node or one after it. */
function firstFrom({ from }: EdgeColumns, node: number, start: number): number {
  let [low, high] = [start, from.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (from[middle]! < node) low = middle + 1;
    else high = middle;
  }
  return low;
}

function pack(edges: EdgeColumns): string {
  const count = edges.from.length;
  const all = new Uint32Array(count * columns.length);
  columns.forEach((name, index) => all.set(edges[name], index * count));
  return Buffer.from(all.buffer).toString('base64');
}

function unpack(text: string): EdgeColumns {
  // A copy, since numbers have to begin at a multiple of their width.
  const all = new Uint32Array(Uint8Array.from(Buffer.from(text, 'base64')).buffer);
  const count = all.length / 4;
  const column = (index: number): Uint32Array => all.subarray(index * count, (index + 1) * count);
  return { from: column(0), to: column(1), kinds: column(2), entries: column(3) };
}
