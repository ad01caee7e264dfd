import type { Path } from '../diagnostic/diagnostic.ts';
import { fields } from '../model/read.ts';

/**
 * The field that says which entry of a list is which: rules go by name, prerequisites and conflicts by flag,
 * anything else (the rules of a policy) by id.
 * @param path of the list
 */
export function identityField(path: Path): 'name' | 'flag' | 'id' {
  if (path[0] === 'environments') return 'name';
  return path[0] === 'prerequisites' || path[0] === 'conflicts' ? 'flag' : 'id';
}

/** A list by what its entries go by, in order; nothing where one has no such text, or two have the same. */
export function entriesByKey(list: unknown, path: Path): Map<string, Readonly<Record<string, unknown>>> | undefined {
  if (!Array.isArray(list)) return undefined;
  const field = identityField(path);
  const entries = new Map<string, Readonly<Record<string, unknown>>>();
  for (const item of list) {
    const entry = fields(item);
    const key = Object.hasOwn(entry, field) ? entry[field] : undefined;
    if (typeof key !== 'string' || entries.has(key)) return undefined;
    entries.set(key, entry);
  }
  return entries;
}
