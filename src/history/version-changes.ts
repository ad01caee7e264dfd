import { absent, changesBetween, following, meaningOf, type Defined } from '../meaning/between.ts';
import type { Change } from '../meaning/change.ts';
import type { ComparisonOptions } from '../meaning/changes.ts';
import type { History } from './history.ts';
import type { Version } from './version.ts';

/** A version with what it changed. */
export interface ChangedVersion<V extends Version = Version> {
  readonly version: V;
  readonly changes: readonly Change[];
  /** The definition that could be read last before it; `undefined` where there was none. */
  readonly before: unknown;
  /** The definition that it left; `undefined` where there is none, or it cannot be read. */
  readonly after: unknown;
}

/**
 * What each of the versions of one flag, segment or governance file changed.
 * @param versions all of them, oldest first, as the history gives them
 * @throws GitError if git cannot give their contents
 */
export async function changedVersions<V extends Version>(
  history: History,
  versions: readonly V[],
  options: ComparisonOptions = {},
): Promise<ChangedVersion<V>[]> {
  const found: ChangedVersion<V>[] = [];
  let state = absent;
  for (const version of versions) {
    const before = meaningOf(state);
    const after = await history.value(version);
    const next = definedBy(version, state, after);
    found.push({
      version,
      changes: changesBetween(version.kind, startOf(version, state), next, options),
      before,
      after,
    });
    state = next;
  }
  return found;
}

/** What a version is, after the state before it. @param value as parsed */
export function definedBy({ state, path }: Version, before: Defined, value: unknown): Defined {
  if (state === 'removed') return absent;
  return following(before, state === 'unreadable' ? { state, path } : { state, path, value });
}

/** The state before a version, at the place that the version says it was at. */
export function startOf({ movedFrom, path }: Version, before: Defined): Defined {
  return before.state === 'absent' ? before : { ...before, path: movedFrom ?? path };
}
