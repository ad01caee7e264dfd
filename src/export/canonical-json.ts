import { escapeUnseen } from './escape-unseen.ts';

/** A value that fits into so many columns is on one line. */
const columns = 100;

/** The first levels are always opened, so that a line of a diff is about one thing. */
const openLevels = 2;

/** What is deeper is on one line, however long: indentation would be most of a large file. */
const deepest = 6;

/**
 * A value as JSON that is the same, byte for byte, for the same content: names sorted by code units, two spaces of
 * indentation, what is short on one line, a line end. What is undefined is left out.
 */
export function canonicalJson(value: unknown): string {
  return escapeUnseen(`${new Writer().write(value, 0, 0)}\n`);
}

/**
 * The same for an object of objects whose inner fields are made one by one, so that only their texts are kept.
 * @param fields names with values, or with functions that give the fields of an object in order
 */
export function canonicalJsonOf(fields: Readonly<Record<string, unknown>>): string {
  let text = '';
  for (const part of canonicalJsonParts(fields)) text += part;
  return text;
}

/** The same in parts, for who does something else in between: one for each field, also of objects that are made one by one. */
export function* canonicalJsonParts(fields: Readonly<Record<string, unknown>>): Generator<string> {
  const writer = new Writer();
  let before = '{';
  for (const [name, value] of sortedFields(fields)) {
    yield escapeUnseen(`${before}\n  ${JSON.stringify(name)}: `);
    if (typeof value === 'function') yield* writer.fieldParts((value as () => Fields)());
    else yield escapeUnseen(writer.write(value, 1, 0));
    before = ',';
  }
  yield before === '{' ? '{\n}\n' : '\n}\n';
}

/** Names with values, the names in code-unit order and each once. */
type Fields = Iterable<readonly [name: string, value: unknown]>;

/**
 * A value whose texts are made once, for parts of documents that are written again and again. It may stand for its value
 * where an object is opened in any case: on the first levels.
 */
export class WrittenOnce {
  readonly value: unknown;
  #compact: string | undefined;
  #written: { readonly text: string; readonly level: number; readonly used: number } | undefined;

  constructor(value: unknown) {
    this.value = value;
  }

  /** As `compactJson` gives it. */
  get compact(): string {
    return (this.#compact ??= compactJson(this.value));
  }

  /** As `canonicalJson` has it at that level. @param used columns that the name before the value takes */
  write(level: number, used: number): string {
    if (this.#written?.level !== level || this.#written.used !== used) {
      this.#written = { text: new Writer().write(this.value, level, used), level, used };
    }
    return this.#written.text;
  }
}

/** The same on one line and without a line end or a blank, for digests. */
export function compactJson(value: unknown): string {
  return JSON.stringify(isSorted(value) ? value : sortedByName(value));
}

/** Whether nothing would have to be sorted or left out. */
function isSorted(value: unknown): boolean {
  if (!isObject(value)) return value !== undefined;
  if (Array.isArray(value)) return (value as unknown[]).every(isSorted);
  let before = '';
  for (const name in value) {
    if (name < before || !isSorted((value as Readonly<Record<string, unknown>>)[name])) return false;
    before = name;
  }
  return true;
}

/** Writes what is inside first, and then knows whether it fits: each value is written once, however deep it is. */
class Writer {
  /** Whether what was written last is on one line. */
  #isShort = true;

  /** An object on the first level below the root, in one part for each field. */
  *fieldParts(fields: Fields): Generator<string> {
    let before = '{';
    for (const [name, value] of fields) {
      const label = `${JSON.stringify(name)}: `;
      yield escapeUnseen(`${before}\n    ${label}${this.write(value, openLevels, label.length)}`);
      before = ',';
    }
    yield before === '{' ? '{}' : '\n  }';
  }

  /** @param used columns that the name before the value takes */
  write(value: unknown, level: number, used: number): string {
    if (!isObject(value)) {
      this.#isShort = true;
      return JSON.stringify(value);
    }
    if (value instanceof WrittenOnce) {
      this.#isShort = false;
      return value.write(level, used);
    }
    if (level >= deepest) {
      this.#isShort = true;
      return compactJson(value);
    }
    const isList = Array.isArray(value);
    const parts: string[] = [];
    let length = 2;
    let fits = level >= openLevels;
    for (const [name, inner] of isList ? (value as unknown[]).entries() : sortedFields(value)) {
      const label = isList ? '' : `${JSON.stringify(name)}: `;
      const part = label + this.write(inner, level + 1, label.length);
      fits &&= this.#isShort;
      length += part.length + 2;
      parts.push(part);
    }
    const [open, close] = isList ? '[]' : '{}';
    this.#isShort = parts.length === 0 || (fits && length <= columns - 2 * level - used);
    if (parts.length === 0) return open! + close!;
    if (this.#isShort) return isList ? `[${parts.join(', ')}]` : `{ ${parts.join(', ')} }`;
    const indent = `\n${'  '.repeat(level)}`;
    // Added one to the other, which copies nothing: joining would copy everything at every level.
    let text = open!;
    for (const part of parts) text += `${text === open ? '' : ','}${indent}  ${part}`;
    return `${text}${indent}${close}`;
  }
}

/**
 * A value on one line, with a blank after each comma and colon, its names sorted; undefined if that takes more columns than there is
 * room. A value that is not an object always fits.
 */
export function shortJson(value: unknown, room: number): string | undefined {
  if (!isObject(value)) return JSON.stringify(value);
  let text = '';
  let left = room - 2;
  if (Array.isArray(value)) {
    for (const item of value as unknown[]) {
      const next = left < 0 ? undefined : shortJson(item, left);
      if (next === undefined) return undefined;
      left -= next.length + 2;
      text += text === '' ? next : `, ${next}`;
    }
    return left + 2 < 0 ? undefined : `[${text}]`;
  }
  for (const [name, inner] of sortedFields(value)) {
    const label = `${JSON.stringify(name)}: `;
    const next = left < 0 ? undefined : shortJson(inner, left - label.length);
    if (next === undefined) return undefined;
    left -= label.length + next.length + 2;
    text += text === '' ? label + next : `, ${label}${next}`;
  }
  if (text === '') return '{}';
  return left < 0 ? undefined : `{ ${text} }`;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** The fields of an object that are not undefined, by their names in code-unit order. */
function sortedFields(value: object): readonly (readonly [string, unknown])[] {
  const fields = Object.entries(value) as [string, unknown][];
  if (fields.length > 1) fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return fields.some(([, inner]) => inner === undefined) ? fields.filter(([, inner]) => inner !== undefined) : fields;
}

/** The same value with the names of all objects in it in code-unit order, without those that are undefined. */
export function sortedByName(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedByName);
  if (!isObject(value)) return value;
  // Made from entries, which take even `__proto__` for a name like any other.
  return Object.fromEntries(sortedFields(value).map(([name, inner]) => [name, sortedByName(inner)]));
}
