import type { DependencyGraph, EdgeKind, GraphEdge } from './dependency-graph.ts';

/** A part of a dependency graph: some of its nodes, and the edges between them. */
export interface Neighbourhood {
  /** Positions in `DependencyGraph.nodes`, ascending. */
  readonly nodes: readonly number[];
  /** In the order of the nodes they leave. */
  readonly edges: readonly GraphEdge[];
}

export interface NeighbourhoodOptions {
  /** Steps away from a start; any number where it is absent. */
  readonly depth?: number | undefined;
  /** Kinds of edges to follow and to keep. */
  readonly kinds: ReadonlySet<EdgeKind>;
}

/**
 * What some nodes depend on and what depends on them, each transitively: what is reached downwards is not gone up from
 * again, or a system that everybody uses would lead everywhere. What a start conflicts with belongs to it and is
 * gone no further from. Linear in what is reached.
 */
export function neighbourhood(
  graph: DependencyGraph,
  starts: readonly number[],
  { depth = Infinity, kinds }: NeighbourhoodOptions,
): Neighbourhood {
  const found = new Set(starts);
  for (const towards of ['dependencies', 'dependents'] as const) {
    const seen = new Set(starts);
    let level: readonly number[] = starts;
    for (let step = 0; step < depth && level.length > 0; step++) {
      const next: number[] = [];
      for (const node of level) {
        for (const { kind, from, to } of graph[towards](node)) {
          const other = towards === 'dependencies' ? to : from;
          if (!kinds.has(kind) || seen.has(other)) continue;
          if (kind === 'conflict') {
            if (step === 0) found.add(other);
            continue;
          }
          seen.add(other);
          next.push(other);
        }
      }
      for (const node of next) found.add(node);
      level = next;
    }
  }
  return partOf(graph, found, kinds);
}

/** The whole graph; of fewer kinds than all, without the nodes that have no edge of them. */
export function wholeGraph(graph: DependencyGraph, kinds: ReadonlySet<EdgeKind>, everyNode: boolean): Neighbourhood {
  const used = new Set<number>();
  if (everyNode) graph.nodes.forEach((_, node) => used.add(node));
  for (let index = 0; index < graph.edgeCount; index++) {
    const { kind, from, to } = graph.edge(index);
    if (kinds.has(kind)) used.add(from).add(to);
  }
  return partOf(graph, used, kinds);
}

function partOf(graph: DependencyGraph, found: ReadonlySet<number>, kinds: ReadonlySet<EdgeKind>): Neighbourhood {
  const nodes = [...found].sort((a, b) => a - b);
  const edges: GraphEdge[] = [];
  for (const node of nodes) {
    for (const edge of graph.dependencies(node)) if (kinds.has(edge.kind) && found.has(edge.to)) edges.push(edge);
  }
  return { nodes, edges };
}
