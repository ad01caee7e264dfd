import { parseDuration } from '../evaluate/dates.ts';
import type { Flag } from '../model/flag.ts';
import type { Manifest } from '../model/manifest.ts';
import { day, dayOf, periodOf } from './days.ts';
import { limitsOf, warnOf } from './limits.ts';

/** When a flag is to be reviewed next. */
export interface ReviewState {
  /** An instant of the day on which the review is due, in milliseconds since 1970. */
  readonly due: number;
  /** From today to that day, both UTC: 0 on the day itself, negative after it. */
  readonly daysLeft: number;
  /** That day is over. */
  readonly overdue: boolean;
  /** Not overdue, and within the manifest's `warn` of its type. */
  readonly dueSoon: boolean;
  /** Whether the flag was ever reviewed; if not, `created` counts. */
  readonly reviewed: boolean;
}

/**
 * The next review is due on the day of `review.last` (before the first review: of `created`) + `review.every`.
 * @param now milliseconds since 1970
 * @returns nothing for a flag without `review`, and where a date or the duration cannot be read
 */
export function reviewOf(flag: Flag, manifest: Manifest, now: number): ReviewState | undefined {
  const every = reviewInterval(flag);
  const last = periodOf(flag.review?.last ?? flag.created);
  if (every === undefined || !last) return undefined;
  const due = last.start + every;
  const daysLeft = dayOf(due) - dayOf(now);
  const overdue = daysLeft < 0;
  const dueSoon = !overdue && daysLeft * day <= warnOf(flag, manifest);
  return { due, daysLeft, overdue, dueSoon, reviewed: flag.review?.last !== undefined };
}

/** `review.every` in milliseconds. */
function reviewInterval(flag: Flag): number | undefined {
  const every = flag.review?.every;
  return every === undefined ? undefined : parseDuration(every);
}

/** How often flags of this one's type are reviewed at least, if its own interval is longer than that; milliseconds. */
export function exceededReviewLimit(flag: Flag, manifest: Manifest): number | undefined {
  const limit = limitsOf(flag, manifest)?.review;
  const every = reviewInterval(flag);
  return limit !== undefined && every !== undefined && every > limit ? limit : undefined;
}
