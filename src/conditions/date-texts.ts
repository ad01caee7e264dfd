import { instantOf } from '../evaluate/operators.ts';
import type { TestLiteral } from './formula.ts';
import type { TextParts } from './version-texts.ts';

const day = 86_400_000;

/** What is in force of tests of dates: from when (inclusive) to when (exclusive), in milliseconds since 1970. */
export interface DateSpan {
  readonly from: number;
  readonly until: number;
  /** Whether a test asks for a date; otherwise a value need not be one. */
  readonly isDate: boolean;
}

/** The instants that tests of dates leave. */
export function datesFor(tests: readonly TestLiteral[]): DateSpan {
  let [from, until, isDate] = [-Infinity, Infinity, false];
  for (const { operator, operand, negated } of tests) {
    if (operator !== 'before' && operator !== 'after') continue;
    const limit = instantOf(operand) ?? 0;
    if ((operator === 'after') !== negated) from = Math.max(from, limit);
    else until = Math.min(until, limit);
    if (!negated) isDate = true;
  }
  return { from, until, isDate };
}

/** The ways to write a date, its digits as `0`: with and without a time, seconds and parts of one, and the zone. */
const shapes: readonly string[] = [
  '0000-00-00',
  ...timesOfDay().flatMap((time) => ['Z', '+00:00', '-00:00'].map((zone) => time + zone)),
];

function timesOfDay(): string[] {
  const [minutes, seconds] = ['0000-00-00T00:00', '0000-00-00T00:00:00'];
  return [minutes, seconds, ...Array.from({ length: 9 }, (_, at) => `${seconds}.${'0'.repeat(at + 1)}`)];
}

/** Whether a date can have these parts in its text, by its shape. False is certain. */
export function couldBeDate(parts: TextParts): boolean {
  const [start = '', end = '', ...others] = [parts.start, parts.end, ...parts.parts].map((text) =>
    text.replaceAll(/\d/g, '0'),
  );
  return shapes.some(
    (shape) => shape.startsWith(start) && shape.endsWith(end) && others.every((part) => shape.includes(part)),
  );
}

/** A span without the instants that a date which begins like this does not name. */
export function within(span: DateSpan, start: string): DateSpan {
  const [, year, month, dayOfMonth] = /^(\d{4})-(?:(\d\d)-(?:(\d\d))?)?/.exec(start) ?? [];
  if (year === undefined) return span;
  const [y, m] = [Number(year), month === undefined ? 0 : Number(month) - 1];
  const first = instantAt(y, m, dayOfMonth === undefined ? 1 : Number(dayOfMonth));
  const last = instantAt(
    month === undefined ? y + 1 : y,
    month === undefined ? 0 : dayOfMonth === undefined ? m + 1 : m,
    dayOfMonth === undefined ? 1 : Number(dayOfMonth) + 1,
  );
  // The zone may move it by nearly a day.
  return { ...span, from: Math.max(span.from, first - day), until: Math.min(span.until, last + day) };
}

/** Not `Date.UTC`, which takes the years 0 to 99 for others. */
const instantAt = (year: number, month: number, dayOfMonth: number): number =>
  new Date(0).setUTCFullYear(year, month, dayOfMonth);

/** Whether a text is a date without a time. A text that ends with one is nothing else. */
export const isWholeDate = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text);

/** The parts, those with a whole date at the start of the text: it can be nowhere else. */
export function datedParts({ start, end, parts }: TextParts): TextParts {
  const dated =
    [...parts, end].filter((part) => /^\d{4}-\d\d-/.test(part)).sort((a, b) => b.length - a.length)[0] ?? '';
  return { start: dated.length > start.length ? dated : start, end, parts };
}

/** Texts of instants in a span, in the ways that a date can be written, with parts that it has to have. */
export function* dateTexts({ from, until }: DateSpan, { start, end }: TextParts): Generator<string> {
  const first = from === -Infinity ? until - day : from;
  const last = until === Infinity ? first + 400 * day : until - 1;
  const midnight = Math.ceil(first / day) * day;
  const instants = [first, midnight, last, first + 1, Math.floor(last / day) * day, Math.floor((first + last) / 2)];
  for (const instant of instants) {
    const date = new Date(instant);
    if (instant < first || instant > last || Number.isNaN(date.getTime())) continue;
    const text = date.toISOString();
    if (text.length > 24) continue; // a year of more than four digits
    if (instant % day === 0) yield text.slice(0, 10);
    if (instant % 60_000 === 0) yield text.replace(/:00\.000Z$/, 'Z');
    if (instant % 1000 === 0) yield text.replace('.000Z', 'Z');
    yield text;
    yield text.replace('Z', '0Z');
    yield text.replace('Z', '+00:00');
    yield text.replace('Z', '-00:00');
  }
  const texts = ['2026-06-15', '-06-15', '-15', '', 'T00:00Z', '-01-01T00:00Z', '-12-31T23:59:59.999Z', 'Z', '0Z'];
  for (const text of [...texts, 'T00:00+23:59', 'T23:59:59.999-23:59', 'T12:00Z']) {
    for (const rest of ['', end]) yield start + text + rest;
  }
}
