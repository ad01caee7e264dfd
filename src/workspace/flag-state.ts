import type { Activity } from '../graph/activity.ts';
import { periodOf } from '../lifecycle/days.ts';
import { environmentOf, type Flag } from '../model/flag.ts';
import { servingsAt } from '../model/serving.ts';

/**
 * What a flag does in an environment at one instant:
 * `on`, everybody it serves gets one variant, not the off one; `partly`, it serves several, by rules or weights;
 * `expired`, it is on or partly past its expiry; `blocked`, it would be on if its prerequisites could be met;
 * `off`, anything else.
 */
export type FlagState = 'on' | 'partly' | 'expired' | 'blocked' | 'off';

export function flagState(flag: Flag, environment: string, activity: Activity): FlagState {
  if (!activity.isActive(flag, environment)) return activity.servesByItself(flag, environment) ? 'blocked' : 'off';
  const end = periodOf(flag.expires)?.end;
  if (end !== undefined && end <= activity.now) return 'expired';
  const { serves } = environmentOf(flag, environment);
  const variants = new Set(servingsAt(serves, activity.now).map(({ variant }) => variant));
  return variants.size > 1 ? 'partly' : 'on';
}
