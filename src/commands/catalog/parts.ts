import type { DependencyGraph } from '../../graph/dependency-graph.ts';
import { segmentsUsed, type SegmentsOf } from '../../conditions/segment-use.ts';
import type { Definitions } from '../../project/definitions.ts';
import type { Project } from '../../project/project.ts';
import { fields, text } from '../../model/read.ts';
import { sortedFlags } from '../../workspace/flag-summary.ts';
import type { CatalogSegment, CatalogSystem, CatalogTeam, TeamLink } from './catalog-report.ts';
import type { Past } from './past.ts';

/** The segments of a project, with who uses them. */
export async function segmentsOf(project: Project, { segments }: Definitions, past: Past): Promise<CatalogSegment[]> {
  const named: SegmentsOf = (key) => project.segments.get(key)?.segments.map((one) => one.key) ?? [];
  const users = new Map<string, { key: string; environments: readonly string[] }[]>();
  for (const flag of sortedFlags(project)) {
    for (const [key, environments] of segmentsUsed(flag, named)) {
      const known = users.get(key);
      if (known) known.push({ key: flag.key, environments });
      else users.set(key, [{ key: flag.key, environments }]);
    }
  }
  const all = [...project.segments.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  return Promise.all(
    all.map(async ({ key, file, owner }) => {
      const value = fields(segments.get(key) ?? (await project.document(file)).value);
      return {
        key,
        file,
        description: text(value.description),
        owner,
        when: value.when,
        uses: [...new Set(named(key))],
        usedBy: all.filter((other) => named(other.key).includes(key)).map((other) => other.key),
        flags: users.get(key) ?? [],
        versions: past.segments.get(key) ?? [],
      };
    }),
  );
}

/** The teams of owners.yaml, and whoever else owns something; last those flags that nobody owns. */
export function teamsOf(project: Project): CatalogTeam[] {
  const { owners, segments, systems } = project;
  const flags = grouped(sortedFlags(project).map(({ key, owner = '' }) => [owner, key]));
  const ofSegments = grouped([...segments.values()].map(({ key, owner = '' }) => [owner, key]));
  const ofSystems = grouped([...(systems?.systems ?? [])].map(([key, { owner = '' }]) => [owner, key]));
  const keys = new Set([...(owners?.teams.keys() ?? []), ...flags.keys(), ...ofSegments.keys(), ...ofSystems.keys()]);
  const nobody = keys.delete('') && flags.has('');
  return [...[...keys].sort(), ...(nobody ? [''] : [])].map((key) => {
    const team = owners?.teams.get(key);
    return {
      key,
      known: team !== undefined,
      name: team?.name,
      contact: team?.contact,
      members: team?.members ?? [],
      flags: flags.get(key) ?? [],
      segments: (ofSegments.get(key) ?? []).sort(),
      systems: (ofSystems.get(key) ?? []).sort(),
    };
  });
}

/** The systems of systems.yaml, and those that flags name without it. */
export function systemsOf(project: Project): CatalogSystem[] {
  const all = sortedFlags(project);
  const affecting = grouped(all.flatMap(({ key, affects }) => affects.map((name) => [name, key] as const)));
  const falling = grouped(all.map(({ key, fallback }) => [fallback?.system ?? '', key]));
  const known = project.systems?.systems;
  const keys = new Set([...(known?.keys() ?? []), ...affecting.keys(), ...falling.keys()]);
  keys.delete('');
  return [...keys].sort().map((key) => {
    const system = known?.get(key);
    const { peak, unit } = system?.capacity ?? {};
    return {
      key,
      owner: system?.owner,
      status: system?.status,
      criticality: system?.criticality,
      capacity: peak === undefined ? undefined : `${peak} ${unit}`.trim(),
      flags: affecting.get(key) ?? [],
      fallbackFor: falling.get(key) ?? [],
    };
  });
}

/** Between which teams flags need each other, and how many. */
export function teamLinks({ project, ...graph }: DependencyGraph): TeamLink[] {
  const counts = new Map<string, TeamLink>();
  for (let index = 0; index < graph.edgeCount; index++) {
    const { kind, from, to } = graph.edge(index);
    if (kind !== 'prerequisite') continue;
    const [one, other] = [from, to].map((node) => project.flags.get(graph.nodes[node]!.key)?.owner ?? '') as [string, string]; // prettier-ignore
    if (one === other) continue;
    const name = JSON.stringify([one, other]);
    counts.set(name, { from: one, to: other, count: (counts.get(name)?.count ?? 0) + 1 });
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, link]) => link);
}

function grouped(entries: readonly (readonly [string, string])[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const [group, key] of entries) {
    const known = groups.get(group);
    if (known) known.push(key);
    else groups.set(group, [key]);
  }
  return groups;
}
