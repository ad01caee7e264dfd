import type { GraphReport } from '../../commands/graph/graph.ts';
import { jsonText } from '../json.ts';

/** The graph as data; see schemas/output/graph.schema.json. */
export function graphJson({ command, nodes, edges, cycles, environments }: GraphReport): string {
  return jsonText({
    schemaVersion: 1,
    command,
    nodes: nodes.map(({ key, kind, type, owner, status, states }) => ({
      key,
      kind,
      type: type ?? null,
      owner: owner ?? null,
      status: status ?? null,
      environments: Object.fromEntries(states.map((one, at) => [environments[at], one])),
    })),
    edges: edges.map(({ kind, from, to, variants, reason }) => ({
      from: nodes[from]!.key,
      to: nodes[to]!.key,
      kind,
      fromKind: nodes[from]!.kind,
      toKind: nodes[to]!.kind,
      ...(variants && { variants }),
      ...(reason !== undefined && { reason }),
    })),
    cycles: cycles.map((keys) => [...keys, keys[0]]),
  });
}
