import { describeValue } from '../evaluate/describe.ts';
import { fields, text } from '../model/read.ts';
import { change, type Change, type ChangeKind } from './change.ts';
import { describeAny, describeChange, describeSetChange } from './describe-value.ts';
import { describeWhenChange } from './describe-when.ts';
import { environmentsChanges, stateOf } from './environment-changes.ts';
import { fieldsOfBoth, isSameField, listChanges, type ListWords } from './list-changes.ts';
import { orderedFields } from './canonical.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The kinds of a flag's fields; what is not named here is `metadata`. */
const kinds: Readonly<Record<string, ChangeKind>> = {
  environments: 'state',
  seed: 'targeting',
  bucketBy: 'targeting',
  variants: 'variants',
  off: 'variants',
  onFailure: 'variants',
  prerequisites: 'prerequisites',
  conflicts: 'prerequisites',
  fallback: 'prerequisites',
  created: 'lifecycle',
  expires: 'lifecycle',
  extensions: 'lifecycle',
  review: 'lifecycle',
  owner: 'ownership',
  type: 'ownership',
  criticality: 'ownership',
};

const sets: ReadonlySet<string> = new Set(['affects', 'tags', 'rollbackChecks']);
const mappings: ReadonlySet<string> = new Set(['variants', 'links', 'review']);

/** What is known besides the two definitions. */
export interface ComparisonOptions {
  /** The manifest's `lifecycle.extensions.max`. */
  readonly maxExtensions?: number | undefined;
}

/**
 * The differences in meaning between two definitions of a flag, as parsed: `undefined` where there is none. Applied
 * to the one in order they give the other (`applyChanges`). Lenient: whatever is malformed is compared as a value.
 */
export function flagChanges(before: unknown, after: unknown, options: ComparisonOptions = {}): Change[] {
  return (
    wholeChange(before, after, describeFlag) ??
    fieldsOfBoth(fields(before), fields(after)).flatMap(([name, old, now]) =>
      flagField(name, old, now, fields(before), fields(after), options),
    )
  );
}

/** The same for a segment. Its `when` is a `targeting` change, of every flag that uses it. */
export function segmentChanges(before: unknown, after: unknown): Change[] {
  const whole = wholeChange(before, after, (segment) => describeAny(segment.description));
  if (whole) return whole;
  return fieldsOfBoth(fields(before), fields(after)).map(([name, old, now]) => {
    const kind = name === 'when' ? 'targeting' : name === 'owner' ? 'ownership' : 'metadata';
    const detail = name === 'when' ? describeWhenChange(old, now) : describeChange(old, now);
    return change({
      kind,
      path: [name],
      before: old,
      after: now,
      subject: name === 'when' ? '' : describeValue(name),
      detail,
    });
  });
}

/** The same for the manifest, the owners, the systems or the policy: field by field, as deep as it goes. */
export function governanceChanges(before: unknown, after: unknown): Change[] {
  if (isFields(before) && isFields(after)) return governanceFields([], before, after);
  if (isSameField('', before, after)) return [];
  const detail = before === undefined ? 'added' : after === undefined ? 'removed' : describeChange(before, after);
  return [change({ kind: 'governance', path: [], before, after, subject: '', detail })];
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The one change of a definition that came, went, or is not a mapping on one side. */
function wholeChange(before: unknown, after: unknown, describe: (value: Fields) => string): Change[] | undefined {
  if (isFields(before) && isFields(after)) return undefined;
  if (isSameField('', before, after)) return [];
  const base = { path: [], before, after, subject: '' };
  if (before === undefined) {
    const what = isFields(after) ? describe(after) : '';
    return [change({ ...base, kind: 'create', detail: what === '' ? 'created' : `created: ${what}` })];
  }
  if (after === undefined) return [change({ ...base, kind: 'delete', detail: 'removed' })];
  return [
    change({ ...base, kind: 'unreadable', detail: `is ${isFields(after) ? '' : 'not '}a mapping of fields now` }),
  ];
}

/** `production off, staging on; needs payment-api-v2; expires 2027-03-01`. */
function describeFlag(flag: Fields): string {
  const off = text(flag.off) ?? 'off';
  // In one order, since the order in which they are written has no meaning.
  const states = Object.entries(fields(flag.environments))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, block]) => `${describeValue(name)} ${stateOf(block, off)}`);
  const needs = Array.isArray(flag.prerequisites)
    ? flag.prerequisites.flatMap((entry: unknown) => text(fields(entry).flag) ?? [])
    : [];
  const parts = [
    states.slice(0, 6).join(', '),
    needs.length > 0 ? `needs ${needs.slice(0, 4).join(', ')}` : '',
    flag.expires === undefined ? '' : `expires ${describeAny(flag.expires)}`,
  ];
  return parts.filter((part) => part !== '').join('; ');
}

function flagField(
  name: string,
  before: unknown,
  after: unknown,
  old: Fields,
  now: Fields,
  options: ComparisonOptions,
): Change[] {
  const kind = Object.hasOwn(kinds, name) ? (kinds[name] as ChangeKind) : 'metadata';
  const base = { kind, path: [name], before, after, subject: describeValue(name) };
  if (name === 'environments') return environmentsChanges(before, after, text(now.off) ?? text(old.off) ?? 'off');
  if (name === 'prerequisites' || name === 'conflicts') {
    const found = listChanges([name], before, after, name === 'prerequisites' ? prerequisiteWords : conflictWords);
    return found ?? [change({ ...base, detail: describeSetChange(flagsOf(before), flagsOf(after)) })];
  }
  if (sets.has(name)) return [change({ ...base, detail: describeSetChange(before, after) })];
  if (mappings.has(name) && isFields(before) && isFields(after)) {
    return fieldsOfBoth(before, after).map(([field, was, is]) =>
      change({
        kind,
        path: [name, field],
        before: was,
        after: is,
        subject: `${name} ${describeValue(field)}`,
        detail: describeChange(was, is),
      }),
    );
  }
  if (name === 'extensions') return [change({ ...base, detail: describeExtensions(before, after) })];
  const detail = describeChange(before, after);
  return [change({ ...base, detail: name === 'expires' ? detail + countOfExtension(old, now, options) : detail })];
}

function flagsOf(entries: unknown): unknown {
  return Array.isArray(entries) ? entries.map((entry: unknown) => fields(entry).flag ?? entry) : entries;
}

const prerequisiteWords: ListWords = {
  kind: 'prerequisites',
  subject: (flag) => `prerequisite ${describeValue(flag)}`,
  entry: ({ variant }) => (variant === undefined ? '' : describeAny(variant)),
  field: (name, before, after) => `${describeValue(name)} ${describeChange(before, after)}`,
};

const conflictWords: ListWords = {
  ...prerequisiteWords,
  subject: (flag) => `conflict ${describeValue(flag)}`,
  entry: () => '',
};

/** ` (extension 1 of 2)` where the expiry moved together with an entry that says so. */
function countOfExtension(before: Fields, after: Fields, { maxExtensions }: ComparisonOptions): string {
  const [old, now] = [before.extensions, after.extensions].map((entries) =>
    Array.isArray(entries) ? entries.length : 0,
  );
  if (now === undefined || now <= (old ?? 0)) return '';
  return ` (extension ${now}${maxExtensions === undefined ? '' : ` of ${maxExtensions}`})`;
}

function describeExtensions(before: unknown, after: unknown): string {
  if (Array.isArray(before ?? []) && Array.isArray(after)) {
    const added = after.slice(((before ?? []) as unknown[]).length).map(fields);
    const last = added.at(-1);
    if (last) return `until ${describeAny(last.until)}: ${describeAny(last.reason)}`;
  }
  return describeSetChange(before, after);
}

function governanceFields(path: readonly string[], before: Fields, after: Fields): Change[] {
  return fieldsOfBoth(before, after).flatMap(([name, old, now]) => {
    const here = [...path, name];
    const subject = here.map(describeValue).join('.');
    if (isFields(old) && isFields(now) && !orderedFields.has(name)) return governanceFields(here, old, now);
    const words: ListWords = {
      kind: 'governance',
      subject: (key) => `${subject} ${describeValue(key)}`,
      entry: () => '',
      field: (field, was, is) => `${describeValue(field)} ${describeChange(was, is)}`,
    };
    const base = { kind: 'governance', path: here, before: old, after: now, subject } as const;
    return listChanges(here, old, now, words) ?? [change({ ...base, detail: describeSetChange(old, now) })];
  });
}
