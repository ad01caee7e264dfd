import type { Flag } from '../model/flag.ts';
import type { Manifest } from '../model/manifest.ts';
import { expiryOf } from './expiry.ts';
import { reviewOf } from './review.ts';

/** The states that a flag's own dates put it in; those that need history are added by who has it. */
export type DatedState = 'expired' | 'expiring' | 'review-overdue';

/**
 * Worst first.
 * @param now milliseconds since 1970
 */
export function datedStates(flag: Flag, manifest: Manifest, now: number): DatedState[] {
  const states: DatedState[] = [];
  const expiry = expiryOf(flag, manifest, now);
  if (expiry?.expired) states.push('expired');
  else if (expiry?.expiring) states.push('expiring');
  if (reviewOf(flag, manifest, now)?.overdue) states.push('review-overdue');
  return states;
}
