import { change, movedChange, unreadableChange, type Change } from './change.ts';
import { flagChanges, governanceChanges, segmentChanges, type ComparisonOptions } from './changes.ts';
import type { DefinitionKind } from './definition-kind.ts';

/** What defines a flag, a segment or a governance file at one moment. */
export type Defined =
  | { readonly state: 'absent' }
  | { readonly state: 'present'; readonly path: string; readonly value: unknown }
  | {
      readonly state: 'unreadable';
      readonly path: string;
      /**
       * What it meant when it could last be read: `undefined` if it never could be. Absent where only this one state is
       * known, as in a comparison of two commits.
       */
      readonly last?: { readonly value: unknown } | undefined;
    };

export const absent: Defined = { state: 'absent' };

/**
 * **The one account of change**: what differs in meaning between two states. History, audit, diff, blame, policy and
 * rollback all tell a commit by it.
 *
 * - A file that moved comes first, whatever else there is.
 * - A state that cannot be read has no other changes than that: nobody knows what it means.
 * - One that can be read again is compared with what it meant when it last could be, so that nothing hides behind it.
 */
export function changesBetween(
  kind: DefinitionKind,
  before: Defined,
  after: Defined,
  options: ComparisonOptions = {},
): Change[] {
  const isMoved = before.state !== 'absent' && after.state !== 'absent' && before.path !== after.path;
  const moved = isMoved ? [movedChange(before.path, after.path)] : [];
  if (after.state === 'unreadable') return [...moved, unreadableChange('after')];
  const wasUnreadable = before.state === 'unreadable';
  const value = after.state === 'present' ? after.value : undefined;
  const isKnown = !wasUnreadable || before.last !== undefined;
  const changes = isKnown ? definitionChanges(kind, meaningOf(before), value, options) : [];
  if (after.state === 'present') return [...moved, ...(wasUnreadable ? [unreadableChange('before')] : []), ...changes];
  // Of a file that could never be read there is nothing to compare with.
  const isGone = wasUnreadable && changes.length === 0;
  return isGone ? [change({ kind: 'delete', path: [], subject: '', detail: 'removed' })] : changes;
}

/** What a definition means, or meant when it could last be read; `undefined` where there is none. */
export function meaningOf(defined: Defined): unknown {
  if (defined.state === 'present') return defined.value;
  return defined.state === 'unreadable' ? defined.last?.value : undefined;
}

/** A state that follows another: if it cannot be read, with the meaning that came before it. */
export function following(before: Defined, after: Defined): Defined {
  return after.state === 'unreadable' ? { ...after, last: { value: meaningOf(before) } } : after;
}

/**
 * What differs in meaning between two definitions that can be read.
 * @param before as parsed; `undefined` where there is none, and likewise `after`
 */
export function definitionChanges(
  kind: DefinitionKind,
  before: unknown,
  after: unknown,
  options: ComparisonOptions = {},
): Change[] {
  if (kind === 'flag') return flagChanges(before, after, options);
  return kind === 'segment' ? segmentChanges(before, after) : governanceChanges(before, after);
}
