/**
 * Lenient readers: what a file says is taken as far as it has the right shape, and passed over where it has
 * not. The schema has already reported it, and the rest of the project can still be looked at.
 */
export type Fields = Readonly<Record<string, unknown>>;

export function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? ownText(value) : undefined;
}

export function texts(value: unknown): readonly string[] {
  const found: string[] = [];
  for (const item of list(value)) if (typeof item === 'string') found.push(ownText(item));
  return found;
}

/** V8 cuts texts of this many characters or more out of another by pointing into it, which keeps all of it in memory. */
const shortestSlice = 13;

/** A text that does not keep the file in memory that it was cut out of. */
export function ownText(value: string): string {
  return value.length < shortestSlice ? value : ` ${value}`.slice(1);
}

/** A field of a record, own fields only. */
export function field(record: Fields, name: string): unknown {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** A record of its own fields only, whatever their names: `__proto__` is one like any other. Read it with `field`. */
export function ownFields<Value>(entries: readonly (readonly [string, Value])[]): Readonly<Record<string, Value>> {
  return Object.fromEntries(entries);
}
