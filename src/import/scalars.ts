/** A scalar as text; empty for everything else. `String` fails for objects that have a field called `toString`. */
export function scalarText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** A number, or a text that is one; NaN for everything else. */
export function scalarNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
}
