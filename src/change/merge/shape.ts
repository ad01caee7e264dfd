import type { Path } from '../../diagnostic/diagnostic.ts';
import { orderedFields } from '../../meaning/canonical.ts';
import type { ConflictSides } from './conflict.ts';

/** What is merged: a flag has rules of its own; any other file is merged field by field, as deep as it goes. */
export type MergedKind = 'flag' | 'segment' | 'governance';

/** How two changes of a value come together. */
export type MergeShape =
  /** Field by field. `collection`: one that is absent is an empty one. */
  | { readonly as: 'fields'; readonly collection: boolean }
  | { readonly as: 'environment' }
  /** Entry by entry. Where the order counts, it may be disputed. */
  | { readonly as: 'entries'; readonly ordered: boolean }
  | { readonly as: 'set'; readonly ordered: boolean }
  | { readonly as: 'serve' }
  | { readonly as: 'value' };

const value: MergeShape = { as: 'value' };
const collection: MergeShape = { as: 'fields', collection: true };
const record: MergeShape = { as: 'fields', collection: false };
const free: MergeShape = { as: 'set', ordered: false };

const ofFlag: Readonly<Record<string, MergeShape>> = {
  environments: collection,
  links: collection,
  variants: record,
  review: record,
  affects: free,
  tags: free,
  rollbackChecks: free,
  extensions: { as: 'set', ordered: true },
  prerequisites: { as: 'entries', ordered: false },
  conflicts: { as: 'entries', ordered: false },
};

/** The shape of the value at a path. */
export function shapeAt(kind: MergedKind, path: Path, { base, ours, theirs }: ConflictSides): MergeShape {
  if (path.length === 0) return collection;
  if (kind === 'segment') return value;
  if (kind === 'governance') return shapeOfRest(path, [base, ours, theirs]);
  const [field, second, third, , fifth] = path;
  if (field === 'environments') {
    if (path.length === 2) return orderedFields.has(String(second)) ? value : { as: 'environment' };
    if (path.length === 3 && third === 'rules') return { as: 'entries', ordered: true };
    if (third === 'otherwise' || (third === 'rules' && path.length === 5 && fifth === 'serve')) return { as: 'serve' };
    if (third === 'rules' && path.length === 4) return record;
  }
  if (path.length === 2 && (field === 'prerequisites' || field === 'conflicts')) return record;
  return path.length === 1 && Object.hasOwn(ofFlag, String(field)) ? (ofFlag[String(field)] as MergeShape) : value;
}

function shapeOfRest(path: Path, sides: readonly unknown[]): MergeShape {
  if (orderedFields.has(String(path.at(-1)))) return value;
  if (!sides.some(Array.isArray)) return record;
  const hasId = (item: unknown): boolean => typeof item === 'object' && item !== null && 'id' in item;
  return sides.filter(Array.isArray).every((list) => list.every(hasId)) ? { as: 'entries', ordered: false } : free;
}
