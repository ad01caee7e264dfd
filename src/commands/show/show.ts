import type { Diagnostic } from '../../diagnostic/diagnostic.ts';
import { reviewOf } from '../../lifecycle/review.ts';
import { pointedTexts } from '../../lint/pointed-texts.ts';
import type { Flag } from '../../model/flag.ts';
import { field, fields } from '../../model/read.ts';
import type { Project } from '../../project/project.ts';
import {
  environmentNames,
  statesOf,
  summarise,
  type EnvironmentState,
  type FlagSummary,
} from '../../workspace/flag-summary.ts';
import { readTargeting, type ShownTargeting } from './flag-targeting.ts';
import { currentVersion, type CurrentVersion } from './current-version.ts';
import type { Host } from '../../workspace/host.ts';
import { projectAround } from '../../workspace/linted-project.ts';
import { requireKnown } from '../../workspace/named.ts';

export interface ShowReport {
  readonly command: 'show';
  readonly ok: true;
  readonly flag: FlagSummary;
  readonly file: string;
  /** Of the last commit that changed it; absent where there is no history. */
  readonly version: CurrentVersion | undefined;
  readonly description: string | undefined;
  readonly contact: string | undefined;
  readonly created: string | undefined;
  readonly retire: string | undefined;
  readonly review: ReviewState | undefined;
  readonly extensions: number;
  readonly tags: readonly string[];
  readonly variants: Readonly<Record<string, unknown>>;
  readonly off: string;
  /** One for each environment of the flag's summary, in that order. */
  readonly targeting: readonly ShownTargeting[];
  readonly prerequisites: readonly RelatedFlag[];
  readonly dependents: readonly RelatedFlag[];
  readonly conflicts: readonly RelatedFlag[];
  readonly fallback: FallbackState | undefined;
  readonly systems: readonly SystemState[];
  readonly links: readonly { readonly name: string; readonly url: string }[];
  readonly diagnostics: readonly Diagnostic[];
  /** Texts of the files that diagnostics point into. */
  readonly texts: ReadonlyMap<string, string>;
  /** Milliseconds since 1970. */
  readonly now: number;
}

interface ReviewState {
  readonly every: string | undefined;
  readonly last: string | undefined;
  /** Days of the calendar until the next; negative when overdue. */
  readonly daysLeft: number | undefined;
}

/** A flag at the other end of a dependency. */
export interface RelatedFlag {
  readonly key: string;
  /** The variants wanted; absent where any but the off variant will do, or none is asked for. */
  readonly variants: readonly string[] | undefined;
  readonly reason: string | undefined;
  /** Absent where there is no such flag. */
  readonly environments: readonly EnvironmentState[] | undefined;
}

interface FallbackState {
  readonly flag: string | undefined;
  readonly system: string | undefined;
  readonly reason: string | undefined;
  readonly environments: readonly EnvironmentState[] | undefined;
}

interface SystemState {
  readonly name: string;
  /** Absent where systems.yaml does not know it. */
  readonly status: string | undefined;
}

/**
 * One flag with all that is known of it.
 * @throws UserError if there is no such flag
 */
export async function show(host: Host, key: string): Promise<ShowReport> {
  const [{ project, diagnostics, documents }, version] = await Promise.all([
    projectAround(host, key),
    currentVersion(host, key),
  ]);
  const count = project.flags.size;
  const more = count === 0 ? '`flagwright new` makes one' : `\`flagwright list\` shows all ${count}`;
  requireKnown('flag', key, project.flags.keys(), { more });
  const flag = project.flags.get(key) as Flag;
  const now = host.clock.now().getTime();
  const environments = environmentNames(project);
  const value = fields((await project.document(flag.file)).value);
  const blocks = fields(value.environments);
  return {
    command: 'show',
    ok: true,
    flag: summarise(flag, environments, now),
    file: flag.file,
    version,
    description: text(value.description),
    contact: project.owners?.teams.get(flag.owner ?? '')?.contact,
    created: flag.created,
    retire: text(value.retire),
    review: reviewState(flag, project, now),
    extensions: flag.extensions,
    tags: flag.tags,
    variants: value.variants === undefined ? { on: true, off: false } : fields(value.variants),
    off: flag.off,
    targeting: environments.map((name) => readTargeting(field(blocks, name), flag.variants)),
    ...relations(flag, value, project, environments),
    systems: flag.affects.map((name) => ({ name, status: project.systems?.systems.get(name)?.status })),
    links: Object.entries(fields(value.links)).flatMap(([name, url]) =>
      typeof url === 'string' ? [{ name, url }] : [],
    ),
    diagnostics,
    texts: await pointedTexts(project, diagnostics, documents),
    now,
  };
}

function relations(
  flag: Flag,
  value: Readonly<Record<string, unknown>>,
  { flags }: Project,
  environments: readonly string[],
): Pick<ShowReport, 'prerequisites' | 'dependents' | 'conflicts' | 'fallback'> {
  const reasonAt = (list: unknown, index: number): string | undefined =>
    Array.isArray(list) ? text(fields(list[index]).reason) : undefined;
  const stateOf = (key: string | undefined): EnvironmentState[] | undefined => {
    const other = key === undefined ? undefined : flags.get(key);
    return other && statesOf(other, environments);
  };
  const others = [...flags.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  const conflicts = flag.conflicts.map((key, index) => ({ key, reason: reasonAt(value.conflicts, index) }));
  for (const other of others) {
    // A conflict holds both ways, whichever of the two names it.
    if (other.conflicts.includes(flag.key) && !flag.conflicts.includes(other.key)) {
      conflicts.push({ key: other.key, reason: undefined });
    }
  }
  return {
    prerequisites: flag.prerequisites.map(({ flag: key, variants }, index) => ({
      key,
      variants,
      reason: reasonAt(value.prerequisites, index),
      environments: stateOf(key),
    })),
    dependents: others.flatMap((other) => {
      const needs = other.prerequisites.find((one) => one.flag === flag.key);
      const reason = undefined;
      return needs ? [{ key: other.key, variants: needs.variants, reason, environments: stateOf(other.key) }] : [];
    }),
    conflicts: conflicts.map((one) => ({ ...one, variants: undefined, environments: stateOf(one.key) })),
    fallback: flag.fallback && {
      flag: flag.fallback.flag,
      system: flag.fallback.system,
      reason: text(fields(value.fallback).reason),
      environments: stateOf(flag.fallback.flag),
    },
  };
}

function reviewState(flag: Flag, { manifest }: Project, now: number): ReviewState | undefined {
  if (!flag.review) return undefined;
  const { every, last } = flag.review;
  return { every, last, daysLeft: reviewOf(flag, manifest, now)?.daysLeft };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
