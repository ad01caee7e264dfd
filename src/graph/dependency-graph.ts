import type { Project } from '../project/project.ts';
import { adjacency, type Adjacency } from './adjacency.ts';
import { components, type Components } from './components.ts';

export type NodeKind = 'flag' | 'segment' | 'system';
export type EdgeKind = 'prerequisite' | 'conflict' | 'fallback' | 'segment' | 'affects';

export interface GraphNode {
  readonly kind: NodeKind;
  readonly key: string;
}

/** One dependency. Nodes are positions in `DependencyGraph.nodes`. */
export interface GraphEdge {
  readonly kind: EdgeKind;
  readonly from: number;
  readonly to: number;
  /**
   * Position in the list that declares it: the flag's prerequisites, conflicts or affects, or the segment's
   * segments. 0 for a fallback and for the segments of a flag, which has one edge to each.
   */
  readonly entry: number;
}

/** What depends on what in a project. What does not exist has no node and no edge: that is for lint to say. */
export interface DependencyGraph {
  readonly project: Project;
  /** Flags, then segments, then systems, each in the project's order. */
  readonly nodes: readonly GraphNode[];
  /** By node, in the order of the files. */
  readonly edges: readonly GraphEdge[];
  node(kind: NodeKind, key: string): number | undefined;
  /** The edges that leave a node, in file order; of one kind if it is named. */
  dependencies(node: number, kind?: EdgeKind): readonly GraphEdge[];
  /** The edges that arrive at a node, in the order of the nodes they come from. */
  dependents(node: number, kind?: EdgeKind): readonly GraphEdge[];
  /** The edges of one kind as rows; `Adjacency.edges` are positions in `edges`. */
  rows(kind: EdgeKind): Adjacency;
  /** Of the prerequisites: flags after those they need. */
  prerequisiteOrder(): Components;
}

const made = new WeakMap<Project, DependencyGraph>();

/** The dependency graph of a project, made once, in time linear in its size. */
export function dependencyGraph(project: Project): DependencyGraph {
  const known = made.get(project);
  if (known) return known;
  const graph = makeGraph(project);
  made.set(project, graph);
  return graph;
}

function makeGraph(project: Project): DependencyGraph {
  const nodes: GraphNode[] = [];
  const number = (kind: NodeKind, keys: Iterable<string> = []): ReadonlyMap<string, number> => {
    const ids = new Map<string, number>();
    for (const key of keys) ids.set(key, nodes.push({ kind, key }) - 1);
    return ids;
  };
  const ids = {
    flag: number('flag', project.flags.keys()),
    segment: number('segment', project.segments.keys()),
    system: number('system', project.systems?.systems.keys()),
  };
  const edges = collectEdges(project, ids);
  const ends = { from: Uint32Array.from(edges, ({ from }) => from), to: Uint32Array.from(edges, ({ to }) => to) };
  const rowsByKind = new Map<EdgeKind, Adjacency>();
  const rows = (kind: EdgeKind): Adjacency => {
    const known = rowsByKind.get(kind) ?? adjacency(nodes.length, ends, (edge) => edges[edge]!.kind === kind);
    rowsByKind.set(kind, known);
    return known;
  };
  const outgoing = lazy(() => adjacency(nodes.length, ends));
  const incoming = lazy(() => adjacency(nodes.length, { from: ends.to, to: ends.from }));
  const at = ({ edges: places, offsets }: Adjacency, node: number, kind?: EdgeKind): GraphEdge[] => {
    const own = Array.from(places.subarray(offsets[node], offsets[node + 1]), (edge) => edges[edge]!);
    return kind === undefined ? own : own.filter((edge) => edge.kind === kind);
  };
  return {
    project,
    nodes,
    edges,
    node: (kind, key) => ids[kind].get(key),
    dependencies: (node, kind) => at(outgoing(), node, kind),
    dependents: (node, kind) => at(incoming(), node, kind),
    rows,
    prerequisiteOrder: lazy(() => components(rows('prerequisite'))),
  };
}

type Ids = Readonly<Record<NodeKind, ReadonlyMap<string, number>>>;

function collectEdges({ flags, segments }: Project, ids: Ids): GraphEdge[] {
  const edges: GraphEdge[] = [];
  const add = (kind: EdgeKind, from: number, to: number | undefined, entry: number): void => {
    if (to !== undefined) edges.push({ kind, from, to, entry });
  };
  let from = 0;
  for (const flag of flags.values()) {
    flag.prerequisites.forEach((needed, entry) => add('prerequisite', from, ids.flag.get(needed.flag), entry));
    flag.conflicts.forEach((key, entry) => add('conflict', from, ids.flag.get(key), entry));
    const { fallback } = flag;
    if (fallback?.flag !== undefined) add('fallback', from, ids.flag.get(fallback.flag), 0);
    if (fallback?.system !== undefined) add('fallback', from, ids.system.get(fallback.system), 0);
    const used = new Set<string>();
    for (const block of Object.values(flag.environments)) for (const { key } of block.segments) used.add(key);
    for (const key of used) add('segment', from, ids.segment.get(key), 0);
    flag.affects.forEach((key, entry) => add('affects', from, ids.system.get(key), entry));
    from++;
  }
  for (const segment of segments.values()) {
    segment.segments.forEach(({ key }, entry) => add('segment', from, ids.segment.get(key), entry));
    from++;
  }
  return edges;
}

function lazy<Value>(make: () => Value): () => Value {
  let value: Value | undefined;
  return () => (value ??= make());
}
