import type { HistoryKind } from './timeline.ts';
import { change, movedChange, unreadableChange, type Change } from './change.ts';
import { flagChanges, governanceChanges, segmentChanges, type ChangeOptions } from './changes.ts';
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
 */
export async function changedVersions<V extends Version>(
  history: History,
  versions: readonly V[],
  options: ChangeOptions = {},
): Promise<ChangedVersion<V>[]> {
  const found: ChangedVersion<V>[] = [];
  let before: unknown;
  let wasUnreadable = false;
  for (const version of versions) {
    const after = await valueOf(history, version, before === undefined);
    found.push({ version, changes: changesOf(version, before, after, wasUnreadable, options), before, after });
    wasUnreadable = version.state === 'unreadable';
    if (!wasUnreadable) before = after;
  }
  return found;
}

/** Of a definition that is new, its environments are told in the order in which it has them. */
async function valueOf(history: History, version: Version, inOrder: boolean): Promise<unknown> {
  const value = await history.value(version);
  return inOrder && value !== undefined ? ((await history.definition(version))?.value ?? value) : value;
}

/** The differences in meaning between two definitions of a kind. */
export function definitionChanges(
  kind: HistoryKind,
  before: unknown,
  after: unknown,
  options: ChangeOptions = {},
): Change[] {
  if (kind === 'flag') return flagChanges(before, after, options);
  return kind === 'segment' ? segmentChanges(before, after) : governanceChanges(before, after);
}

function changesOf(
  { kind, state, path, movedFrom }: Version,
  before: unknown,
  after: unknown,
  wasUnreadable: boolean,
  options: ChangeOptions,
): Change[] {
  if (state === 'unreadable') return [unreadableChange('after')];
  const changes = definitionChanges(kind, before, after, options);
  // Of a file that never could be read there is nothing to compare with.
  if (state === 'removed' && changes.length === 0) {
    changes.push(change({ kind: 'delete', path: [], subject: '', detail: 'removed' }));
  }
  return [
    ...(movedFrom === undefined ? [] : [movedChange(movedFrom, path)]),
    ...(wasUnreadable && state === 'present' ? [unreadableChange('before')] : []),
    ...changes,
  ];
}
