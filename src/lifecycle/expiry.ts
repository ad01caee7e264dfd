import { expiringTypes, type Flag } from '../model/flag.ts';
import { likeOf, type Manifest } from '../model/manifest.ts';
import { dayOf, lastDayOf, periodOf } from './days.ts';
import { limitsOf, warnOf } from './limits.ts';

/** How long a flag may still exist. */
export interface Expiry {
  /** As written. */
  readonly date: string;
  /** Milliseconds since 1970, exclusive: the first instant at which the flag is expired. */
  readonly end: number;
  /** From today to the last day of the flag, both UTC: 0 on that day, negative after it. */
  readonly daysLeft: number;
  readonly expired: boolean;
  /** Not expired, and within the time of `expiring-soon`, or else the manifest's `warn` of its type. */
  readonly expiring: boolean;
}

/** Whether flags of this one's type must have `expires`. */
export function mustExpire(flag: Flag, manifest: Manifest): boolean {
  const like = likeOf(flag.type, manifest);
  return like !== undefined && expiringTypes.includes(like);
}

/**
 * @param now milliseconds since 1970
 * @returns nothing for a flag without an expiry, or with one that is not a date
 */
export function expiryOf(flag: Flag, manifest: Manifest, now: number): Expiry | undefined {
  const period = periodOf(flag.expires);
  if (!period || flag.expires === undefined) return undefined;
  const expired = now >= period.end;
  return {
    date: flag.expires,
    end: period.end,
    daysLeft: lastDayOf(period) - dayOf(now),
    expired,
    expiring: !expired && now >= period.start - (manifest.expiringWithin ?? warnOf(flag, manifest)),
  };
}

/** The longest life of a flag: its last day may be the day of `created` + `maxAge`. */
export interface LongestLife {
  /** Milliseconds. */
  readonly maxAge: number;
  /** An instant of the last day, in milliseconds since 1970. */
  readonly lastDay: number;
}

/** Nothing for types that do not expire, and where `created` is not a date. */
export function longestLife(flag: Flag, manifest: Manifest): LongestLife | undefined {
  const maxAge = limitsOf(flag, manifest)?.maxAge;
  const created = periodOf(flag.created);
  return maxAge === undefined || !created ? undefined : { maxAge, lastDay: created.start + maxAge };
}

/** Whether `expires` lies after the last day that the flag may live. */
export function exceedsLongestLife(flag: Flag, manifest: Manifest): boolean {
  const expires = periodOf(flag.expires);
  const longest = longestLife(flag, manifest);
  if (!expires || !longest) return false;
  return lastDayOf(expires) > dayOf(longest.lastDay);
}
