import type { Path } from '../diagnostic/diagnostic.ts';
import { describeValue } from '../evaluate/describe.ts';
import { isSameMeaning, orderedFields } from './canonical.ts';
import { change, type Change, type ChangeParts } from './change.ts';
import { entriesByKey, identityField } from './entries.ts';
import { longestIncreasing } from './increasing.ts';

/** How the entries of a list are spoken of. */
export interface ListWords {
  readonly kind: ChangeParts['kind'];
  readonly environment?: string | undefined;
  /** `rule eu-gradual`. */
  readonly subject: (key: string) => string;
  /** A whole entry, for one that was added or removed. */
  readonly entry: (entry: Readonly<Record<string, unknown>>) => string;
  /** One field of an entry; `before` and `after` are not both undefined. */
  readonly field: (name: string, before: unknown, after: unknown) => string;
}

/**
 * The changes between two lists whose entries go by a key: removed ones, then in the order of the list those that
 * were added, changed, or moved. As few count as moved as explain the order. Nothing where the lists are not such
 * that each entry has a key of its own: they can only be compared whole.
 */
export function listChanges(path: Path, before: unknown, after: unknown, words: ListWords): Change[] | undefined {
  const [old, now] = [entriesByKey(before, path), entriesByKey(after, path)];
  if (!old || !now) return undefined;
  const { kind, environment } = words;
  const base = (key: string) => ({ kind, environment, path: [...path, key], subject: words.subject(key) });
  const found: Change[] = [];
  for (const [key, entry] of old) {
    if (now.has(key)) continue;
    const was = words.entry(entry);
    found.push(change({ ...base(key), before: entry, detail: was === '' ? 'removed' : `removed (was ${was})` }));
  }
  const oldKeys = [...old.keys()].filter((key) => now.has(key));
  const keys = [...now.keys()];
  const moved = movedKeys(oldKeys, keys);
  const nextOld = new Map([...old.keys()].map((key, index, all) => [key, all[index + 1] ?? null]));
  for (const [index, key] of keys.entries()) {
    const entry = now.get(key) ?? {};
    const next = keys[index + 1] ?? null;
    const was = old.get(key);
    if (!was) {
      const place = next === null ? '' : ` before ${describeValue(next)}`;
      const what = words.entry(entry);
      const detail = `added${place}${what === '' ? '' : `: ${what}`}`;
      found.push(change({ ...base(key), after: entry, position: { after: next }, detail }));
      continue;
    }
    found.push(...fieldChanges([...path, key], was, entry, words, key));
    if (moved.has(key)) {
      const detail = next === null ? 'moved to the end' : `moved before ${describeValue(next)}`;
      found.push(change({ ...base(key), position: { before: nextOld.get(key) ?? null, after: next }, detail }));
    }
  }
  return found;
}

/** The keys that must have moved: all but a longest run that has kept its order. */
export function movedKeys(before: readonly string[], after: readonly string[]): Set<string> {
  const positions = new Map(before.map((key, index) => [key, index]));
  const common = after.filter((key) => positions.has(key));
  const kept = new Set(
    longestIncreasing(common.map((key) => positions.get(key) as number)).map((index) => common[index]),
  );
  return new Set(common.filter((key) => !kept.has(key)));
}

function fieldChanges(
  path: Path,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
  words: ListWords,
  key: string,
): Change[] {
  const identity = identityField(path.slice(0, -1));
  const { kind, environment } = words;
  return fieldsOfBoth(before, after)
    .filter(([name]) => name !== identity)
    .map(([name, old, now]) => {
      const detail = words.field(name, old, now);
      return change({
        kind,
        environment,
        path: [...path, name],
        before: old,
        after: now,
        subject: words.subject(key),
        detail,
      });
    });
}

/** The fields in which two mappings differ: in the order of the newer one, then those that it has no more. */
export function fieldsOfBoth(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): [name: string, before: unknown, after: unknown][] {
  const own = (record: Readonly<Record<string, unknown>>, name: string): unknown =>
    Object.hasOwn(record, name) ? record[name] : undefined;
  const names = [...Object.keys(after), ...Object.keys(before).filter((name) => !Object.hasOwn(after, name))];
  return names
    .map((name): [string, unknown, unknown] => [name, own(before, name), own(after, name)])
    .filter(([name, old, now]) => !isSameField(name, old, now));
}

/** Whether a field means the same. Absent is not null, and the order of weights counts. */
export function isSameField(name: string, before: unknown, after: unknown): boolean {
  if (before === undefined || after === undefined) return before === after;
  return isSameMeaning(before, after, orderedFields.has(name));
}
