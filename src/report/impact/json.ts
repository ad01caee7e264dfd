import type { FlagInReach, ReachedFlag } from '../../commands/impact/flag-in-reach.ts';
import type { ImpactedFlag, ImpactReport } from '../../commands/impact/impact.ts';
import type { SegmentImpactReport } from '../../commands/impact/impact-segment.ts';
import type { HitSystem } from '../../graph/impact.ts';
import { jsonText } from '../json.ts';

/** Keys of a path that are written; of a longer one the first and the last of this many. */
const longestPath = 100;

/** What is hit as data; see schemas/output/impact.schema.json. */
export function impactJson(report: ImpactReport | SegmentImpactReport): string {
  return jsonText('segment' in report ? segmentJson(report) : flagJson(report));
}

function flagJson(report: ImpactReport): object {
  const { command, flag, environments, dependents, prerequisites, conflicts, fallbackFor, fallback } = report;
  const reach = (one: FlagInReach): object => ({ ...facts(one), environments: activeJson(one, environments) });
  return {
    schemaVersion: 1,
    command,
    flag: flag.key,
    segment: null,
    ...about(flag),
    environments: activeJson(flag, environments),
    dependents: dependents.map((one) => ({ ...reachedJson(one), environments: lossesJson(one, environments) })),
    prerequisites: prerequisites.map((one) => ({ ...reachedJson(one), environments: activeJson(one, environments) })),
    conflicts: conflicts.map(({ key, flag: other }) => (other ? reach(other) : { key, environments: null })),
    fallbackFor: fallbackFor.map(reach),
    fallback: fallback
      ? {
          flag: fallback.key ?? null,
          system: fallback.system ?? null,
          environments: fallback.flag ? activeJson(fallback.flag, environments) : null,
          carriers: fallback.carriers.map(({ name, status, owner }) => ({ name, status: status ?? null, owner: owner ?? null })), // prettier-ignore
        }
      : null,
    systems: report.systems.map(systemJson),
    owners: report.owners,
  };
}

function segmentJson({ command, segment, owner, environments, segments, dependents, systems, owners }: SegmentImpactReport): object {
  return {
    schemaVersion: 1,
    command,
    flag: null,
    segment,
    type: null,
    owner: owner ?? null,
    criticality: null,
    environments: null,
    segments,
    dependents: dependents.map((one) => ({
      ...reachedJson(one),
      environments: Object.fromEntries(
        environments.map((name, at) => [
          name,
          { active: one.active[at], losesPrerequisite: false, loses: null, dormant: false, usesSegment: one.uses[at] },
        ]),
      ),
    })),
    prerequisites: [],
    conflicts: [],
    fallbackFor: [],
    fallback: null,
    systems: systems.map(systemJson),
    owners,
  };
} // prettier-ignore

const about = ({ type, owner, criticality }: FlagInReach): object => ({
  type: type ?? null,
  owner: owner ?? null,
  criticality,
});

const facts = (flag: FlagInReach): object => ({ key: flag.key, ...about(flag) });

/** Without the environments, which hold different fields. */
function reachedJson(flag: ReachedFlag): object {
  const { depth, via, reached } = flag;
  return { ...facts(flag), depth, via, path: shortened(reached.path) };
}

/** The paths of a chain of ten thousand would be gigabytes; `via` leads back all the way. */
function shortened(path: readonly string[]): readonly string[] {
  return path.length <= longestPath ? path : [path[0] as string, ...path.slice(1 - longestPath)];
}

function activeJson({ active }: FlagInReach, environments: readonly string[]): object {
  return Object.fromEntries(environments.map((name, at) => [name, { active: active[at] }]));
}

function lossesJson({ active, hits }: ImpactedFlag, environments: readonly string[]): object {
  return Object.fromEntries(
    environments.map((name, at) => {
      const { loss: loses = null, how } = hits[at] ?? {};
      return [name, { active: active[at], losesPrerequisite: loses !== null, loses, dormant: how === 'dormant' }];
    }),
  );
}

function systemJson({ name, status, owner, flags }: HitSystem): object {
  return { name, status: status ?? null, owner: owner ?? null, flags };
}
