import { Refusal } from '../change/refusal.ts';
import { definitionChanges } from '../meaning/between.ts';
import type { Change } from '../meaning/change.ts';
import type { Host } from './host.ts';
import { openedHistory } from './opened-history.ts';

/** The flag is not at the version that a change was made for. */
export class VersionConflict extends Refusal {
  /** From the version expected to what is there; empty where there never was such a version. */
  readonly theirs: readonly Change[];

  constructor(message: string, theirs: readonly Change[]) {
    super('version', message, 'look at what changed, then try again with the current version');
    this.theirs = theirs;
  }
}

/**
 * Sees that a flag is at the version expected, and has no edits on top of it.
 * @param commit whose history counts; HEAD if absent
 * @param flag.value its definition as it is
 * @throws VersionConflict if not; nothing is done where no version is expected
 */
export async function expectVersion(
  host: Host,
  commit: string | undefined,
  flag: { readonly key: string; readonly expected: number | undefined; readonly value: unknown },
): Promise<void> {
  const { key, expected, value } = flag;
  if (expected === undefined) return;
  const { history } = await openedHistory(host, commit);
  const versions = await history.versions('flag', key);
  const version = versions[expected - 1];
  const current = versions.at(-1);
  const theirs = version === undefined ? [] : definitionChanges('flag', await history.value(version), value);
  if (current?.number === expected && theirs.length === 0) return;
  const is =
    current === undefined
      ? 'was never committed'
      : current.number === expected
        ? `has uncommitted changes on top of version ${expected}`
        : `is at version ${current.number}, not ${expected}`;
  throw new VersionConflict(`${key} ${is}`, theirs);
}
