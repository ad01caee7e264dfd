import { murmur3 } from '../evaluate/murmur3.ts';
import { canonicalText } from '../meaning/canonical.ts';
import { dayOf } from './days.ts';
import { readFlag, type Flag } from '../model/flag.ts';
import type { Environment, Manifest } from '../model/manifest.ts';
import { withMove, type ExpiryMove } from './expiry-moves.ts';
import { onlyVariant } from './only-variant.ts';

/** What lint knows of the commits of one key. A flag that came back is the one that it was. */
export interface FlagPast {
  /** Full id of the last commit that gave its file another content or place. */
  readonly touched: string;
  /** When its meaning was last changed; milliseconds since 1970, by the committer's clock. */
  readonly changedAt: number;
  /** When git first saw the key, and the first `created` that was committed; it may have been removed since. */
  readonly origin: FlagOrigin;
  /** The expiry that was committed last. */
  readonly expires?: string | undefined;
  /** Each time `expires` was moved later and not back since, oldest first. */
  readonly moves: readonly ExpiryMove[];
  /** The one variant that its rules give everybody, and since when (milliseconds since 1970). */
  readonly settled?: { readonly variant: string; readonly since: number } | undefined;
  /** What was committed last means this; see `meaningOf`. Absent where nobody needs to know yet. */
  readonly meaning?: number | undefined;
}

/** How a flag began. */
interface FlagOrigin {
  /** Milliseconds since 1970, by the committer's clock. */
  readonly seen: number;
  /** As written; absent where no commit could be read that says it. */
  readonly created?: string | undefined;
}

/** What a commit left of a flag's file. */
export interface CommittedFlag {
  readonly commit: string;
  /** Milliseconds since 1970. */
  readonly committedAt: number;
  /** Plain data as parsed; undefined for what could not be read or parsed, and where there was no file any more. */
  readonly value: unknown;
}

/**
 * The past of a flag.
 * @param commits that touched its file, oldest first; at least one
 * @param environments of the manifest
 */
export function flagPast(
  key: string,
  commits: readonly CommittedFlag[],
  environments: readonly Environment[],
): FlagPast {
  let meaning: string | undefined;
  let [touched, changedAt] = ['', 0];
  let expires: string | undefined;
  let moves: readonly ExpiryMove[] = [];
  let settled: FlagPast['settled'];
  let created: string | undefined;
  for (const { commit, committedAt, value } of commits) {
    touched = commit;
    const now = value === undefined ? undefined : canonicalText(value);
    if (now !== undefined && now === meaning) continue;
    meaning = now;
    changedAt = committedAt;
    const flag = readFlag(key, '', value);
    created ??= flag.created;
    const variant = now === undefined ? undefined : onlyVariant(flag, environments);
    if (variant === undefined) settled = undefined;
    else if (settled?.variant !== variant) settled = { variant, since: committedAt };
    moves = withMove(moves, expires, flag.expires, commit);
    // One that was taken out and put back later is compared with what it was.
    expires = flag.expires || expires;
  }
  const origin = { seen: commits[0]?.committedAt ?? 0, created };
  return { touched, changedAt, origin, expires, moves, settled, meaning: murmur3(meaning ?? '') };
}

/** The past of a flag that one commit created and nothing has changed since. */
export function unchangedPast(
  flag: Flag,
  { commit, committedAt }: Omit<CommittedFlag, 'value'>,
  environments: readonly Environment[],
): FlagPast {
  const variant = onlyVariant(flag, environments);
  const settled = variant === undefined ? undefined : { variant, since: committedAt };
  const origin = { seen: committedAt, created: flag.created };
  return { touched: commit, changedAt: committedAt, origin, expires: flag.expires, moves: [], settled };
}

/** A hash of what a definition means, the same for all that mean the same. */
export function meaningForLifecycle(value: unknown): number {
  return murmur3(canonicalText(value));
}

/**
 * Whether a flag has been as it is for as long as the manifest's `staleAfter`, counted in UTC days.
 * @param now milliseconds since 1970, as is `since`
 */
export function isStanding(since: number, { staleAfter }: Manifest, now: number): boolean {
  return dayOf(now) >= dayOf(since + staleAfter);
}
