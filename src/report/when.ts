import { ago, shortDate } from '../diagnostic/relative-time.ts';

const month = 30 * 24 * 60 * 60 * 1000;

/** When something happened: how long ago, or its day if that is more than a month. In milliseconds since 1970. */
export function whenText(instant: number, now: number): string {
  return now - instant < month ? ago(instant, now) : shortDate(instant, now);
}
