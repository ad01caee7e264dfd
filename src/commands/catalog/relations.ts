import type { DependencyGraph, EdgeKind, GraphEdge } from '../../graph/dependency-graph.ts';
import { dependentsOf } from '../../graph/impact.ts';
import type { Flag } from '../../model/flag.ts';
import { fields, list, text, type Fields } from '../../model/read.ts';
import type { CatalogFlag, Related, Relations } from './catalog-report.ts';

/** A dependent of more steps is left to the page of those between. */
const mostDependents = 60;

/** What a flag hangs on, and what hangs on it. @param value of its file, for the reasons */
export function relationsOf(graph: DependencyGraph, flag: Flag, value: Fields): Relations {
  const node = graph.node('flag', flag.key)!;
  const keyAt = (place: number): string => graph.nodes[place]!.key;
  const from = (kind: EdgeKind): GraphEdge[] => [...graph.dependents(node, kind)];
  const to = (kind: EdgeKind): string[] => graph.dependencies(node, kind).map((edge) => keyAt(edge.to));
  const reasonAt = (entries: unknown, index: number): string | undefined => text(fields(list(entries)[index]).reason);
  const named = flag.conflicts.map((key, index) => related(key, { reason: reasonAt(value.conflicts, index) }));
  const naming = from('conflict').map((edge) => keyAt(edge.from));
  return {
    needs: flag.prerequisites
      .map(({ flag: key, variants }, index) => related(key, { variants, reason: reasonAt(value.prerequisites, index) }))
      .filter(({ key }) => key !== ''),
    neededBy: from('prerequisite').map((edge) =>
      related(keyAt(edge.from), {
        variants: graph.project.flags.get(keyAt(edge.from))?.prerequisites[edge.entry]?.variants,
      }),
    ),
    // A conflict holds both ways, whichever of the two names it.
    conflicts: [
      ...named.filter(({ key }) => key !== ''),
      ...[...new Set(naming)].filter((key) => !flag.conflicts.includes(key)).map((key) => related(key, {})),
    ],
    fallback: fallbackOf(flag, value),
    fallbackFor: from('fallback').map((edge) => keyAt(edge.from)),
    segments: to('segment'),
    systems: flag.affects.filter((name) => name !== ''),
  };
}

function fallbackOf({ fallback }: Flag, value: Fields): Related | undefined {
  const key = fallback?.flag ?? fallback?.system;
  if (key === undefined) return undefined;
  const reason = text(fields(value.fallback).reason);
  return { ...related(key, { reason }), kind: fallback?.flag === undefined ? 'system' : 'flag' };
}

function related(key: string, { variants, reason }: Partial<Pick<Related, 'variants' | 'reason'>>): Related {
  return { kind: 'flag', key, variants, reason };
}

/** All that need a flag, as far as a picture shows them. */
export function dependentsIn(graph: DependencyGraph, key: string): CatalogFlag['dependents'] {
  return dependentsOf(graph, [key])
    .slice(0, mostDependents)
    .map(({ key: other, depth, via }) => ({ key: other, depth, via }));
}
