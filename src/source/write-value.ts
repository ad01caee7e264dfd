import { literalLines, writeKey, writeScalar } from './write-scalar.ts';
import type { ScalarStyle } from './node.ts';

/** How the text around a new value is written. */
export interface WriteStyle {
  /** Spaces by which a mapping is further in than the field that holds it. */
  readonly step: number;
  /** Likewise for the dashes of a list; often 0. */
  readonly dashStep: number;
  /** Whether spaces are inside of `{ }`. */
  readonly padded: boolean;
  /** Whether texts of several lines may be written as blocks. */
  readonly literals: boolean;
}

/** A value as text: what follows the field's name or the dash on its line, and the lines below, fully indented. */
export interface Written {
  readonly head: string;
  readonly rest: readonly string[];
}

/** The longest collection, in characters, that is written on one line of its own accord. */
const maxFlowLength = 72;

export function isCollection(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isEmpty(value: object): boolean {
  return Array.isArray(value) ? value.length === 0 : Object.keys(value).length === 0;
}

/** A value on one line. */
export function writeFlow(value: unknown, style: WriteStyle): string {
  if (!isCollection(value)) return writeScalar(value, true);
  if (Array.isArray(value)) return `[${value.map((item) => writeFlow(item, style)).join(', ')}]`;
  const inner = fieldsOf(value).map(([name, item]) => `${writeKey(name, true)}: ${writeFlow(item, style)}`);
  if (inner.length === 0) return '{}';
  return style.padded ? `{ ${inner.join(', ')} }` : `{${inner.join(', ')}}`;
}

/** Whether a collection is easily read on one line: a list of scalars, a mapping of those, short. */
export function isSmall(value: unknown, style: WriteStyle): boolean {
  return isShallow(value) && writeFlow(value, style).length <= maxFlowLength;
}

function isShallow(value: unknown): boolean {
  if (!isCollection(value)) return typeof value !== 'string' || !value.includes('\n');
  if (Array.isArray(value)) return value.every((item) => !isCollection(item) && isShallow(item));
  const fields = fieldsOf(value);
  return fields.every(
    ([, item]) => isShallow(item) && (fields.length === 1 || Array.isArray(item) || !isCollection(item)),
  );
}

export type Form = 'flow' | 'block';

/**
 * A value after the name of a field.
 * @param column where the field's name begins
 */
export function writeAfterField(
  value: unknown,
  column: number,
  form: Form,
  style: WriteStyle,
  quotes?: ScalarStyle,
): Written {
  if (isCollection(value) && form === 'block' && !isEmpty(value)) {
    return { head: '', rest: blockLines(value, column + (Array.isArray(value) ? style.dashStep : style.step), style) };
  }
  return writeInline(value, column + style.step, style, quotes);
}

/**
 * A value after a dash.
 * @param column where the value begins
 */
export function writeAfterDash(
  value: unknown,
  column: number,
  form: Form,
  style: WriteStyle,
  quotes?: ScalarStyle,
): Written {
  if (isCollection(value) && form === 'block' && !isEmpty(value)) {
    const [first = '', ...rest] = blockLines(value, column, style);
    return { head: first.slice(column), rest };
  }
  return writeInline(value, column, style, quotes);
}

function writeInline(value: unknown, column: number, style: WriteStyle, quotes?: ScalarStyle): Written {
  if (isCollection(value)) return { head: writeFlow(value, style), rest: [] };
  const literal =
    style.literals && typeof value === 'string' && value.includes('\n') && quotes !== 'single' && quotes !== 'double'
      ? literalLines(value)
      : undefined;
  if (!literal) return { head: writeScalar(value, false, quotes), rest: [] };
  const indent = ' '.repeat(Math.max(column, 1));
  return { head: literal.header, rest: literal.lines.map((line) => (line === '' ? '' : indent + line)) };
}

/** The lines of a collection as a block; what it holds is on one line where that is easily read. */
export function blockLines(value: object, column: number, style: WriteStyle): string[] {
  const indent = ' '.repeat(column);
  const lines: string[] = [];
  const add = (start: string, { head, rest }: Written): void => {
    lines.push(head === '' ? `${indent}${start}` : `${indent}${start} ${head}`);
    for (const line of rest) lines.push(line);
  };
  if (Array.isArray(value)) {
    for (const item of value) add('-', writeAfterDash(item, column + 2, formOf(item, style), style));
  } else {
    for (const [name, item] of fieldsOf(value)) {
      add(`${writeKey(name, false)}:`, writeAfterField(item, column, formOf(item, style), style));
    }
  }
  return lines;
}

/** How a value is written where nothing beside it shows the way. */
export function formOf(value: unknown, style: WriteStyle): Form {
  return isSmall(value, style) ? 'flow' : 'block';
}

function fieldsOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, item]) => item !== undefined);
}
