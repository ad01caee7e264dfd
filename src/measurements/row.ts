import { parseInstant } from '../evaluate/dates.ts';
import { rowMistake, type RowText } from './mistake.ts';

/** Somebody was given a variant. */
export interface ReportedExposure {
  readonly kind: 'exposure';
  /** Whose row it is, as far as it says so. */
  readonly flag: string | undefined;
  readonly key: string;
  readonly variant: string;
  /** As evaluation tells it; absent where the row does not say. */
  readonly reason: string | undefined;
  /** Milliseconds since 1970; so is that of an outcome. */
  readonly at: number;
}

/** Something happened to somebody. */
export interface ReportedOutcome {
  readonly kind: 'outcome';
  readonly key: string;
  readonly metric: string;
  readonly value: number;
  readonly at: number;
}

export type Row = ReportedExposure | ReportedOutcome;

/** The fields that are read; a row may have others. */
export const fieldNames = ['key', 'variant', 'metric', 'value', 'at', 'flag', 'reason'] as const;
export type FieldName = (typeof fieldNames)[number];

/** A row's fields, and where they stand. */
export interface RowFields {
  readonly row: RowText;
  /** Nothing where the field is absent or empty. */
  readonly value: (name: FieldName) => unknown;
  readonly offset: (name: FieldName) => number;
}

const longestName = 1000;

/** @throws UserError that says what is wrong with the row, with line and column */
export function readRow(fields: RowFields): Row {
  const variant = fields.value('variant');
  const metric = fields.value('metric');
  if (variant !== undefined && metric !== undefined) {
    throw mistake(
      fields,
      'metric',
      'this row has a variant and a metric',
      'an exposure has a variant, an outcome a metric and a value: write two rows',
    );
  }
  if (variant === undefined && metric === undefined) {
    throw mistake(
      fields,
      'variant',
      'this row has neither a variant nor a metric',
      'an exposure is key, variant, at; an outcome is key, metric, value, at',
    );
  }
  const key = keyOf(fields);
  const at = instantOf(fields);
  if (variant !== undefined) {
    const flag = optionalText(fields, 'flag');
    return {
      kind: 'exposure',
      flag,
      key,
      variant: requiredText(fields, 'variant'),
      reason: optionalText(fields, 'reason'),
      at,
    };
  }
  return { kind: 'outcome', key, metric: requiredText(fields, 'metric'), value: numberOf(fields), at };
}

const largestValue = 1e50;

/** A key is text; a number, as databases have them, is the same key as its text. */
function keyOf(fields: RowFields): string {
  const key = fields.value('key');
  return typeof key === 'number' ? String(key) : requiredText(fields, 'key');
}

function requiredText(fields: RowFields, name: FieldName): string {
  const text = optionalText(fields, name);
  if (text === undefined) throw mistake(fields, name, `this row has no ${name}`, `every row needs a ${name}`);
  return text;
}

function optionalText(fields: RowFields, name: FieldName): string | undefined {
  const value = fields.value(name);
  if (value === undefined) return undefined;
  if (typeof value !== 'string') throw mistake(fields, name, `"${name}" is not text`, 'write it in double quotes');
  if (value.length > longestName) {
    throw mistake(fields, name, `"${name}" is longer than ${longestName} characters`, 'is it the right column?');
  }
  return value;
}

function numberOf(fields: RowFields): number {
  const value = fields.value('value');
  const help = 'write a number, such as 1 or 12.5; for an event that just happens, 1';
  if (value === undefined) throw mistake(fields, 'value', 'this outcome has no value', help);
  // Number() takes much that nobody means as one: an empty text, true, 0x10.
  const isNumeric = typeof value === 'string' && /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(value);
  const number = typeof value === 'number' ? value : isNumeric ? Number(value) : NaN;
  // Sums of fourth powers are made of them.
  if (Number.isFinite(number) && Math.abs(number) > largestValue) throw mistake(fields, 'value', `the value ${shown(value)} is too large to be compared`, help); // prettier-ignore
  if (Number.isFinite(number)) return number;
  throw mistake(fields, 'value', `the value ${shown(value)} is not a number`, help);
}

function instantOf(fields: RowFields): number {
  const value = fields.value('at');
  const help = 'write a date in ISO 8601, such as 2026-10-01T08:30:00Z; in JSON also milliseconds since 1970';
  if (value === undefined) throw mistake(fields, 'at', 'this row has no date', help);
  const instant = typeof value === 'string' ? parseInstant(value, 'start') : value;
  if (typeof instant === 'number' && Math.abs(instant) <= 8.64e15) return instant;
  throw mistake(fields, 'at', `${shown(value)} is not a date`, help);
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function mistake(fields: RowFields, name: FieldName, message: string, help: string): Error {
  return rowMistake(fields.row, fields.offset(name), message, help);
}
