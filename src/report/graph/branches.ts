import type { GraphReport } from '../../commands/graph/graph.ts';
import type { GraphEdgeReport } from '../../workspace/graph-picture.ts';
import { printable } from '../../diagnostic/printable.ts';

/** What hangs on a node in a tree: one node, or several of which nothing more is to be said. */
export interface Branch {
  /** Place in the nodes of the report. */
  readonly place: number;
  readonly others: readonly number[];
  /** What to print, `%` in place of the keys. */
  readonly label: string;
}

/** The edges of each node, in the order of the report. */
function edgesBy({ nodes, edges }: GraphReport, end: 'from' | 'to'): readonly GraphEdgeReport[][] {
  const lists: GraphEdgeReport[][] = nodes.map(() => []);
  for (const edge of edges) lists[edge[end]]!.push(edge);
  return lists;
}

/** What a node needs: prerequisites, what it falls back to, conflicts both ways, segments, systems. */
export function branchesDown(report: GraphReport): (branch: Branch) => readonly Branch[] {
  const out = edgesBy(report, 'from');
  const into = edgesBy(report, 'to');
  return ({ place, label }) => {
    if (label.startsWith('conflicts')) return [];
    const own = out[place]!;
    const of = (kind: string): GraphEdgeReport[] => own.filter((edge) => edge.kind === kind);
    const conflicts = [...of('conflict').map(({ to }) => to), ...into[place]!.filter(({ kind }) => kind === 'conflict').map(({ from }) => from)]; // prettier-ignore
    const segments = of('segment').map(({ to }) => to);
    const nested = new Set(segments.filter((to) => out[to]!.some(({ kind }) => kind === 'segment')));
    const plain = segments.filter((to) => !nested.has(to));
    return [
      ...of('prerequisite').map((edge) => ({ place: edge.to, others: [], label: `needs %${wanted(edge)}` })),
      ...of('fallback').map(({ to }) => ({ place: to, others: [], label: 'falls back to %' })),
      ...[...new Set(conflicts)].map((other) => ({ place: other, others: [], label: 'conflicts with %' })),
      ...[...nested].map((to) => ({ place: to, others: [], label: 'uses segment %' })),
      ...together(plain, plain.length === 1 ? 'uses segment %' : 'uses segments %'),
      ...together(of('affects').map(({ to }) => to), 'affects %'), // prettier-ignore
    ];
  };
}

/** What needs a node, in the same words from the other end. */
export function branchesUp(report: GraphReport): (branch: Branch) => readonly Branch[] {
  const into = edgesBy(report, 'to');
  return ({ place }) => {
    const of = (kind: string): GraphEdgeReport[] => into[place]!.filter((edge) => edge.kind === kind);
    return [
      ...of('prerequisite').map((edge) => ({ place: edge.from, others: [], label: `%${needsText(edge)}` })),
      ...of('fallback').map(({ from }) => ({ place: from, others: [], label: '% falls back to it' })),
      ...of('segment').map(({ from }) => ({ place: from, others: [], label: '% uses it' })),
      ...of('affects').map(({ from }) => ({ place: from, others: [], label: '% affects it' })),
    ];
  };
}

/** ` = on`, ` = a or b`; nothing where any but the off variant will do. */
function wanted({ variants }: GraphEdgeReport): string {
  if (!variants) return '';
  const names = variants.slice(0, 3).map((name) => printable(name).replaceAll('%', '·'));
  return ` = ${names.join(' or ')}${variants.length > 3 ? ' or ...' : ''}`;
}

function needsText(edge: GraphEdgeReport): string {
  const text = wanted(edge);
  return text === '' ? ' needs it' : ` needs it${text}`;
}

function together(places: readonly number[], label: string): Branch[] {
  const [place, ...others] = places;
  return place === undefined ? [] : [{ place, others, label }];
}
