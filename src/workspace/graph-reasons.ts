import type { DependencyGraph, GraphEdge } from '../graph/dependency-graph.ts';
import type { Neighbourhood } from '../graph/neighbourhood.ts';
import { fields, list, text } from '../model/read.ts';

/** Only the files hold reasons. Larger graphs leave them out, as all files would have to be parsed. */
const mostFiles = 200;

/** Why a dependency is there, as its file says; reads the files of the flags that have any which can say. */
export async function graphReasons(
  graph: DependencyGraph,
  { edges }: Neighbourhood,
): Promise<(edge: GraphEdge) => string | undefined> {
  const keys = new Set(edges.filter(canSay).map(({ from }) => graph.nodes[from]!.key));
  if (keys.size > mostFiles) return () => undefined;
  const values = new Map<string, Readonly<Record<string, unknown>>>();
  for (const key of keys) {
    const flag = graph.project.flags.get(key)!;
    values.set(key, fields((await graph.project.document(flag.file)).value));
  }
  return (edge) => {
    const value = values.get(graph.nodes[edge.from]!.key);
    if (!value || !canSay(edge)) return undefined;
    if (edge.kind === 'fallback') return text(fields(value.fallback).reason);
    return text(fields(list(edge.kind === 'conflict' ? value.conflicts : value.prerequisites)[edge.entry]).reason);
  };
}

const canSay = ({ kind }: GraphEdge): boolean => kind === 'prerequisite' || kind === 'conflict' || kind === 'fallback';
