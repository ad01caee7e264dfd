import type { ChangeKind } from '../meaning/change.ts';
import type { Change } from '../meaning/change.ts';
import { absent, changesBetween, type Defined } from '../meaning/between.ts';
import { environmentsOf, kindsIn } from '../meaning/change-environments.ts';
import { readFlag } from '../model/flag.ts';
import type { PolicyChange } from '../policy/approvals.ts';
import type { Definition, Thing } from './definitions.ts';

/** One difference in meaning, with what it is to a policy: one entry for each flag and environment that it touches. */
export interface MadePart {
  readonly change: Change;
  /** The environment is empty where none is touched. */
  readonly counts: readonly PolicyChange[];
}

/** What a commit made of one thing, against one of its parents. */
export interface MadeChange {
  /** Kind and key in one word. */
  readonly name: string;
  readonly before: Thing | undefined;
  readonly after: Thing;
  readonly parts: readonly MadePart[];
}

/** What one commit changed. */
export interface CommitChanges {
  /** For each parent, in their order; a root has one entry, against nothing. */
  readonly byParent: readonly (readonly MadeChange[])[];
  /** For each parent likewise: the files of SSH keys that are others now, by path. */
  readonly keysByParent: readonly (readonly string[])[];
}

/** The flags that use a segment, each with its definition and the environments. */
export type SegmentUsers = ReadonlyMap<
  string,
  { readonly definition: unknown; readonly environments: readonly string[] }
>;

/** What cannot be read may be any change. */
const ANY: readonly ChangeKind[] = [
  'state',
  'targeting',
  'variants',
  'prerequisites',
  'lifecycle',
  'ownership',
  'metadata',
];

/** A kind and a key in one word: what the maps of the audit go by. */
export const nameOfChange = (kind: string, key: string): string => `${kind} ${key}`;

/**
 * What changed from one state of a thing to another; undefined if nothing did. Where the earlier one cannot be read, it is taken
 * from what it was when it last could be, from each of them if branches differ in that.
 */
export function madeChange(before: Thing | undefined, after: Thing, users: SegmentUsers): MadeChange | undefined {
  const parts = new Map<string, MadePart>();
  const wasThere = before !== undefined && before.state !== 'absent';
  const bases: readonly (Definition | undefined)[] = wasThere && before.last.length > 0 ? before.last : [undefined];
  const earlier = wasThere ? [] : (before?.last ?? []);
  for (const base of bases) {
    for (const change of changesOf(before, base, after)) {
      const counts = countsOf(change, base?.value(), after, earlier, users);
      const name = JSON.stringify([change.kind, change.path, change.summary]);
      const known = parts.get(name);
      parts.set(name, { change, counts: [...(known?.counts ?? []), ...counts] });
    }
  }
  const name = nameOfChange(after.kind, after.key);
  return parts.size === 0 ? undefined : { name, before, after, parts: [...parts.values()] };
}

function changesOf(before: Thing | undefined, base: Definition | undefined, after: Thing): Change[] {
  const changes = changesBetween(after.kind, stateOf(before, base), stateOf(after, after.last[0]));
  // That it can be read again changes nothing for anybody: what it means now is compared with what it meant.
  return after.state === 'unreadable' ? changes : changes.filter(({ kind }) => kind !== 'unreadable');
}

/** @param definition what it means, or meant when it could last be read */
function stateOf(thing: Thing | undefined, definition: Definition | undefined): Defined {
  if (thing === undefined || thing.state === 'absent') return absent;
  const { state, below: path = '' } = thing;
  return state === 'present'
    ? { state, path, value: definition?.value() }
    : { state, path, last: { value: definition?.value() } };
}

function countsOf(
  change: Change,
  before: unknown,
  after: Thing,
  earlier: readonly Definition[],
  users: SegmentUsers,
): PolicyChange[] {
  const { kind, key, state, last, file } = after;
  if (kind === 'segment') return segmentCounts(change, users);
  if (kind !== 'flag') {
    const flag = file?.path ?? `${kind}.yaml`;
    return [{ flag, environment: '', owner: undefined, type: undefined, criticality: '', kinds: ['governance'] }];
  }
  const now = state === 'present' ? last[0]?.value() : undefined;
  const environments = environmentsOf(change, before, now);
  // A flag that comes back is still its owner's, whoever says that it is theirs.
  const subjects = before === undefined ? [now, ...earlier.map(({ value }) => value())] : [before];
  return (environments.length > 0 ? environments : ['']).flatMap((environment) => {
    const kinds = change.kind === 'unreadable' ? ANY : kindsIn(environment, change, before, now);
    return subjects.map((subject) => ({ flag: key, environment, ...subjectOf(key, subject), kinds }));
  });
}

function segmentCounts(change: Change, users: SegmentUsers): PolicyChange[] {
  const kinds: readonly ChangeKind[] = change.kind === 'unreadable' ? ANY : ['targeting', change.kind];
  return [...users].flatMap(([flag, { definition, environments }]) =>
    environments.map((environment) => ({ flag, environment, ...subjectOf(flag, definition), kinds })),
  );
}

/** What rules look at in a flag besides the change. */
export function subjectOf(key: string, value: unknown): Pick<PolicyChange, 'owner' | 'type' | 'criticality'> {
  const { owner, type, criticality } = readFlag(key, '', value);
  return { owner, type, criticality };
}

/** Some of the parts; undefined if there are none. */
export function onlyParts(made: MadeChange, isWanted: (part: MadePart) => boolean): MadeChange | undefined {
  const parts = made.parts.filter(isWanted);
  return parts.length === 0 ? undefined : { ...made, parts };
}

/** Whether two changes of one thing are about the same place in it, or one about a part of the other's. */
export function isSamePlace({ change: a }: MadePart, { change: b }: MadePart): boolean {
  // Where a file is and what it says are two things.
  if (a.kind === 'moved' || b.kind === 'moved') return a.kind === b.kind;
  return a.path.every((step, index) => index >= b.path.length || step === b.path[index]);
}
