import type { Json } from '../../evaluate/definition.ts';

/** A text as a literal of TypeScript. */
export function literal(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll("'", "\\'").replaceAll('\\"', '"');
  return `'${escaped}'`;
}

/** The type of some values: each text and number by itself, objects by their shapes. */
export function valueType(values: readonly Json[]): string {
  if (values.some((value) => typeof value === 'boolean')) return 'boolean';
  return [...new Set(values.map((value) => (isScalar(value) ? scalar(value) : shape(value))))].join(' | ');
}

const isScalar = (value: Json): value is string | number => typeof value === 'string' || typeof value === 'number';

const scalar = (value: string | number): string => (typeof value === 'string' ? literal(value) : String(value));

/** What is inside of an object may take any value of its type. */
function shape(value: Json): string {
  if (value === null || typeof value !== 'object') return value === null ? 'null' : typeof value;
  if (Array.isArray(value)) {
    const items = [...new Set((value as readonly Json[]).map(shape))];
    return items.length === 0 ? 'readonly unknown[]' : `readonly (${items.join(' | ')})[]`;
  }
  const fields = Object.entries(value as Readonly<Record<string, Json>>).map(
    ([name, inner]) => `readonly ${literal(name)}: ${shape(inner)}`,
  );
  return fields.length === 0 ? 'Readonly<Record<string, never>>' : `{ ${fields.join('; ')} }`;
}

/** A comment that documents what follows it, one paragraph a line; none without text. Nothing in it ends the comment. */
export function docComment(paragraphs: readonly string[], indent: string): string[] {
  const lines = paragraphs.flatMap((text) => text.split(/[\r\n\u2028\u2029]+/)).map((line) => line.trim().replaceAll('*/', '*\\/')); // prettier-ignore
  const shown = lines.filter((line) => line !== '');
  if (shown.length === 0) return [];
  if (shown.length === 1) return [`${indent}/** ${shown[0]} */`];
  return [`${indent}/**`, ...shown.map((line) => `${indent} * ${line}`), `${indent} */`];
}
