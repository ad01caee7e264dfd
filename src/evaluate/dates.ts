const INSTANT =
  /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?:Z|([+-])(\d{2}):(\d{2})))?$/;
const DURATION = /^(\d{1,9})([mhd])$/;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const UNITS: { readonly [unit: string]: number } = { m: MINUTE, h: HOUR, d: DAY };
const DAYS_OF_MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function daysOfMonth(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && leap ? 29 : (DAYS_OF_MONTHS[month - 1] ?? 0);
}

/**
 * Reads an ISO 8601 date, or a date with time and zone (`2026-09-01T08:00:00Z`, `2026-09-01T10:00+02:00`).
 * A date without time is UTC: as `start` its first instant; as `end` the instant after its last, so that an end is
 * always exclusive. Seconds may be left out; what is finer than a millisecond is cut off.
 *
 * @returns milliseconds since 1970, or nothing if the text is not such a date, or one the calendar does not have
 */
export function parseInstant(text: string, edge: 'start' | 'end'): number | undefined {
  const match = INSTANT.exec(text);
  if (match === null) return undefined;
  const [, y, mo, d, h, mi, s = '0', fraction = '', sign, zoneHours = '0', zoneMinutes = '0'] = match;
  const year = Number(y);
  const month = Number(mo);
  const day = Number(d);
  if (day < 1 || day > daysOfMonth(year, month)) return undefined;
  // setUTCFullYear, because Date.UTC takes the years 0 to 99 for 1900 to 1999.
  const midnight = new Date(0).setUTCFullYear(year, month - 1, day);
  if (h === undefined) return edge === 'start' ? midnight : midnight + DAY;
  if (Number(h) > 23 || Number(mi) > 59 || Number(s) > 59) return undefined;
  if (Number(zoneHours) > 23 || Number(zoneMinutes) > 59) return undefined;
  const zone = (Number(zoneHours) * HOUR + Number(zoneMinutes) * MINUTE) * (sign === '-' ? -1 : 1);
  const millisecond = Number(fraction.padEnd(3, '0').slice(0, 3));
  return midnight + Number(h) * HOUR + Number(mi) * MINUTE + Number(s) * 1000 + millisecond - zone;
}

/** Reads `90m`, `48h` or `14d`: milliseconds, or nothing if the text is not a duration. */
export function parseDuration(text: string): number | undefined {
  const match = DURATION.exec(text);
  return match === null ? undefined : Number(match[1]) * UNITS[match[2]!]!;
}
