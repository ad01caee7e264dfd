import type { Path } from '../diagnostic/diagnostic.ts';
import { canonicalText, orderedFields } from '../meaning/canonical.ts';
import { entriesByKey } from '../meaning/entries.ts';
import type { Version } from './version.ts';

/** A field of a definition, and the version that gave it its value. */
export interface BlamedField<V> {
  /** As in changes: entries of rules go by their name, those of prerequisites and conflicts by their flag. */
  readonly path: Path;
  readonly value: unknown;
  readonly version: V;
}

export interface ValueOfVersion<V> {
  readonly version: V;
  readonly state: Version['state'];
  /** Of one that is present. */
  readonly value: unknown;
}

/** What is one value to whoever reads it, however much is in it. */
const wholes: ReadonlySet<string> = new Set([...orderedFields, 'when', 'targeting']);

/**
 * The fields of a definition, each with the version that gave it its value. Where it was removed in between, that is
 * the version that brought it back; versions that cannot be read are passed over.
 * @param versions oldest first
 * @param current the definition with its fields in the order in which they are to be given
 */
export function blameFields<V>(versions: readonly ValueOfVersion<V>[], current: unknown): BlamedField<V>[] {
  let known = new Map<string, { text: string; version: V }>();
  for (const { version, state, value } of versions) {
    if (state === 'unreadable') continue;
    const next = new Map<string, { text: string; version: V }>();
    for (const field of state === 'present' ? leaves(value) : []) {
      const key = JSON.stringify(field.path);
      const text = canonicalText(field.value);
      const before = known.get(key);
      next.set(key, before?.text === text ? before : { text, version });
    }
    known = next;
  }
  return leaves(current).flatMap((field) => {
    const found = known.get(JSON.stringify(field.path));
    return found ? [{ ...field, version: found.version }] : [];
  });
}

interface Leaf {
  readonly path: Path;
  readonly value: unknown;
}

/** The values of a definition that have no fields of their own, in its order. The parser bounds how deep they lie. */
function leaves(value: unknown, path: Path = []): Leaf[] {
  if (typeof value !== 'object' || value === null) return path.length === 0 ? [] : [{ path, value }];
  if (wholes.has(String(path.at(-1) ?? '')) || isValueOfVariant(path)) return [{ path, value }];
  const entries: readonly (readonly [string, unknown])[] | undefined = Array.isArray(value)
    ? path.length > 0 && value.length > 0
      ? entriesOf(value, path)
      : undefined
    : Object.entries(value);
  if (entries === undefined || entries.length === 0) return path.length === 0 ? [] : [{ path, value }];
  return entries.flatMap(([name, item]) => leaves(item, [...path, name]));
}

function isValueOfVariant(path: Path): boolean {
  return path.length === 2 && path[0] === 'variants';
}

/** The entries of a list by what they go by, without what they go by; undefined for a list that is one value. */
function entriesOf(list: readonly unknown[], path: Path): [string, unknown][] | undefined {
  const entries = entriesByKey(list, path);
  return entries && [...entries];
}
