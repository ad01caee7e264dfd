import { definitionChanges } from '../../meaning/between.ts';
import type { Path } from '../../diagnostic/diagnostic.ts';
import { applyChanges } from '../../meaning/apply-changes.ts';
import type { Change } from '../../meaning/change.ts';
import { changedVersions } from '../../history/version-changes.ts';
import type { DescribedVersion } from '../../history/version.ts';
import { documentAt, labelOf, lastDocument, type Current, type Present } from './past.ts';
import { partsOf, restoreVersion, switchOff, textOf, type Extent } from './restore.ts';
import type { Restoration, VersionLabel } from './restoration.ts';

/**
 * Takes back what one version of a definition did, in meaning. What later versions changed on top of the very same
 * things is undone with it, and those versions are named as drifted; everything else that came later stays.
 * @returns nothing where there is nothing left of it to take back; in words why it cannot be
 * @throws UserError if what was before cannot be read, or something else is where it would come back
 */
export async function invertVersion(
  present: Present,
  current: Current,
  version: DescribedVersion,
  extent: Extent,
): Promise<Restoration | string | undefined> {
  const previous = current.versions[version.number - 2];
  const later = current.versions.slice(version.number);
  if (previous?.state !== 'present') {
    if (previous?.state === 'unreadable' && current.value !== undefined) {
      return `${current.key} could not be read before; it stays as it is`;
    }
    // Undoing a creation switches the flag off; a new segment stays, since what uses it stays.
    if (current.kind === 'segment' || version.state !== 'present' || current.value === undefined) return undefined;
    const off = switchOff(current, extent);
    return off.changes.length > 0 ? { ...off, drifted: later.map(labelOf).toReversed() } : undefined;
  }
  if (version.state !== 'present' || current.value === undefined) {
    if (current.value !== undefined) return undefined;
    return restoreVersion(present, current, previous, extent, later.map(labelOf).toReversed());
  }
  const before = await lastDocument(present, current, previous);
  const [did, is] = [await present.history.value(version), await documentAt(present, version.commit, version.path)];
  const isUntouched = is !== undefined && is.text === current.document?.text;
  const inverse = definitionChanges(current.kind, did, before.value).filter(({ kind }) => kind !== 'moved');
  // A segment has no environments of its own: it comes here only if it decides in those asked for alone.
  const isAll = extent.environments.length === 0 || current.kind === 'segment';
  const asked = isAll ? inverse : inverse.filter(concerns(extent.environments));
  if (asked.length === 0) return undefined;
  const isWhole = asked.length === inverse.length;
  const after = isUntouched && isWhole ? before.value : applyChanges(current.value, asked);
  const changes = definitionChanges(current.kind, current.value, after);
  if (changes.length === 0) return undefined;
  return {
    ...partsOf(current, extent.environments, extent.all),
    mode: 'inverse',
    path: current.document?.file ?? version.path,
    to: labelOf(previous),
    after,
    text: isUntouched && isWhole ? before.text : textOf(current, after, [before]),
    changes,
    drifted: await driftedOver(present, current, version, asked),
    staying: isWhole ? [] : inverse.filter((one) => !asked.includes(one)),
  };
}

function concerns(environments: readonly string[]): (change: Change) => boolean {
  return ({ environment }) => environment !== undefined && environments.includes(environment);
}

/** Later versions that changed something that is taken back, newest first. */
async function driftedOver(
  present: Present,
  current: Current,
  version: DescribedVersion,
  inverse: readonly Change[],
): Promise<VersionLabel[]> {
  const all = await changedVersions(present.history, current.versions);
  return all
    .slice(version.number)
    .filter(({ changes }) => changes.some(({ path }) => inverse.some((one) => isOver(path, one.path))))
    .map(({ version: one }) => labelOf(one))
    .toReversed();
}

/** Whether one path leads to the other or through it. A change of the whole is over everything. */
function isOver(a: Path, b: Path): boolean {
  const shorter = a.length < b.length ? a : b;
  return shorter.every((_, index) => a[index] === b[index]);
}
