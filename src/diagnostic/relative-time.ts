const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const firstDay = Date.parse('0000-01-01');
const lastDay = Date.UTC(9999, 11, 31);

const units: readonly (readonly [number, string])[] = [
  [365 * day, 'year'],
  [30 * day, 'month'],
  [7 * day, 'week'],
  [day, 'day'],
  [hour, 'hour'],
  [minute, 'minute'],
];

/**
 * How long ago an instant was, in its largest whole unit: `2 hours ago`, `3 weeks ago`. Days are counted up to two weeks.
 * An instant that is yet to come (clocks differ) is `just now`.
 * @param then milliseconds since 1970, as is `now`
 */
export function ago(then: number, now: number): string {
  const passed = now - then;
  for (const [length, name] of units) {
    if (passed < length || (name === 'week' && passed < 14 * day)) continue;
    return `${plural(Math.floor(passed / length), name)} ago`;
  }
  return 'just now';
}

/** `today`, `in 9 days`, `3 days ago`. */
export function inDays(days: number): string {
  if (days === 0) return 'today';
  return days > 0 ? `in ${plural(days, 'day')}` : `${plural(-days, 'day')} ago`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A day (UTC) as people write it: `12 Nov`, with the year unless it is that of `now`. */
export function shortDate(instant: number, now: number): string {
  const date = new Date(instant);
  const year = date.getUTCFullYear() === new Date(now).getUTCFullYear() ? '' : ` ${date.getUTCFullYear()}`;
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]}${year}`;
}

/** An instant's day (UTC) in ISO 8601: `2026-11-22`. Beyond the years 0 to 9999 it is the nearest day of those. */
export function isoDate(instant: number): string {
  return new Date(Math.max(firstDay, Math.min(instant, lastDay))).toISOString().slice(0, 10);
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
