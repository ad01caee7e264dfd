import type { RelatedPlace, ValuePlace } from '../diagnostic/problem.ts';
import { cycles, cycleText } from '../graph/cycles.ts';
import { components } from '../graph/components.ts';
import type { DependencyGraph, EdgeKind, GraphEdge } from '../graph/dependency-graph.ts';

/** More places than this explain nothing further. */
const maxRelated = 8;

/** A cycle among the nodes of a graph, in the words of a report. */
export interface CycleReport {
  /** Keys in order, the first not repeated. */
  readonly keys: readonly string[];
  /** `a → b → a`. */
  readonly text: string;
  readonly at: ValuePlace;
  /** The places of the other edges. */
  readonly related: readonly RelatedPlace[];
}

/** One report for each group of nodes that lead to each other by edges of one kind, at the entry of its smallest key. */
export function cycleReports(
  graph: DependencyGraph,
  kind: EdgeKind,
  placeOf: (edge: GraphEdge) => ValuePlace,
): CycleReport[] {
  const rows = graph.rows(kind);
  const parts = kind === 'prerequisite' ? graph.prerequisiteOrder() : components(rows);
  const keyOf = (node: number): string => graph.nodes[node]!.key;
  return cycles(rows, parts, keyOf).map(({ nodes, edges }) => {
    const keys = nodes.map(keyOf);
    const [first, ...others] = edges.map((edge) => graph.edge(edge));
    const related = others.slice(0, maxRelated).map((edge) => ({
      message: `${keyOf(edge.from)} ${kind === 'fallback' ? 'falls back to' : 'needs'} ${keyOf(edge.to)}`,
      at: placeOf(edge),
    }));
    return { keys, text: cycleText(keys), at: placeOf(first!), related };
  });
}
