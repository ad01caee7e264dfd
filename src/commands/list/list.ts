import { parseDuration } from '../../evaluate/dates.ts';
import { UserError } from '../../diagnostic/user-error.ts';
import { periodOf } from '../../lifecycle/days.ts';
import { environmentOf, type Flag } from '../../model/flag.ts';
import type { Project } from '../../project/project.ts';
import { environmentNames, sortedFlags, summarise, type FlagSummary } from '../../workspace/flag-summary.ts';
import type { Host } from '../../workspace/host.ts';
import { openProject } from '../../workspace/linted-project.ts';
import { environmentState } from '../../workspace/environment-state.ts';
import { criticalities } from '../../model/flag.ts';
import { requireKnown } from '../../workspace/named.ts';

/** What the flags listed have in common; all that is given must hold. */
export interface ListOptions {
  readonly owner?: string | undefined;
  readonly type?: string | undefined;
  readonly tag?: string | undefined;
  readonly criticality?: string | undefined;
  /** Each `NAME`, `NAME=on` or `NAME=off`. */
  readonly environments: readonly string[];
  /** A duration: what has not expired yet and will within it. */
  readonly expiresWithin?: string | undefined;
  readonly expired: boolean;
}

export interface ListReport {
  readonly command: 'list';
  readonly ok: true;
  readonly flags: readonly FlagSummary[];
  /** Names of the environments, lowest first. */
  readonly environments: readonly string[];
  /** How many flags the project has. */
  readonly total: number;
  readonly filtered: boolean;
}

/**
 * The flags of the project, by key.
 * @throws UserError for an owner, type or environment that does not exist
 */
export async function listOfFlags(host: Host, options: ListOptions): Promise<ListReport> {
  const project = await openProject(host);
  const now = host.clock.now().getTime();
  const environments = environmentNames(project);
  const tests = filters(project, options, environments, now);
  const all = sortedFlags(project);
  const flags = all.filter((flag) => tests.every((test) => test(flag)));
  return {
    command: 'list',
    ok: true,
    flags: flags.map((flag) => summarise(flag, environments, now)),
    environments,
    total: all.length,
    filtered: tests.length > 0,
  };
}

function filters(
  project: Project,
  options: ListOptions,
  environments: readonly string[],
  now: number,
): ((flag: Flag) => boolean)[] {
  const { owner, type, tag, criticality, expiresWithin, expired } = options;
  const tests: ((flag: Flag) => boolean)[] = [];
  if (owner !== undefined) {
    requireKnown('owner', owner, ownersOf(project));
    tests.push((flag) => flag.owner === owner);
  }
  if (type !== undefined) {
    requireKnown('flag type', type, Object.keys(project.manifest.lifecycle));
    tests.push((flag) => flag.type === type);
  }
  if (criticality !== undefined) {
    requireKnown('criticality', criticality, criticalities);
    tests.push((flag) => flag.criticality === criticality);
  }
  if (tag !== undefined) tests.push((flag) => flag.tags.includes(tag));
  for (const { name, enabled } of options.environments.map((one) => environmentFilter(one, environments))) {
    tests.push((flag) => environmentOf(flag, name).enabled === enabled);
  }
  if (expired) tests.push((flag) => (periodOf(flag.expires)?.end ?? Infinity) <= now);
  if (expiresWithin !== undefined) {
    const limit = now + duration(expiresWithin, '--expires-within');
    tests.push((flag) => {
      const end = periodOf(flag.expires)?.end;
      return end !== undefined && now < end && end <= limit;
    });
  }
  return tests;
}

function ownersOf({ owners, flags }: Project): Set<string> {
  const used = [...flags.values()].flatMap(({ owner }) => (owner === undefined ? [] : [owner]));
  return new Set([...(owners?.teams.keys() ?? []), ...used]);
}

function environmentFilter(text: string, known: readonly string[]): { name: string; enabled: boolean } {
  const { name, state = 'on' } = environmentState(text);
  requireKnown('environment', name, known);
  return { name, enabled: state === 'on' };
}

/**
 * A duration in milliseconds.
 * @throws UserError for an invalid duration
 */
function duration(text: string, option: string): number {
  const length = parseDuration(text);
  if (length === undefined) {
    throw new UserError(`"${text}" is not a duration`, `write ${option} in minutes, hours or days: 90m, 48h, 14d`);
  }
  return length;
}
