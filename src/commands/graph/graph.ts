import { alternatives } from '../../diagnostic/suggest.ts';
import { UserError } from '../../diagnostic/user-error.ts';
import { dependencyGraph, edgeKinds, type DependencyGraph, type EdgeKind } from '../../graph/dependency-graph.ts';
import { neighbourhood, wholeGraph } from '../../graph/neighbourhood.ts';
import { chosenEnvironments } from '../../workspace/chosen-environments.ts';
import { graphPicture, type GraphPicture } from '../../workspace/graph-picture.ts';
import type { Host } from '../../workspace/host.ts';
import { openProject } from '../../workspace/linted-project.ts';
import { requireKnown } from '../../workspace/named.ts';

export interface GraphOptions {
  /** Keys of flags, segments or systems to draw the neighbourhood of; the whole graph if there is none. */
  readonly keys: readonly string[];
  /** A number of steps, as written. */
  readonly depth: string | undefined;
  /** Names of kinds of dependencies, separated by commas. */
  readonly kinds: readonly string[];
  readonly environments: readonly string[];
}

export interface GraphReport extends GraphPicture {
  readonly command: 'graph';
  readonly ok: true;
}

/**
 * The dependency graph of the project, or the neighbourhood of what is named.
 * @throws UserError for an unknown key, kind or environment, and an invalid depth
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
  const drawn = { root: host.root, starts, part, depth, asked, kinds, environments, now: host.clock.now().getTime() };
  const picture = await graphPicture(whole, { ...drawn, environmentsNamed: options.environments.length > 0 });
  return { command: 'graph', ok: true, ...picture };
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
    throw new UserError('--kind needs a kind of dependency', `it can be ${alternatives(edgeKinds)}`);
  }
  return names.length === 0 ? undefined : edgeKinds.filter((kind) => names.includes(kind));
}

function depthOf({ depth, keys }: GraphOptions): number | undefined {
  if (depth === undefined) return undefined;
  if (!/^\d{1,9}$/.test(depth)) throw new UserError(`--depth ${depth} is not a number of steps`, 'write --depth 1, --depth 2, ...'); // prettier-ignore
  if (keys.length === 0) throw new UserError('--depth needs a flag to start from', 'write flagwright graph FLAG --depth 1'); // prettier-ignore
  return Number(depth);
}
