import type { Path } from '../diagnostic/diagnostic.ts';
import { isMapping, isSameValue, type ValueEdit } from './value-edit.ts';

/** The fields whose order of fields is meaning: weights. */
const ordered: ReadonlySet<unknown> = new Set(['serve', 'otherwise']);

/** What an entry of a list goes by, whichever of these it has. */
const identities = ['name', 'flag', 'id'] as const;

/**
 * Edits that turn one value into another, but for the order of fields, and touch as little as they can: parts that
 * are the same stay, entries of lists are found again by their name, flag or id, or by what they are.
 */
export function editsBetween(before: unknown, after: unknown, path: Path = []): ValueEdit[] {
  if (isSameValue(before, after)) return [];
  if (isMapping(before) && isMapping(after)) return fieldEdits(before, after, path);
  if (Array.isArray(before) && Array.isArray(after)) return listEdits(before, after, path);
  return [{ op: 'set', path, value: after }];
}

type Fields = Readonly<Record<string, unknown>>;

function fieldEdits(before: Fields, after: Fields, path: Path): ValueEdit[] {
  const names = Object.keys(after);
  const kept = Object.keys(before).filter((name) => Object.hasOwn(after, name));
  const isReordered = ordered.has(path.at(-1)) && Object.keys(before).join('\n') !== names.join('\n');
  if (kept.length === 0 || isReordered) return [{ op: 'set', path, value: after }];
  const edits: ValueEdit[] = [];
  for (const [index, name] of names.entries()) {
    const here = [...path, name];
    if (!Object.hasOwn(before, name))
      edits.push({ op: 'set', path: here, value: after[name], after: names[index - 1] });
    else for (const edit of editsBetween(before[name], after[name], here)) edits.push(edit);
  }
  for (const name of Object.keys(before)) {
    if (!Object.hasOwn(after, name)) edits.push({ op: 'remove', path: [...path, name] });
  }
  return edits;
}

function listEdits(before: readonly unknown[], after: readonly unknown[], path: Path): ValueEdit[] {
  const [old, now] = [keysOf(before), keysOf(after)];
  const kept = before.map((_, index) => index).filter((index) => now?.has(old?.keys[index] as string));
  if (!old || !now || kept.length === 0) return [{ op: 'set', path, value: after }];
  const edits: ValueEdit[] = [];
  for (let index = before.length - 1; index >= 0; index--) {
    if (!now.has(old.keys[index] as string)) edits.push({ op: 'remove', path: [...path, index] });
  }
  const wanted = now.keys.filter((key) => old.has(key));
  const places = new Map(kept.map((index, place) => [old.keys[index], place]));
  const order = wanted.map((key) => places.get(key) as number);
  if (order.some((place, index) => place !== index)) edits.push({ op: 'reorder', path, order });
  for (const [index, key] of now.keys.entries()) {
    if (!old.has(key)) edits.push({ op: 'insert', path, index, value: after[index] });
  }
  for (const [index, key] of now.keys.entries()) {
    const from = old.index.get(key);
    if (from === undefined) continue;
    for (const edit of editsBetween(before[from], after[index], [...path, index])) edits.push(edit);
  }
  return edits;
}

interface Keys {
  readonly keys: readonly string[];
  readonly index: ReadonlyMap<string, number>;
  has(key: string): boolean;
}

/** What the entries of a list go by; nothing where two go by the same. */
function keysOf(list: readonly unknown[]): Keys | undefined {
  const keys = list.map(keyOf);
  const index = new Map(keys.map((key, at) => [key, at]));
  return index.size === keys.length ? { keys, index, has: (key) => index.has(key) } : undefined;
}

function keyOf(entry: unknown): string {
  if (isMapping(entry)) {
    const identity = identities.find((name) => Object.hasOwn(entry, name) && typeof entry[name] === 'string');
    if (identity) return `${identity} ${String(entry[identity])}`;
  }
  return typeof entry === 'number' ? `number ${entry}` : (JSON.stringify(entry) ?? 'null');
}
