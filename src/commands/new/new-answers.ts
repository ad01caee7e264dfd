import { alternatives } from '../../diagnostic/suggest.ts';
import { isoDate } from '../../diagnostic/relative-time.ts';
import { UserError } from '../../diagnostic/user-error.ts';
import { parseDuration, parseInstant } from '../../evaluate/dates.ts';
import { day, durationText } from '../../lifecycle/days.ts';
import { expiringTypes } from '../../model/flag.ts';
import { isInStyle, isKey, keyForm, toKey, type KeyStyle } from '../../model/key.ts';
import { likeOf, type Manifest } from '../../model/manifest.ts';
import type { Project } from '../../project/project.ts';
import type { Ask } from '../../workspace/host.ts';
import { requireKnown } from '../../workspace/named.ts';

/** What a new flag can be told on the command line; what is missing is asked for, or has its default. */
export interface NewOptions {
  readonly key?: string | undefined;
  readonly type?: string | undefined;
  readonly owner?: string | undefined;
  readonly description?: string | undefined;
  /** A date, or a duration from today. */
  readonly expires?: string | undefined;
  readonly retire?: string | undefined;
  /** How often it is reviewed: a duration. */
  readonly review?: string | undefined;
  readonly criticality?: string | undefined;
  readonly tags: readonly string[];
  /** Each `NAME=on` or `NAME=off`. */
  readonly environments: readonly string[];
  readonly folder?: string | undefined;
  readonly dryRun: boolean;
}

/** What is asked for, once every answer is known and of the right form. */
export interface Answers {
  readonly key: string;
  readonly type: string;
  readonly owner: string;
  readonly description: string;
  readonly expires: string | undefined;
  readonly retire: string | undefined;
  readonly review: string | undefined;
}

const typeLabels: Readonly<Record<string, string>> = {
  release: 'release       unfinished or risky work; expires',
  experiment: 'experiment    comparing variants; expires',
  migration: 'migration     moving traffic or data; expires',
  ops: 'ops           an operational lever; reviewed',
  'kill-switch': 'kill-switch   emergency off; reviewed',
  permission: 'permission    who may use what; reviewed',
};

function typeLabel(type: string, like: string): string {
  return type === like ? (typeLabels[type] ?? type) : `${type.padEnd(13)} like ${like}`;
}

type Check = (answer: string) => true | string;

/** @param style the one that the manifest asks for */
const checkKey =
  (style: KeyStyle | undefined): Check =>
  (answer) => {
    const valid = isKey(answer);
    if (valid && (style === undefined || isInStyle(answer, style))) return true;
    const rule = valid ? `flagwright.yaml asks for keys in ${style}` : keyForm;
    const better = toKey(answer, style);
    return better === undefined ? rule : `${rule}; did you mean "${better}"?`;
  };

/** @param example of what the schema takes; characters count as it counts them */
const sentence =
  (example: string): Check =>
  (answer) =>
    [...answer.trim()].length >= 10 || `write at least 10 characters, as: ${example}`;

const checkDescription = sentence('One-click checkout for returning customers.');
const checkRetire = sentence('Retired when everybody has had it for 14 days.');

const checkExpiry: Check = (answer) =>
  parseInstant(answer, 'end') !== undefined ||
  parseDuration(answer) !== undefined ||
  'write a date as 2026-12-31, or a time from today as 30d';

const checkDuration: Check = (answer) =>
  /^[1-9][0-9]*[mhd]$/.test(answer) || 'write minutes, hours or days: 90m, 48h, 180d';

/**
 * Completes what the options say by asking, or says which options are missing.
 * @param email the git user's address, to guess the owner by
 * @throws UserError for an option of the wrong form, and for a missing one where nobody can be asked
 */
export async function completeAnswers(
  options: NewOptions,
  project: Project,
  context: { readonly ask: Ask | undefined; readonly email: string | undefined; readonly now: number },
): Promise<Answers> {
  const { ask, email, now } = context;
  const teams = [...(project.owners?.teams ?? [])];
  if (teams.length === 0) {
    throw new UserError(
      'no team can own the flag',
      'write one under `teams` in owners.yaml; `flagwright init` shows how',
    );
  }
  const { keys, lifecycle } = project.manifest;
  if (options.type !== undefined) requireKnown('flag type', options.type, Object.keys(lifecycle));
  const names = teams.map(([name]) => name);
  if (options.owner !== undefined) requireKnown('team', options.owner, names);
  for (const [option, check] of [['key', checkKey(keys)], ...checks] as const) {
    const given = options[option];
    const verdict = given === undefined ? true : check(given);
    if (verdict !== true) throw new UserError(`${labelOf(option)} cannot be "${given}"`, verdict);
  }
  if (!ask) requireAll(options, project.manifest);

  const input = async (option: keyof typeof labels, message: string, check: Check, preset?: string): Promise<string> =>
    options[option] ??
    (await (ask as Ask).input({ message, validate: check, ...(preset !== undefined && { default: preset }) })).trim();
  const newKey: Check = (answer) => {
    const existing = project.flags.get(answer);
    return existing ? `${existing.file} has this key already` : checkKey(keys)(answer);
  };
  const key = await input('key', 'Key', newKey);
  const type =
    options.type ??
    (await (ask as Ask).select({
      message: 'Type',
      choices: Object.entries(lifecycle).map(([value, { like }]) => ({ value, label: typeLabel(value, like) })),
    }));
  const guess = email === undefined ? undefined : teams.find(([, { members }]) => members.includes(email))?.[0];
  const owner =
    options.owner ??
    (await (ask as Ask).select({
      message: 'Owner',
      choices: teams.map(([value, { name }]) => ({ value, label: name === undefined ? value : `${value} (${name})` })),
      ...(guess !== undefined && { default: guess }),
    }));
  const description = await input(
    'description',
    'What does it do, in a sentence, as: one-click checkout for returning customers',
    checkDescription,
  );
  const limits = lifecycle[type];
  const expiring = expiringTypes.includes(limits?.like ?? type);
  const limit = isoDate(now + (limits?.maxAge ?? 90 * day));
  const review = durationText(limits?.review ?? 180 * day);
  const orDefault = (option: 'expires' | 'review', message: string, check: Check, preset: string): Promise<string> =>
    ask ? input(option, message, check, preset) : Promise.resolve(options[option] ?? preset);
  return {
    key,
    type,
    owner,
    description: description.trim(),
    expires: dateFrom(
      expiring
        ? await orDefault('expires', 'Expires (a date, or 30d from today)', checkExpiry, limit)
        : options.expires,
      now,
    ),
    retire: expiring
      ? await input(
          'retire',
          'When can it and its code be removed, as: when everybody has had it for 14 days',
          checkRetire,
        )
      : options.retire,
    review: expiring ? options.review : await orDefault('review', 'Reviewed every', checkDuration, review),
  };
}

const labels = {
  key: 'the key',
  type: '--type',
  owner: '--owner',
  description: '--description',
  expires: '--expires',
  retire: '--retire',
  review: '--review',
} as const;

function labelOf(option: keyof typeof labels): string {
  return labels[option];
}

const checks = [
  ['description', checkDescription],
  ['expires', checkExpiry],
  ['retire', checkRetire],
  ['review', checkDuration],
] as const;

/** Where nobody can be asked, everything without a default must be given. All that is missing is named at once. */
function requireAll(options: NewOptions, manifest: Manifest): void {
  const needed: (keyof typeof labels)[] = ['key', 'type', 'owner', 'description'];
  if (expiringTypes.includes(likeOf(options.type, manifest) ?? '')) needed.push('retire');
  const missing = needed.filter((option) => options[option as keyof NewOptions] === undefined).map(labelOf);
  if (missing.length === 0) return;
  throw new UserError(
    `a new flag needs ${alternatives(missing, 'and')}`,
    'they are asked for only at a terminal; `flagwright new --help` has an example',
  );
}

function dateFrom(text: string | undefined, now: number): string | undefined {
  const length = text === undefined ? undefined : parseDuration(text);
  return length === undefined ? text : isoDate(now + length);
}
