import type { ProjectMemory } from '../project/project.ts';

/** Edges as columns: ten thousand flags have tens of thousands, and an object for each would cost more than all else. */
export interface EdgeColumns {
  readonly from: ArrayLike<number>;
  readonly to: ArrayLike<number>;
  /** Positions in `edgeKinds`. */
  readonly kinds: ArrayLike<number>;
  readonly entries: ArrayLike<number>;
}

/** The columns of the edges of a project, one after the other, as 32-bit numbers in base 64. */
interface Memory {
  readonly fingerprint: string;
  /** Number of nodes. */
  readonly size: number;
  readonly edges: string;
}

/**
 * The edges of a project: remembered, where no summary and no setting has changed since, otherwise found out. To find them
 * out, every flag of the project has to be looked at.
 * @param size number of nodes
 */
export function rememberedEdges(memory: ProjectMemory | undefined, size: number, find: () => EdgeColumns): EdgeColumns {
  if (!memory) return find();
  const fingerprint = memory.fingerprint();
  const known = memory.recall('dependencies') as Memory | null;
  if (known?.fingerprint === fingerprint && known.size === size) return unpack(known.edges);
  const edges = find();
  const next: Memory = { fingerprint, size, edges: pack(edges) };
  memory.remember('dependencies', next);
  return edges;
}

function pack({ from, to, kinds, entries }: EdgeColumns): string {
  const columns = [from, to, kinds, entries];
  const all = new Uint32Array(from.length * columns.length);
  columns.forEach((column, index) => all.set(column, index * from.length));
  return Buffer.from(all.buffer).toString('base64');
}

function unpack(text: string): EdgeColumns {
  // A copy, since numbers have to begin at a multiple of their width.
  const all = new Uint32Array(Uint8Array.from(Buffer.from(text, 'base64')).buffer);
  const count = all.length / 4;
  const column = (index: number): Uint32Array => all.subarray(index * count, (index + 1) * count);
  return { from: column(0), to: column(1), kinds: column(2), entries: column(3) };
}
