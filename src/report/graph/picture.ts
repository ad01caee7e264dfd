import type { GraphEdgeReport, GraphNodeReport, GraphPicture } from '../../workspace/graph-picture.ts';
import type { FlagState } from '../../workspace/flag-state.ts';
import type { EdgeKind } from '../../graph/dependency-graph.ts';
import { clip, printable } from '../../diagnostic/printable.ts';
import { stateNames } from './states.ts';

/** How a node is drawn. Colours are of one palette, dark enough for text on them to be read by everybody (WCAG AA). */
export interface NodeLook {
  readonly fill: string;
  readonly line: string;
  readonly text: string;
}

export type LookName = FlagState | 'flag' | 'segment' | 'system';

export const looks: Readonly<Record<LookName, NodeLook>> = {
  on: { fill: '#dcfce7', line: '#15803d', text: '#14532d' },
  partly: { fill: '#fef3c7', line: '#b45309', text: '#78350f' },
  expired: { fill: '#fee2e2', line: '#b91c1c', text: '#7f1d1d' },
  blocked: { fill: '#fae8ff', line: '#a21caf', text: '#701a75' },
  off: { fill: '#f1f5f9', line: '#94a3b8', text: '#475569' },
  flag: { fill: '#ffffff', line: '#475569', text: '#1e293b' },
  segment: { fill: '#eff6ff', line: '#3b82f6', text: '#1e3a8a' },
  system: { fill: '#ffffff', line: '#64748b', text: '#334155' },
};

export interface EdgeLook {
  readonly line: string;
  readonly says: string;
}

export const edgeLooks: Readonly<Record<EdgeKind, EdgeLook>> = {
  prerequisite: { line: '#1e293b', says: 'needs' },
  conflict: { line: '#dc2626', says: 'conflicts with' },
  fallback: { line: '#c2410c', says: 'falls back to' },
  segment: { line: '#3b82f6', says: 'targets by' },
  affects: { line: '#94a3b8', says: 'affects' },
};

/** The place of the environment that decides colours, and its name. */
export function pictured({ environments, main }: GraphPicture): { readonly at: number; readonly name: string } | undefined {
  return main === undefined ? undefined : { at: main, name: environments[main]! };
} // prettier-ignore

export function lookOf(node: GraphNodeReport, report: GraphPicture): LookName {
  if (node.kind !== 'flag') return node.kind;
  return node.states[report.main ?? -1]?.state ?? 'flag';
}

/** The second line of a node: its state, so that nobody needs the colours, and what it is. */
export function nodeFacts(node: GraphNodeReport, report: GraphPicture): string {
  const state = node.kind === 'flag' ? node.states[report.main ?? -1]?.state : undefined;
  const what = node.kind === 'flag' ? node.type : node.kind;
  const facts = [state && stateNames[state], node.status === 'active' ? undefined : node.status, what, node.owner];
  return facts.filter((fact) => fact !== undefined).map((fact) => label(fact, 30)).join(' · '); // prettier-ignore
}

/** Text of a user's file for a picture: on one line, safe, and of a length that fits. */
export function label(text: string, limit = 60): string {
  return clip(printable(text), limit);
}

/** What is at a prerequisite that wants certain variants. */
export function edgeLabel({ variants }: GraphEdgeReport): string {
  if (!variants) return '';
  return `= ${variants.slice(0, 3).map((name) => label(name, 24)).join(' or ')}${variants.length > 3 ? ' or ...' : ''}`; // prettier-ignore
}

export function pictureTitle(report: GraphPicture): string {
  const { project, named, nodes } = report;
  const keys = named.slice(0, 3).map((place) => label(nodes[place]!.key));
  return keys.length > 0 ? `${keys.join(', ')}${named.length > 3 ? ', ...' : ''} and what is around` : label(project);
}

/** The looks that occur among the nodes, in the order of a legend. */
export function looksUsed(report: GraphPicture): readonly LookName[] {
  const used = new Set(report.nodes.map((node) => lookOf(node, report)));
  return (Object.keys(looks) as LookName[]).filter((name) => used.has(name));
}

/** The kinds of edges that occur, in the order of a legend. */
export function edgesUsed({ edges }: GraphPicture): readonly EdgeKind[] {
  const used = new Set(edges.map(({ kind }) => kind));
  return (Object.keys(edgeLooks) as EdgeKind[]).filter((kind) => used.has(kind));
}
