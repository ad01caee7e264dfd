import { definitionChanges } from '../../meaning/between.ts';
import { UserError } from '../../diagnostic/user-error.ts';
import { alternatives, didYouMean } from '../../diagnostic/suggest.ts';
import type { DescribedVersion } from '../../history/version.ts';
import { blockBehaviour } from './behaviour.ts';
import { invertVersion } from './invert.ts';
import { currentOf, labelOf, type Current, type Present, type RestoredKind } from './past.ts';
import type { RollbackTarget } from '../request.ts';
import { restoreVersion, switchOff, type Extent } from './restore.ts';
import type { Restoration } from './restoration.ts';
import { segmentUsers, type FlagOfSegment } from './segment-users.ts';

/** What a rollback restores, and what it was asked for and leaves. */
export interface Targets {
  readonly restorations: readonly Restoration[];
  /** One line each. */
  readonly notes: readonly string[];
}

/**
 * Finds out what is to be restored, and to what.
 * @throws UserError if there is nothing to go back to
 */
export async function findTargets(present: Present, target: RollbackTarget, extent: Extent): Promise<Targets> {
  const flags = [...new Set(target.flags)];
  for (const flag of flags) requireFlag(present, flag);
  switch (target.kind) {
    case 'flags':
      return each(flags, async (key) => toVersion(present, await currentOf(present, 'flag', key), target, extent));
    case 'off':
      return each(flags, async (key) => switchOff(await currentOf(present, 'flag', key), extent));
    case 'since':
      return since(present, target.commit, flags, extent);
    case 'commit':
      return ofCommit(present, target.commit, flags, extent);
  }
}

async function each(keys: readonly string[], restore: (key: string) => Promise<Restoration>): Promise<Targets> {
  const restorations: Restoration[] = [];
  const notes: string[] = [];
  for (const key of keys) {
    const restoration = await restore(key);
    if (restoration.changes.length > 0) restorations.push(restoration);
    else notes.push(`${key} is already in that state`);
  }
  return { restorations, notes };
}

function requireFlag({ history, project }: Present, key: string): void {
  const known = new Set([...history.keys('flag'), ...project.flags.keys()]);
  if (known.has(key)) return;
  const help = didYouMean(key, known) ?? '`flagwright list` shows all; removed ones can be rolled back too';
  throw new UserError(`no flag is called "${key}"`, help);
}

/** To a version that is named, else to the newest that behaves differently in what is restored. */
async function toVersion(
  present: Present,
  current: Current,
  { version: number }: { readonly version: number | undefined },
  extent: Extent,
): Promise<Restoration> {
  const { key, versions } = current;
  if (number === undefined) {
    const found = await newestDifferent(present, current, extent);
    if (found) return restoreVersion(present, current, found, extent);
    // It has been so since it was created: undoing that switches it off.
    const off = current.value === undefined ? undefined : switchOff(current, extent);
    if (off && off.changes.length > 0) return off;
    const where = extent.environments.length > 0 ? ` in ${alternatives(extent.environments)}` : '';
    throw new UserError(
      `no earlier version of ${key} behaves differently${where}`,
      `flagwright history ${key} shows its versions; name one with --to`,
    );
  }
  const version = versions[number - 1];
  if (!version) {
    throw new UserError(
      `${key} has no version ${number}; its newest is ${versions.length}`,
      `flagwright history ${key} shows them`,
    );
  }
  if (version.state !== 'present') {
    const what = version.state === 'removed' ? 'removed it' : 'cannot be read';
    throw new UserError(
      `version ${number} of ${key} ${what}, so there is nothing to restore`,
      'a rollback removes no flag; --off switches it off',
    );
  }
  return restoreVersion(present, current, version, extent, await undoneBeyond(present, current, version, extent));
}

async function newestDifferent(
  present: Present,
  current: Current,
  { environments }: Extent,
): Promise<DescribedVersion | undefined> {
  const { kind, value, versions } = current;
  for (const version of versions.toReversed()) {
    if (version.state !== 'present') continue;
    const then = await present.history.value(version);
    const isDifferent =
      environments.length > 0
        ? value === undefined || environments.some((name) => blockBehaviour(then, name) !== blockBehaviour(value, name))
        : definitionChanges(kind, then, value).length > 0;
    if (isDifferent) return version;
  }
  return undefined;
}

/** The versions between one that was asked for and now whose changes are undone with the newest of them. */
async function undoneBeyond(
  present: Present,
  current: Current,
  version: DescribedVersion,
  { environments }: Extent,
): Promise<ReturnType<typeof labelOf>[]> {
  const later = current.versions.slice(version.number);
  const found: DescribedVersion[] = [];
  let before = await present.history.value(version);
  for (const one of later) {
    const value = await present.history.value(one);
    const isConcerned =
      environments.length === 0 ||
      environments.some((name) => blockBehaviour(before, name) !== blockBehaviour(value, name));
    if (isConcerned) found.push(one);
    if (one.state === 'present') before = value;
  }
  return found.slice(0, -1).map(labelOf).toReversed();
}

/** Brings everything to where it was at a commit of the chain. */
async function since(present: Present, commit: string, flags: readonly string[], extent: Extent): Promise<Targets> {
  const { history } = present;
  const position = history.position(commit);
  const touched = history
    .changingCommits()
    .filter((one) => history.position(one.commit) > position)
    .flatMap(({ entries }) => entries);
  return restoreTouched(present, touched, flags, extent, async (current) => {
    const then = current.versions.findLast((version) => history.position(version.commit) <= position);
    if (then?.state === 'present') {
      const restoration = await restoreVersion(present, current, then, extent);
      return restoration.changes.length > 0 ? restoration : undefined;
    }
    if (then?.state === 'unreadable') return `${current.key} could not be read then; it stays as it is`;
    // What has come since is switched off; what was removed then and is now is as it was.
    if (current.kind === 'segment' || current.value === undefined) return undefined;
    const off = switchOff(current, extent);
    return off.changes.length > 0 ? off : undefined;
  });
}

async function ofCommit(present: Present, commit: string, flags: readonly string[], extent: Extent): Promise<Targets> {
  const touched = present.history.touching(commit) ?? [];
  return restoreTouched(present, touched, flags, extent, async (current) => {
    const version = current.versions.find((one) => one.commit === commit);
    return version && invertVersion(present, current, version, extent);
  });
}

/**
 * Restores each flag and segment that was touched; what belongs to neither is said to stay.
 * @param restore gives what is restored, or in words why nothing is
 */
async function restoreTouched(
  present: Present,
  touched: readonly { readonly kind: string; readonly key: string }[],
  flags: readonly string[],
  extent: Extent,
  restore: (current: Current) => Promise<Restoration | string | undefined>,
): Promise<Targets> {
  const restorations: Restoration[] = [];
  const notes: string[] = [];
  const wanted = new Set(flags);
  const seen = new Set<string>();
  const users = segmentUsers(present.project);
  const uses = (flag: string, segment: string): boolean =>
    users.get(segment)?.some((one) => one.flag === flag) ?? false;
  const through = new Set<string>();
  for (const { kind, key } of touched) {
    const id = `${kind} ${key}`;
    if (seen.has(id)) continue;
    seen.add(id);
    if (wanted.size > 0 && !(kind === 'flag' && wanted.has(key))) {
      const its = kind === 'segment' ? [...wanted].filter((flag) => uses(flag, key)) : [];
      for (const flag of its) through.add(flag);
      if (its.length > 0) notes.push(besideNote(key, its));
      continue;
    }
    if (kind !== 'flag' && kind !== 'segment') {
      notes.push(`the project's ${kind} file was changed too; it stays as it is`);
      continue;
    }
    const elsewhere = kind === 'segment' ? usedElsewhere(users.get(key), extent) : [];
    if (elsewhere.length > 0) {
      notes.push(
        `segment ${key} was changed too; it is used in ${alternatives(elsewhere, 'and')} as well, so it stays: leave out --env to restore it`,
      );
      continue;
    }
    const restored = await restore(await currentOf(present, kind satisfies RestoredKind, key));
    if (typeof restored === 'string') notes.push(restored);
    else if (restored) restorations.push(restored);
  }
  for (const flag of wanted) {
    if (!seen.has(`flag ${flag}`) && !through.has(flag)) notes.push(`${flag} was not changed then`);
  }
  const isFlag = ({ kind }: Restoration): number => (kind === 'flag' ? 0 : 1);
  restorations.sort((a, b) => isFlag(a) - isFlag(b) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return { restorations, notes };
}

function besideNote(segment: string, flags: readonly string[]): string {
  const verb = flags.length === 1 ? 'uses' : 'use';
  const using = alternatives(flags, 'and');
  return `segment ${segment}, which ${using} ${verb}, was changed too; it stays: leave out the flags to restore it`;
}

/** Environments beyond those asked for in which a segment decides something: it has no environments of its own. */
function usedElsewhere(users: readonly FlagOfSegment[] = [], { environments }: Extent): string[] {
  if (environments.length === 0) return [];
  return [...new Set(users.map(({ environment }) => environment).filter((name) => !environments.includes(name)))];
}
