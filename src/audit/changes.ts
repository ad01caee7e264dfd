import { environmentsOf } from '../history/change-environments.ts';
import { movedChange, unreadableChange, type Change } from '../history/change.ts';
import { flagChanges, governanceChanges, segmentChanges } from '../history/changes.ts';
import type { History } from '../history/history.ts';
import { historyKinds, type HistoryKind } from '../history/timeline.ts';
import type { Version } from '../history/version.ts';
import { readManifest } from '../model/manifest.ts';
import { usersOf } from './segment-users.ts';

/** What is no flag and no segment: the rules of the house. */
export const governanceKinds: ReadonlySet<HistoryKind> = new Set(['manifest', 'owners', 'systems', 'policy']);

/** One version of a flag, a segment or a governance file, against the one before. */
export interface AuditedChange {
  readonly version: Version;
  readonly changes: readonly Change[];
  /** Those that the changes concern, as the definitions name them. */
  readonly environments: readonly string[];
  /** The flag itself; of a segment those that use it, directly or not; none of a governance file. */
  readonly flags: readonly string[];
}

/** A commit of the chain that changed what something means. */
export interface AuditedCommit {
  readonly commit: string;
  /** Milliseconds since 1970. */
  readonly committedAt: number;
  /** Governance files first, then segments and flags by key. */
  readonly changes: readonly AuditedChange[];
  /** The value of policy.yaml in the first parent; undefined where it had none. */
  readonly policy: unknown;
}

interface Occurrence {
  readonly version: Version;
  readonly before: unknown;
  readonly after: unknown;
  readonly wasUnreadable: boolean;
}

/**
 * What changed in a project, oldest first.
 * @param isWanted by committer date; what is not wanted is not read either, as far as it does not matter for the rest
 * @param flag only changes of this flag and of segments
 */
export async function auditedCommits(
  history: History,
  isWanted: (committedAt: number) => boolean = () => true,
  flag?: string,
): Promise<AuditedCommit[]> {
  const needed = neededKeys(history, isWanted, flag);
  const byCommit = new Map<string, Occurrence[]>();
  for (const kind of historyKinds) {
    for (const key of history.keys(kind)) {
      if (!needed(kind, key)) continue;
      for (const occurrence of await occurrences(history, kind, key)) {
        const list = byCommit.get(occurrence.version.commit);
        if (list) list.push(occurrence);
        else byCommit.set(occurrence.version.commit, [occurrence]);
      }
    }
  }
  const state = new Map<HistoryKind, Map<string, unknown>>(historyKinds.map((kind) => [kind, new Map()]));
  const values = (kind: HistoryKind): Map<string, unknown> => state.get(kind) ?? new Map<string, unknown>();
  return history.changingCommits().flatMap(({ commit, committedAt }) => {
    const found = byCommit.get(commit);
    if (!found) return [];
    const policy = values('policy').get('');
    for (const { version, after } of found) values(version.kind).set(version.key, after);
    if (!isWanted(committedAt)) return [];
    const { maxExtensions } = readManifest('', values('manifest').get(''));
    const changes = found.map((one) => auditedChange(one, values('flag'), values('segment'), maxExtensions));
    return [{ commit, committedAt, changes, policy }];
  });
}

/** Whether something has to be read: where a segment was changed, every flag may use it. */
function neededKeys(
  history: History,
  isWanted: (committedAt: number) => boolean,
  flag: string | undefined,
): (kind: HistoryKind, key: string) => boolean {
  const flags = new Set<string>();
  for (const { committedAt, entries } of history.changingCommits()) {
    if (!isWanted(committedAt)) continue;
    for (const { kind, key } of entries) {
      if (kind === 'segment') return () => true;
      if (kind === 'flag' && (flag === undefined || key === flag)) flags.add(key);
    }
  }
  return (kind, key) => governanceKinds.has(kind) || (kind === 'flag' && flags.has(key));
}

/** Every environment that a manifest of the history has named. */
export async function environmentsEver(history: History): Promise<Set<string>> {
  const names = new Set<string>();
  for (const version of await history.versions('manifest', '')) {
    for (const { name } of readManifest('', await history.value(version)).environments ?? []) names.add(name);
  }
  return names;
}

async function occurrences(history: History, kind: HistoryKind, key: string): Promise<Occurrence[]> {
  const found: Occurrence[] = [];
  let before: unknown;
  let wasUnreadable = false;
  for (const version of await history.versions(kind, key)) {
    const after = await history.value(version);
    found.push({ version, before, after, wasUnreadable });
    before = after;
    wasUnreadable = version.state === 'unreadable';
  }
  return found;
}

function auditedChange(
  { version, before, after, wasUnreadable }: Occurrence,
  flags: ReadonlyMap<string, unknown>,
  segments: ReadonlyMap<string, unknown>,
  maxExtensions: number,
): AuditedChange {
  const { kind, key } = version;
  const changes = changesOf(version, before, after, wasUnreadable, maxExtensions);
  if (kind === 'flag') {
    const environments = new Set(changes.flatMap((change) => environmentsOf(change, before, after)));
    return { version, changes, environments: [...environments], flags: [key] };
  }
  if (kind !== 'segment') return { version, changes, environments: [], flags: [] };
  const users = usersOf(key, flags, segments);
  const environments = new Set([...users.values()].flatMap((names) => [...names]));
  return { version, changes, environments: [...environments], flags: [...users.keys()] };
}

function changesOf(
  { kind, state, movedFrom, path }: Version,
  before: unknown,
  after: unknown,
  wasUnreadable: boolean,
  maxExtensions: number,
): Change[] {
  const moved = movedFrom === undefined ? [] : [movedChange(movedFrom, path)];
  if (state === 'unreadable') return [...moved, unreadableChange('after')];
  if (wasUnreadable && state === 'present') return [...moved, unreadableChange('before')];
  if (kind === 'flag') return [...moved, ...flagChanges(before, after, { maxExtensions })];
  return [...moved, ...(kind === 'segment' ? segmentChanges(before, after) : governanceChanges(before, after))];
}
