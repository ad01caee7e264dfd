import { environmentOf, type Flag } from '../model/flag.ts';
import type { Environment, Manifest } from '../model/manifest.ts';
import { expiryOf, mustExpire, type Expiry } from './expiry.ts';
import { withMove, type ExpiryMove } from './expiry-moves.ts';
import { isStanding, type FlagPast } from './flag-past.ts';
import { onlyVariant } from './only-variant.ts';
import { reviewOf, type ReviewState } from './review.ts';

/** What somebody has to decide about a flag, the most urgent first. */
export const lifecycleStates = [
  'expired',
  'extended-too-often',
  'expiring',
  'review-overdue',
  'rolled-out',
  'stale',
] as const;

export type LifecycleState = (typeof lifecycleStates)[number];

/** The lifecycle states of a flag. */
export interface Lifecycle {
  /** In the order of `lifecycleStates`; empty where nothing has to be decided. */
  readonly states: readonly LifecycleState[];
  readonly expiry: Expiry | undefined;
  readonly review: ReviewState | undefined;
  /** The stretches by which its end was put off: those that git has seen, with what is not committed. */
  readonly moves: readonly ExpiryMove[];
  /** The variant that everybody gets, if it is not the off variant and the flag is one that expires. */
  readonly everybodyGets: string | undefined;
  /** One variant for everybody, off included, and since when (milliseconds since 1970), as far as git knows. */
  readonly settled: FlagPast['settled'];
}

/**
 * @param past what git says of the flag; without it the flag is neither stale nor extended too often
 * @param isAsCommitted whether the flag means what was committed last: what was edited just now is not at a standstill
 * @param now milliseconds since 1970
 */
export function lifecycleOf(
  flag: Flag,
  manifest: Manifest,
  now: number,
  past: FlagPast | undefined,
  isAsCommitted = true,
): Lifecycle {
  const expiry = expiryOf(flag, manifest, now);
  const review = reviewOf(flag, manifest, now);
  const expires = mustExpire(flag, manifest);
  const moves = past ? withMove(past.moves, past.expires, flag.expires) : [];
  const everywhere = expires ? onlyVariant(flag, manifest.environments ?? environmentsOf(flag)) : undefined;
  const everybodyGets = everywhere !== undefined && everywhere !== flag.off ? everywhere : undefined;
  const settled = isAsCommitted ? past?.settled : undefined;
  const standsSince = settled?.since ?? past?.changedAt;
  const isStale = expires && isAsCommitted && past !== undefined && standsSince !== undefined;
  const found: Record<LifecycleState, boolean> = {
    expired: expiry?.expired === true,
    'extended-too-often': moves.length > manifest.maxExtensions,
    expiring: expiry?.expiring === true,
    'review-overdue': review?.overdue === true,
    'rolled-out': everybodyGets !== undefined,
    stale: isStale && (isStanding(standsSince, manifest, now) || isStanding(past.changedAt, manifest, now)),
  };
  const states = lifecycleStates.filter((state) => found[state]);
  return { states, expiry, review, moves, everybodyGets, settled };
}

/** Without a manifest that names environments, those count that the flag names. */
function environmentsOf(flag: Flag): readonly Environment[] {
  return Object.keys(flag.environments)
    .filter((name) => environmentOf(flag, name).enabled)
    .map((name) => ({ name, critical: false }));
}
