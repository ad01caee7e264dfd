import { alternatives } from '../diagnostic/suggest.ts';
import { UserError } from '../diagnostic/user-error.ts';
import { activityAt, type Activity } from '../graph/activity.ts';
import { components } from '../graph/components.ts';
import { cycles } from '../graph/cycles.ts';
import {
  dependencyGraph,
  edgeKinds,
  type DependencyGraph,
  type EdgeKind,
  type NodeKind,
} from '../graph/dependency-graph.ts';
import { neighbourhood, wholeGraph, type Neighbourhood } from '../graph/neighbourhood.ts';
import { environmentOf } from '../model/flag.ts';
import { partWith } from '../graph/part.ts';
import { chosenEnvironments, mainEnvironment } from './chosen-environments.ts';
import { flagState, type FlagState } from './flag-state.ts';
import { graphReasons } from './graph-reasons.ts';
import type { Host } from './host.ts';
import { openProject } from './linted-project.ts';
import { requireKnown } from './named.ts';

export interface GraphOptions {
  /** Keys of flags, segments or systems to draw the neighbourhood of; the whole graph if there is none. */
  readonly keys: readonly string[];
  /** A number of steps, as written. */
  readonly depth: string | undefined;
  /** Names of kinds of dependencies, separated by commas. */
  readonly kinds: readonly string[];
  readonly environments: readonly string[];
}

export interface GraphReport {
  readonly command: 'graph';
  readonly ok: true;
  readonly project: string;
  /** Places in `nodes` of those that were named. */
  readonly named: readonly number[];
  readonly depth: number | undefined;
  /** The kinds that were asked for; absent where all are shown. */
  readonly kinds: readonly EdgeKind[] | undefined;
  /** Those that states are told of, lowest first. */
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

/**
 * The dependency graph of the project, or the neighbourhood of what is named.
 * @throws UserError for a key, a kind, an environment or a depth that is none
 */
export async function graph(host: Host, options: GraphOptions): Promise<GraphReport> {
  const project = await openProject(host);
  const environments = chosenEnvironments(project, options.environments);
  const asked = kindsOf(options.kinds);
  const kinds = new Set(asked ?? edgeKinds);
  const depth = depthOf(options);
  const whole = dependencyGraph(project);
  project.memory?.save();
  const starts = options.keys.map((key) => nodeOf(whole, key));
  const part =
    starts.length > 0 ? neighbourhood(whole, starts, { depth, kinds }) : wholeGraph(whole, kinds, asked === undefined);
  const places = new Map(part.nodes.map((node, place) => [node, place]));
  const known = starts.length === 0 ? whole : partWith(whole, part.nodes.map((node) => whole.nodes[node]!.key)); // prettier-ignore
  const activity = activityAt(known, host.clock.now().getTime());
  const reasons = await graphReasons(whole, part);
  const main = environments.indexOf(mainEnvironment(project) ?? '');
  return {
    command: 'graph',
    ok: true,
    project: project.folder.split('/').at(-1) || host.root.split(/[/\\]/).at(-1) || '.',
    named: [...new Set(starts)].map((node) => places.get(node)!),
    depth,
    kinds: asked,
    environments,
    main: environments.length === 0 ? undefined : main < 0 ? environments.length - 1 : main,
    environmentsNamed: options.environments.length > 0,
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

function nodeOf(graph: DependencyGraph, key: string): number {
  const node = graph.node('flag', key) ?? graph.node('segment', key) ?? graph.node('system', key);
  const known = (): string[] => graph.nodes.map((one) => one.key);
  if (node === undefined) {
    requireKnown('flag, segment or system', key, known(), { more: '`flagwright list` shows the flags' });
  }
  return node!;
}

function kindsOf(lists: readonly string[]): readonly EdgeKind[] | undefined {
  const names = lists.flatMap((list) => list.split(',')).map((name) => name.trim()).filter((name) => name !== ''); // prettier-ignore
  for (const name of names) requireKnown('kind of dependency', name, edgeKinds);
  if (lists.length > 0 && names.length === 0) {
    throw new UserError('--kind names no kind of dependency', `it can be ${alternatives(edgeKinds)}`);
  }
  return names.length === 0 ? undefined : edgeKinds.filter((kind) => names.includes(kind));
}

function depthOf({ depth, keys }: GraphOptions): number | undefined {
  if (depth === undefined) return undefined;
  if (!/^\d{1,9}$/.test(depth)) throw new UserError(`--depth ${depth} is no number of steps`, 'write --depth 1, --depth 2, ...'); // prettier-ignore
  if (keys.length === 0) throw new UserError('--depth counts steps from a flag, and none is named', 'write flagwright graph FLAG --depth 1'); // prettier-ignore
  return Number(depth);
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
