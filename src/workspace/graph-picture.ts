import { activityAt, type Activity } from '../graph/activity.ts';
import { components } from '../graph/components.ts';
import { cycles } from '../graph/cycles.ts';
import type { DependencyGraph, EdgeKind, NodeKind } from '../graph/dependency-graph.ts';
import type { Neighbourhood } from '../graph/neighbourhood.ts';
import { partWith } from '../graph/part.ts';
import { environmentOf } from '../model/flag.ts';
import { mainEnvironment } from './chosen-environments.ts';
import { flagState, type FlagState } from './flag-state.ts';
import { graphReasons } from './graph-reasons.ts';

/** A dependency graph, or a part of one, with all that pictures of it show. */
export interface GraphPicture {
  readonly project: string;
  /** Places in `nodes` of those that were named. */
  readonly named: readonly number[];
  readonly depth: number | undefined;
  /** The kinds that were asked for; absent where all are shown. */
  readonly kinds: readonly EdgeKind[] | undefined;
  /** The environments whose states are shown, lowest first. */
  readonly environments: readonly string[];
  /** Place in `environments` of the one that decides a colour; absent where there is none. */
  readonly main: number | undefined;
  /** Whether environments were named. */
  readonly environmentsNamed: boolean;
  /** Flags, then segments, then systems, each in the project's order. */
  readonly nodes: readonly GraphNodeReport[];
  readonly edges: readonly GraphEdgeReport[];
  /** Of prerequisites and of segments; keys, the first not repeated. */
  readonly cycles: readonly (readonly string[])[];
}

export interface GraphNodeReport {
  readonly kind: NodeKind;
  readonly key: string;
  readonly type: string | undefined;
  readonly owner: string | undefined;
  /** Of a system. */
  readonly status: string | undefined;
  /** Of a flag, by environment; empty for the others. */
  readonly states: readonly { readonly enabled: boolean; readonly state: FlagState }[];
}

export interface GraphEdgeReport {
  readonly kind: EdgeKind;
  /** Places in `nodes`. */
  readonly from: number;
  readonly to: number;
  /** Of a prerequisite that wants some alone. */
  readonly variants: readonly string[] | undefined;
  readonly reason: string | undefined;
}

/** What is drawn of a graph. */
export interface DrawnPart {
  /** Path of the top of the tree, whose name stands for a project that is there. */
  readonly root: string;
  /** Nodes that were named. */
  readonly starts: readonly number[];
  readonly part: Neighbourhood;
  readonly depth: number | undefined;
  /** The kinds that were asked for; absent where all are shown. */
  readonly asked: readonly EdgeKind[] | undefined;
  readonly kinds: ReadonlySet<EdgeKind>;
  readonly environments: readonly string[];
  readonly environmentsNamed: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Everything that a picture of a part of a graph says. */
export async function graphPicture(whole: DependencyGraph, drawn: DrawnPart): Promise<GraphPicture> {
  const { project } = whole;
  const { root, starts, part, depth, asked, kinds, environments, environmentsNamed, now } = drawn;
  const places = new Map(part.nodes.map((node, place) => [node, place]));
  const known = starts.length === 0 ? whole : partWith(whole, part.nodes.map((node) => whole.nodes[node]!.key)); // prettier-ignore
  const activity = activityAt(known, now);
  const reasons = await graphReasons(whole, part);
  const main = environments.indexOf(mainEnvironment(project) ?? '');
  return {
    project: project.folder.split('/').at(-1) || root.split(/[/\\]/).at(-1) || '.',
    named: [...new Set(starts)].map((node) => places.get(node)!),
    depth,
    kinds: asked,
    environments,
    main: environments.length === 0 ? undefined : main < 0 ? environments.length - 1 : main,
    environmentsNamed,
    nodes: part.nodes.map((node) => nodeReport(whole, node, environments, activity)),
    edges: part.edges.map((edge) => ({
      kind: edge.kind,
      from: places.get(edge.from)!,
      to: places.get(edge.to)!,
      variants:
        edge.kind === 'prerequisite'
          ? project.flags.get(whole.nodes[edge.from]!.key)!.prerequisites[edge.entry]!.variants
          : undefined,
      reason: reasons(edge),
    })),
    cycles: cyclesIn(whole, part, kinds),
  };
}

function nodeReport(
  { project, nodes }: DependencyGraph,
  node: number,
  environments: readonly string[],
  activity: Activity,
): GraphNodeReport {
  const { kind, key } = nodes[node]!;
  const none = { kind, key, type: undefined, status: undefined, states: [] };
  if (kind === 'segment') return { ...none, owner: project.segments.get(key)?.owner };
  if (kind === 'system') {
    const system = project.systems?.systems.get(key);
    return { ...none, owner: system?.owner, status: system?.status };
  }
  const flag = project.flags.get(key)!;
  const states = environments.map((name) => ({
    enabled: environmentOf(flag, name).enabled,
    state: flagState(flag, name, activity),
  }));
  return { ...none, type: flag.type, owner: flag.owner, states };
}

/** The cycles that lie in the part. */
function cyclesIn(graph: DependencyGraph, { nodes }: Neighbourhood, kinds: ReadonlySet<EdgeKind>): string[][] {
  const inside = new Set(nodes);
  return (['prerequisite', 'segment'] as const).flatMap((kind) => {
    if (!kinds.has(kind)) return [];
    const rows = graph.rows(kind);
    const parts = kind === 'prerequisite' ? graph.prerequisiteOrder() : components(rows);
    const found = cycles(rows, parts, (node) => graph.nodes[node]!.key);
    return found
      .filter((cycle) => cycle.nodes.every((node) => inside.has(node)))
      .map((cycle) => cycle.nodes.map((node) => graph.nodes[node]!.key));
  });
}
