import { alternatives } from '../../diagnostic/suggest.ts';
import { isoDate } from '../../diagnostic/relative-time.ts';
import { UserError } from '../../diagnostic/user-error.ts';
import { parseDuration, parseInstant } from '../../evaluate/dates.ts';
import type { FileFacts } from '../../import/flag-file.ts';
import type { ImportedFlag } from '../../import/imported.ts';
import { durationText } from '../../lifecycle/days.ts';
import { criticalities, expiringTypes } from '../../model/flag.ts';
import { likeOf } from '../../model/manifest.ts';
import type { Project } from '../../project/project.ts';
import type { Ask } from '../../workspace/host.ts';
import { requireKnown } from '../../workspace/named.ts';
import type { MappedFields } from './map-file.ts';
import { scalarText } from '../../import/scalars.ts';

/** What the command line says of all flags that the source says nothing of. */
export interface FactOptions {
  readonly owner?: string | undefined;
  readonly type?: string | undefined;
  /** A date, or a duration from today; so is `created`, without the duration. */
  readonly expires?: string | undefined;
  readonly created?: string | undefined;
  readonly retire?: string | undefined;
  readonly review?: string | undefined;
}

/** What is known of a flag beside what decides its value, and what had to be made up. */
export interface ImportFacts {
  readonly facts: FileFacts;
  /** Fields with a text of ours that somebody has to replace. */
  readonly placeholders: readonly string[];
  /** Facts of the source that the project does not know, each as a sentence. */
  readonly unknown: readonly string[];
}

interface Context {
  readonly project: Project;
  readonly title: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Checks the options, and asks for what no flag can be without, if somebody is there.
 * @throws UserError for an option that names what the project does not have, or of the wrong form
 */
export async function completeOptions(
  options: FactOptions,
  flags: readonly { readonly flag: ImportedFlag; readonly mapped: MappedFields }[],
  { project, now }: Context,
  ask: Ask | undefined,
): Promise<FactOptions> {
  const teams = [...(project.owners?.teams ?? [])].map(([name]) => name);
  const types = Object.keys(project.manifest.lifecycle);
  if (options.owner !== undefined) requireKnown('team', options.owner, teams);
  if (options.type !== undefined) requireKnown('flag type', options.type, types);
  const dated = { ...options, expires: dateOf('--expires', options.expires, now), created: dateOf('--created', options.created, now) }; // prettier-ignore
  if (!ask) return dated;
  const lacks = (name: 'owner' | 'type', known: readonly string[]): boolean =>
    dated[name] === undefined && flags.some(({ flag, mapped }) => !known.includes(scalarText(mapped[name] ?? flag.facts[name]))); // prettier-ignore
  const choose = (message: string, names: readonly string[]): Promise<string> =>
    ask.select({ message, choices: names.map((value) => ({ value, label: value })) });
  const owner = lacks('owner', teams) && teams.length > 0 ? await choose('Owner of the flags without one', teams) : dated.owner; // prettier-ignore
  const type = lacks('type', types) ? await choose('Type of the flags without one', types) : dated.type;
  const expires = flags.some(({ flag, mapped }) => {
    const own = scalarText(mapped.type ?? flag.facts.type ?? type);
    const like = likeOf(own, project.manifest) ?? likeOf(type, project.manifest) ?? '';
    return expiringTypes.includes(like) && (mapped.expires ?? flag.facts.expires) === undefined;
  });
  if (!expires || dated.expires !== undefined) return { ...dated, owner, type };
  const validate = (answer: string): true | string =>
    parseInstant(answer, 'end') !== undefined || parseDuration(answer) !== undefined || dateForm;
  const answer = await ask.input({ message: 'The others expire (a date, or 30d from today)', validate });
  return { ...dated, owner, type, expires: dateOf('--expires', answer, now) };
}

const dateForm = 'write a date as 2026-12-31, or a time from today as 30d';

function dateOf(option: string, text: string | undefined, now: number): string | undefined {
  if (text === undefined || parseInstant(text, 'end') !== undefined) return text;
  const length = option === '--expires' ? parseDuration(text) : undefined;
  if (length === undefined) throw new UserError(`${option} cannot be "${text}"`, option === '--expires' ? dateForm : 'write a date as 2026-08-31'); // prettier-ignore
  return isoDate(now + length);
}

/**
 * What is written of each flag: what the mapping file says, else the source, else the options.
 * @throws UserError that names all that is missing
 */
export function importFactsOf(
  flags: readonly { readonly flag: ImportedFlag; readonly mapped: MappedFields }[],
  options: FactOptions,
  context: Context,
): ReadonlyMap<string, ImportFacts> {
  const missing = new Map<string, string[]>();
  const known = new Map<string, ImportFacts>();
  for (const { flag, mapped } of flags) {
    const lacking = (option: string): void => {
      const keys = missing.get(option);
      if (keys === undefined) missing.set(option, [flag.key]);
      else keys.push(flag.key);
    };
    known.set(flag.key, flagFacts(flag, mapped, options, context, lacking));
  }
  if (missing.size === 0) return known;
  const lines = [...missing].map(([option, keys]) => `${option}: ${listed(keys)}`);
  const more = missing.has('--type') && options.expires === undefined ? '; types that expire need --expires too' : '';
  throw new UserError(
    `the source does not say all that a flag file needs\n${lines.join('\n')}`,
    `give ${alternatives([...missing.keys()], 'and')} for all of them, or say it of each in a file: --map FILE${more}`,
  );
}

/** As many keys are shown. */
const mostKeys = 5;

function listed(keys: readonly string[]): string {
  const left = keys.length - mostKeys;
  return left > 0 ? `${keys.slice(0, mostKeys).join(', ')} and ${left} more` : keys.join(', ');
}

function flagFacts(
  { key, facts: source }: ImportedFlag,
  mapped: MappedFields,
  options: FactOptions,
  { project, title, now }: Context,
  lacking: (option: string) => void,
): ImportFacts {
  const { manifest, owners } = project;
  const unknown: string[] = [];
  const placeholders: string[] = [];
  const knownOf = (name: 'owner' | 'type', isKnown: (value: string) => boolean, what: string): string | undefined => {
    const own = mapped[name] ?? source[name];
    if (own !== undefined && isKnown(scalarText(own))) return scalarText(own);
    if (own !== undefined) unknown.push(`its ${name} "${scalarText(own)}" is not a ${what} of the project`);
    if (options[name] === undefined) lacking(`--${name}`);
    return options[name];
  };
  const owner = knownOf('owner', (name) => owners?.teams.has(name) === true, 'team') ?? '';
  const type = knownOf('type', (name) => likeOf(name, manifest) !== undefined, 'flag type') ?? '';
  const isExpiring = expiringTypes.includes(likeOf(type, manifest) ?? '');
  const expires = textOf(mapped.expires) ?? source.expires ?? (isExpiring ? options.expires : undefined);
  if (isExpiring && expires === undefined) lacking('--expires');
  const created = textOf(mapped.created) ?? options.created ?? source.created ?? isoDate(now);
  const sentence = (name: 'description' | 'retire', given: string | undefined, text: string): string => {
    if (given !== undefined && [...given.trim()].length >= 10) return given.trim();
    placeholders.push(name);
    return given === undefined || given.trim() === '' ? text : `${given.trim()} (${text})`;
  };
  const description = sentence('description', textOf(mapped.description) ?? source.description, `Imported from ${title} as ${key}; say what it does.`); // prettier-ignore
  const retire = textOf(mapped.retire) ?? options.retire;
  const every = textOf(mapped.review) ?? options.review ?? durationText(manifest.lifecycle[type]?.review ?? 0);
  const criticality = textOf(mapped.criticality) ?? source.criticality;
  if (criticality !== undefined && !criticalities.includes(criticality)) unknown.push(`its criticality "${criticality}" is not one of ${criticalities.join(', ')}`); // prettier-ignore
  const tags = Array.isArray(mapped.tags) ? (mapped.tags as readonly string[]) : source.tags;
  return {
    facts: {
      description,
      type,
      owner,
      created,
      expires,
      criticality: criticalities.includes(criticality ?? '') && criticality !== 'medium' ? criticality : undefined,
      retire: isExpiring ? sentence('retire', retire, `Imported from ${title}; say when the flag and its code can go.`) : retire, // prettier-ignore
      review: isExpiring ? undefined : { every, last: isoDate(now) },
      links: source.links,
      tags: tags !== undefined && tags.length > 0 ? tags : undefined,
    },
    placeholders,
    unknown,
  };
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
