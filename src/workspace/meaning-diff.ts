import type { Git } from '../git/git.ts';
import { once } from '../history/once.ts';
import { changedDefinitions, type ChangedDefinition, type LastReadable } from '../history/tree-changes.ts';
import type { Change } from '../meaning/change.ts';
import { segmentsUsed, type SegmentsOf } from '../conditions/segment-use.ts';
import { asFlagChanges } from '../meaning/segment-use.ts';
import { readFlag, type Flag } from '../model/flag.ts';
import { readSegment } from '../model/segment.ts';
import type { Host } from './host.ts';
import { openProject } from './linted-project.ts';
import { openedHistory } from './opened-history.ts';
import type { DiffSides } from './two-sides.ts';

/** What has changed in meaning between two states of a project. */
export interface MeaningDiff {
  /** By key; also those of which only a segment has changed that they use. */
  readonly flags: readonly ChangedFlag[];
  /** By key. */
  readonly segments: readonly ChangedSegment[];
  /** Those of the project, lowest first; absent where its manifest does not say. */
  readonly environments: readonly string[] | undefined;
  /** The manifest, the owners, the systems, the policy. */
  readonly governance: readonly ChangedFile[];
}

export interface ChangedFile {
  readonly change: ChangedDefinition['change'];
  /** Of a removed one, where it was. */
  readonly file: string;
  readonly changes: readonly Change[];
}

export interface ChangedFlag extends ChangedFile {
  readonly key: string;
  readonly owner: string | undefined;
  readonly criticality: string;
}

interface ChangedSegment extends ChangedFile {
  readonly key: string;
  /** The keys of the flags whose targeting that changes. */
  readonly flags: readonly string[];
}

/** What something was when it could last be read, in the history of a commit; nothing where that is cut off. */
function lastReadable(host: Host, git: Git, commit: string | undefined): LastReadable {
  const opened = once(async () =>
    commit === undefined || (await git.isShallow()) ? undefined : (await openedHistory(host, commit)).history,
  );
  return async (kind, key) => {
    const history = await opened();
    if (!history) return undefined;
    const versions = await history.definedVersions(kind, key);
    return { value: versions.findLast(({ version }) => version.state !== 'unreadable')?.value() };
  };
}

/** What has changed in meaning between two states. */
export async function meaningDiff(host: Host, git: Git, sides: DiffSides): Promise<MeaningDiff> {
  const { manifest, changed } = await changedDefinitions(
    sides.base,
    sides.head,
    sides.isSame,
    lastReadable(host, git, sides.base.commit),
  );
  const ofKind = (kind: string): ChangedDefinition[] => changed.filter((one) => one.kind === kind);
  const segments = ofKind('segment');
  const used = await changesBySegments(host, sides, segments, ofKind('flag'));
  const flags = new Map<string, ChangedFlag>();
  for (const one of ofKind('flag')) {
    const { key, change, path: file, before, after, changes } = one;
    const { owner, criticality } = readFlag(key, file, after ?? before);
    const more = used.get(key)?.changes ?? [];
    flags.set(key, { key, change, file, owner, criticality, changes: [...changes, ...more] });
  }
  for (const [key, { flag, changes }] of used) {
    const { file, owner, criticality } = flag;
    if (!flags.has(key)) flags.set(key, { key, change: 'modified', file, owner, criticality, changes });
  }
  const users = (segment: string): string[] =>
    [...used].filter(([, { segments: those }]) => those.has(segment)).map(([key]) => key);
  return {
    flags: [...flags.values()].sort((a, b) => (a.key < b.key ? -1 : 1)),
    segments: segments.map(({ key, change, path: file, changes }) => {
      return { key, change, file, changes, flags: users(key).sort() };
    }),
    environments: manifest.environments?.map(({ name }) => name),
    governance: changed
      .filter(({ kind }) => kind !== 'flag' && kind !== 'segment')
      .map(({ change, path: file, changes }) => ({ change, file, changes })),
  };
}

interface BySegments {
  readonly flag: Flag;
  readonly changes: Change[];
  /** Those that changed it. */
  readonly segments: Set<string>;
}

/** What changed segments change in the flags that use them before and after, by the key of the flag. */
async function changesBySegments(
  host: Host,
  { head }: DiffSides,
  segments: readonly ChangedDefinition[],
  flags: readonly ChangedDefinition[],
): Promise<Map<string, BySegments>> {
  const found = new Map<string, BySegments>();
  const concerning = segments.filter(({ key, changes }) => asFlagChanges(key, changes, ['']).length > 0);
  if (concerning.length === 0) return found;
  const project = await openProject(host, head.tree, head.folder);
  const segmentsNow: SegmentsOf = (key) => project.segments.get(key)?.segments.map((one) => one.key) ?? [];
  // What has not changed was the same before, so the base need not be read.
  const oldSegments = new Map(segments.map(({ key, path, before }) => [key, readSegment(key, path, before)]));
  const segmentsThen: SegmentsOf = (key) => oldSegments.get(key)?.segments.map((one) => one.key) ?? segmentsNow(key);
  const oldFlags = new Map(flags.map(({ key, path, before }) => [key, readFlag(key, path, before)]));
  for (const [key, flag] of project.flags) {
    const is = segmentsUsed(flag, segmentsNow);
    if (is.size === 0) continue;
    const was = segmentsUsed(oldFlags.get(key) ?? flag, segmentsThen);
    for (const { key: segment, changes } of concerning) {
      const environments = (is.get(segment) ?? []).filter((name) => was.get(segment)?.includes(name));
      if (environments.length === 0) continue;
      const one = found.get(key) ?? { flag, changes: [], segments: new Set() };
      one.changes.push(...asFlagChanges(segment, changes, environments));
      one.segments.add(segment);
      found.set(key, one);
    }
  }
  return found;
}
