import type { Path } from '../diagnostic/diagnostic.ts';
import { PatchError } from './patch-error.ts';

/** A change to the value of a document. Lists are addressed by index, fields by name. */
export type ValueEdit =
  /** Replaces a value, or adds a field: behind the field `after`, else as the last. Mappings missing on the way are made. */
  | { readonly op: 'set'; readonly path: Path; readonly value: unknown; readonly after?: string | undefined }
  | { readonly op: 'remove'; readonly path: Path }
  /** Adds an item to the list at `path`, before the one at `index`; without it as the last. Makes the list if need be. */
  | { readonly op: 'insert'; readonly path: Path; readonly index?: number | undefined; readonly value: unknown }
  /** Gives the field at `path` another name. */
  | { readonly op: 'rename'; readonly path: Path; readonly to: string }
  /** Puts the items of a list, or the fields of a mapping, in another order: `order[i]` is the old index of what comes `i`-th. */
  | { readonly op: 'reorder'; readonly path: Path; readonly order: readonly number[] };

type Fields = Record<string, unknown>;

export function isMapping(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A copy of a mapping's fields; a field `__proto__` is one like any other. */
export function mappingOf(fields: readonly (readonly [string, unknown])[]): Fields {
  const result: Fields = {};
  for (const [name, value] of fields) {
    if (name === '__proto__') {
      Object.defineProperty(result, name, { value, enumerable: true, configurable: true, writable: true });
    } else {
      result[name] = value;
    }
  }
  return result;
}

/** The value with an edit made to it; the value given stays as it is. Throws `PatchError` where the edit does not fit. */
export function editValue(value: unknown, edit: ValueEdit): unknown {
  const at = edit.op === 'reorder' || edit.op === 'insert' ? edit.path : edit.path.slice(0, -1);
  if (at === edit.path || edit.path.length > 0) return editAt(value, at, 0, edit);
  if (edit.op === 'set') return edit.value;
  throw new PatchError('missing', edit.path);
}

function editAt(value: unknown, path: Path, depth: number, edit: ValueEdit): unknown {
  const step = path[depth];
  if (step === undefined) return editHere(value, edit);
  if (Array.isArray(value)) {
    if (typeof step !== 'number' || !(step in value)) throw new PatchError('missing', path.slice(0, depth + 1));
    return value.map((item, index) => (index === step ? editAt(item, path, depth + 1, edit) : (item as unknown)));
  }
  const name = String(step);
  const creates = edit.op === 'set' || edit.op === 'insert';
  if (value === null || value === undefined) {
    if (!creates) throw new PatchError('missing', path.slice(0, depth + 1));
    return mappingOf([[name, editAt(undefined, path, depth + 1, edit)]]);
  }
  if (!isMapping(value)) throw new PatchError('not-a-collection', path.slice(0, depth + 1));
  const fields = Object.entries(value);
  if (!Object.hasOwn(value, name)) {
    if (!creates) throw new PatchError('missing', path.slice(0, depth + 1));
    return mappingOf([...fields, [name, editAt(undefined, path, depth + 1, edit)]]);
  }
  return mappingOf(fields.map(([key, item]) => [key, key === name ? editAt(item, path, depth + 1, edit) : item]));
}

function editHere(value: unknown, edit: ValueEdit): unknown {
  const missing = (): never => {
    throw new PatchError('missing', edit.path);
  };
  if (edit.op === 'insert') {
    if (value === null || value === undefined) return [edit.value];
    if (!Array.isArray(value)) throw new PatchError('not-a-collection', edit.path);
    const index = edit.index ?? value.length;
    if (!Number.isInteger(index) || index < 0 || index > value.length) missing();
    return [...(value.slice(0, index) as unknown[]), edit.value, ...(value.slice(index) as unknown[])];
  }
  if (edit.op === 'reorder') {
    const parts: unknown[] = Array.isArray(value) ? value : isMapping(value) ? Object.entries(value) : missing();
    if (edit.order.length !== parts.length || new Set(edit.order).size !== parts.length) missing();
    const sorted = edit.order.map((index) => (index in parts ? parts[index] : missing()));
    return Array.isArray(value) ? sorted : mappingOf(sorted as [string, unknown][]);
  }
  const last = edit.path.at(-1) as string | number;
  if (Array.isArray(value)) {
    if (edit.op === 'set' && last === value.length) return [...(value as unknown[]), edit.value];
    if (edit.op === 'rename' || typeof last !== 'number' || !(last in value)) return missing();
    const items = [...(value as unknown[])];
    if (edit.op === 'set') items[last] = edit.value;
    else items.splice(last, 1);
    return items;
  }
  const name = String(last);
  if (value === null || value === undefined) return edit.op === 'set' ? mappingOf([[name, edit.value]]) : missing();
  if (!isMapping(value)) throw new PatchError('not-a-collection', edit.path);
  return editField(Object.entries(value), name, edit);
}

function editField(
  fields: [string, unknown][],
  name: string,
  edit: ValueEdit & { op: 'set' | 'remove' | 'rename' },
): unknown {
  const index = fields.findIndex(([key]) => key === name);
  if (edit.op === 'set') {
    if (index >= 0) return mappingOf(fields.with(index, [name, edit.value]));
    const after = fields.findIndex(([key]) => key === edit.after);
    return mappingOf(fields.toSpliced(after < 0 ? fields.length : after + 1, 0, [name, edit.value]));
  }
  if (index < 0) throw new PatchError('missing', edit.path);
  if (edit.op === 'remove') return mappingOf(fields.toSpliced(index, 1));
  if (edit.to !== name && fields.some(([key]) => key === edit.to)) {
    throw new PatchError('exists', [...edit.path.slice(0, -1), edit.to]);
  }
  return mappingOf(fields.with(index, [edit.to, fields[index]?.[1]]));
}

/** Whether two values are the same, the order of fields included. An undefined field counts as missing. */
export function isSameValue(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    return (a ?? null) === (b ?? null) || (Number.isNaN(a) && Number.isNaN(b));
  }
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, index) => isSameValue(item, b[index]));
  }
  const [left = [], right = []] = [a, b].map((value) => Object.entries(value).filter(([, item]) => item !== undefined));
  if (left.length !== right.length) return false;
  // Names that are numbers come first in an object, wherever they are in the text.
  if (left.some(([name]) => isNumber.test(name))) {
    const items = new Map(right);
    return left.every(([name, item]) => items.has(name) && isSameValue(item, items.get(name)));
  }
  return left.every(([name, item], index) => right[index]?.[0] === name && isSameValue(item, right[index][1]));
}

const isNumber = /^\d+$/;
