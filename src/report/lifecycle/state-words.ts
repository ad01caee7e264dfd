import type { FlagLifecycle, LifecycleReport } from '../../commands/lifecycle/lifecycle.ts';
import { inDays, shortDate } from '../../diagnostic/relative-time.ts';
import type { LifecycleState } from '../../lifecycle/states.ts';
import { counted } from '../style.ts';

const day = 86_400_000;

/** The notes on a flag, the most urgent first; a flag that needs nothing shows when it is due. */
export function stateSentences(flag: FlagLifecycle, report: LifecycleReport): string[] {
  if (flag.states.length > 0) return flag.states.map((state) => sentence(state, flag, report));
  const { expiry, review } = flag;
  if (expiry) return [`expires ${inDays(expiry.daysLeft)}`];
  return [review ? `review due ${inDays(review.daysLeft)}` : 'neither expires nor is reviewed'];
}

function sentence(state: LifecycleState, flag: FlagLifecycle, { limits, now }: LifecycleReport): string {
  const { expiry, review, extensions, everybodyGets, settled, lastChanged } = flag;
  const days = (since: number): string => counted(Math.floor(now / day) - Math.floor(since / day), 'day');
  switch (state) {
    case 'expired':
      return `expired ${inDays(expiry?.daysLeft ?? 0)}`;
    case 'expiring':
      return `expires ${inDays(expiry?.daysLeft ?? 0)}`;
    case 'extended-too-often':
      return `extended ${counted(extensions, 'time')}, ${limits.maxExtensions} allowed`;
    case 'review-overdue':
      return `review overdue since ${shortDate(review?.due ?? 0, now)}`;
    case 'rolled-out': {
      const since = settled?.variant === everybodyGets ? settled?.since : undefined;
      return `everybody gets "${everybodyGets}"${since === undefined ? '' : `, for ${days(since)}`}`;
    }
    case 'stale':
      return settled && everybodyGets === undefined
        ? `nobody gets anything but "${settled.variant}", for ${days(settled.since)}`
        : `unchanged for ${days(lastChanged ?? now)}`;
  }
}
