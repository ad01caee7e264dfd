import { parseInstant } from '../evaluate/dates.ts';

/** Milliseconds. */
export const day = 86_400_000;

/** The number of the UTC day an instant lies in, from 1970-01-01. */
export function dayOf(instant: number): number {
  return Math.floor(instant / day);
}

/** A duration in the unit in which it is whole: `90d`, `36h`, `90m`. */
export function durationText(milliseconds: number): string {
  if (milliseconds % day === 0) return `${milliseconds / day}d`;
  const hours = milliseconds / (day / 24);
  return Number.isInteger(hours) ? `${hours}h` : `${Math.round(hours * 60)}m`;
}

/** A date as written: when it begins, and when it is over (exclusive), in milliseconds since 1970. */
export interface Period {
  readonly start: number;
  readonly end: number;
}

/** Projects write the same few hundred dates again and again, and every rule of time asks for them. */
const known = new Map<string, Period | undefined>();
const maxKnown = 10_000;

/** A date without a time is its whole UTC day; one with a time is that instant. Nothing where it is not a date. */
export function periodOf(date: string | undefined): Period | undefined {
  if (date === undefined) return undefined;
  if (known.has(date)) return known.get(date);
  const start = parseInstant(date, 'start');
  const period = start === undefined ? undefined : { start, end: date.includes('T') ? start : start + day };
  if (known.size < maxKnown) known.set(date, period);
  return period;
}

/** The number of a period's last UTC day, from 1970-01-01. */
export function lastDayOf({ start, end }: Period): number {
  return dayOf(Math.max(start, end - 1));
}

/** Days of the calendar (UTC) from `now` to the last day of a date: 0 on that day, negative after it. */
export function daysLeft(date: string | undefined, now: number): number | undefined {
  const period = periodOf(date);
  return period && lastDayOf(period) - dayOf(now);
}
