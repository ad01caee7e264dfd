import type { Flag } from '../model/flag.ts';
import type { Segment } from '../model/segment.ts';
import type { Project } from '../project/project.ts';
import { adjacency, type Adjacency } from './adjacency.ts';
import { components, type Components } from './components.ts';
import { rememberedEdges, type EdgeColumns } from './remembered-edges.ts';

export type NodeKind = 'flag' | 'segment' | 'system';
export type EdgeKind = 'prerequisite' | 'conflict' | 'fallback' | 'segment' | 'affects';

interface GraphNode {
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
  readonly edgeCount: number;
  /** Edges are numbered by the node they leave, in the order of its file. */
  edge(index: number): GraphEdge;
  node(kind: NodeKind, key: string): number | undefined;
  /** The edges that leave a node, in file order; of one kind if it is named. */
  dependencies(node: number, kind?: EdgeKind): readonly GraphEdge[];
  /** The edges that arrive at a node, in the order of the nodes they come from. */
  dependents(node: number, kind?: EdgeKind): readonly GraphEdge[];
  /** The edges of one kind as rows; `Adjacency.edges` are numbers for `edge`. */
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
  const nodeOf = (file: string): number | undefined => {
    const { kind, key } = project.files.get(file) ?? {};
    // A second file of the same key has no node.
    const is = (kind === 'flag' ? project.flags : kind === 'segment' ? project.segments : undefined)?.get(key ?? '');
    return is?.file === file ? ids[kind as 'flag' | 'segment'].get(is.key) : undefined;
  };
  const find = (some?: readonly number[]): EdgeColumns =>
    collectEdges(
      project,
      ids,
      some?.map((node) => nodes[node]!),
    );
  const edges = rememberedEdges(project.memory, nodes.length, find, nodeOf);
  const { from, to, kinds, entries } = edges;
  const edge = (index: number): GraphEdge => ({
    kind: edgeKinds[kinds[index]!]!,
    from: from[index]!,
    to: to[index]!,
    entry: entries[index]!,
  });
  const rowsByKind = new Map<EdgeKind, Adjacency>();
  const rows = (kind: EdgeKind): Adjacency => {
    const number = edgeKinds.indexOf(kind);
    const known = rowsByKind.get(kind) ?? adjacency(nodes.length, edges, (index) => kinds[index] === number);
    rowsByKind.set(kind, known);
    return known;
  };
  const outgoing = lazy(() => adjacency(nodes.length, edges));
  const incoming = lazy(() => adjacency(nodes.length, { from: to, to: from }));
  const at = ({ edges: places, offsets }: Adjacency, node: number, kind?: EdgeKind): GraphEdge[] => {
    const own = Array.from(places.subarray(offsets[node], offsets[node + 1]), edge);
    return kind === undefined ? own : own.filter((one) => one.kind === kind);
  };
  return {
    project,
    nodes,
    edgeCount: from.length,
    edge,
    node: (kind, key) => ids[kind].get(key),
    dependencies: (node, kind) => at(outgoing(), node, kind),
    dependents: (node, kind) => at(incoming(), node, kind),
    rows,
    prerequisiteOrder: lazy(() => components(rows('prerequisite'))),
  };
}

export const edgeKinds: readonly EdgeKind[] = ['prerequisite', 'conflict', 'fallback', 'segment', 'affects'];

type Ids = Readonly<Record<NodeKind, ReadonlyMap<string, number>>>;

/** @param some the nodes whose edges are wanted; all by default */
function collectEdges({ flags, segments }: Project, ids: Ids, some?: readonly GraphNode[]): EdgeColumns {
  const columns = { from: [] as number[], to: [] as number[], kinds: [] as number[], entries: [] as number[] };
  const add: AddEdge = (kind, from, to, entry) => {
    if (to === undefined) return;
    columns.from.push(from);
    columns.to.push(to);
    columns.kinds.push(kind);
    columns.entries.push(entry);
  };
  const usedBy = new Map<number, number>();
  if (some) {
    for (const { kind, key } of some) {
      if (kind === 'flag') addFlag(flags.get(key)!, ids.flag.get(key)!, ids, usedBy, add);
      else if (kind === 'segment') addSegment(segments.get(key)!, ids.segment.get(key)!, ids, add);
    }
    return columns;
  }
  let from = 0;
  for (const flag of flags.values()) addFlag(flag, from++, ids, usedBy, add);
  for (const segment of segments.values()) addSegment(segment, from++, ids, add);
  return columns;
}

type AddEdge = (kind: number, from: number, to: number | undefined, entry: number) => void;

/** @param usedBy segment → the last flag seen to use it */
function addFlag(flag: Flag, from: number, ids: Ids, usedBy: Map<number, number>, add: AddEdge): void {
  const [prerequisite, conflict, fallback, uses, affects] = [0, 1, 2, 3, 4] as const;
  let entry = 0;
  for (const needed of flag.prerequisites) add(prerequisite, from, ids.flag.get(needed.flag), entry++);
  entry = 0;
  for (const key of flag.conflicts) add(conflict, from, ids.flag.get(key), entry++);
  if (flag.fallback?.flag !== undefined) add(fallback, from, ids.flag.get(flag.fallback.flag), 0);
  if (flag.fallback?.system !== undefined) add(fallback, from, ids.system.get(flag.fallback.system), 0);
  for (const name of Object.keys(flag.environments)) {
    for (const { key } of flag.environments[name]!.segments) {
      const segment = ids.segment.get(key);
      if (segment === undefined || usedBy.get(segment) === from) continue;
      usedBy.set(segment, from);
      add(uses, from, segment, 0);
    }
  }
  entry = 0;
  for (const key of flag.affects) add(affects, from, ids.system.get(key), entry++);
}

function addSegment({ segments }: Segment, from: number, ids: Ids, add: AddEdge): void {
  let entry = 0;
  for (const { key } of segments) add(edgeKinds.indexOf('segment'), from, ids.segment.get(key), entry++);
}

function lazy<Value>(make: () => Value): () => Value {
  let value: Value | undefined;
  return () => (value ??= make());
}
