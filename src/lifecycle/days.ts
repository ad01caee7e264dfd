import { parseInstant } from '../evaluate/dates.ts';

/** Milliseconds. */
export const day = 86_400_000;

/** The last instant `Date` knows (ECMAScript, section "Time Values"). */
const lastInstant = 8_640_000_000_000_000;

/** The number of the UTC day an instant lies in, from 1970-01-01. */
export function dayOf(instant: number): number {
  return Math.floor(instant / day);
}

/** `2026-11-22`: the UTC day of an instant. Instants beyond the calendar give the last day it has. */
export function dateOf(instant: number): string {
  const within = Math.max(-lastInstant, Math.min(instant, lastInstant));
  const text = new Date(within).toISOString();
  return text.slice(0, text.indexOf('T'));
}

/** `today`, `in 1 day`, `in 9 days`, `1 day ago`, `3 days ago`. */
export function inDays(days: number): string {
  if (days === 0) return 'today';
  const count = `${Math.abs(days)} ${Math.abs(days) === 1 ? 'day' : 'days'}`;
  return days > 0 ? `in ${count}` : `${count} ago`;
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

/** A date without a time is its whole UTC day; one with a time is that instant. Nothing where it is no date. */
export function periodOf(date: string | undefined): Period | undefined {
  const start = date === undefined ? undefined : parseInstant(date, 'start');
  if (date === undefined || start === undefined) return undefined;
  return { start, end: date.includes('T') ? start : start + day };
}
