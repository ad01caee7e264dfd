import { segmentsUsed } from '../../conditions/segment-use.ts';
import { asFlagChanges } from '../../meaning/segment-use.ts';
import type { Change } from '../../meaning/change.ts';
import type { History } from '../../history/history.ts';
import type { Version } from '../../history/version.ts';
import { changedVersions, type ChangedVersion } from '../../history/version-changes.ts';
import { readFlag, type Flag } from '../../model/flag.ts';
import { readSegment } from '../../model/segment.ts';

/** A version of a segment that a flag used when it came about. */
export interface SegmentVersion {
  readonly segment: string;
  readonly version: Version;
  /** As changes of the flag: one for each environment that is concerned. */
  readonly changes: readonly Change[];
}

/** What something was from a position of the chain on. */
interface Span<T> {
  readonly from: number;
  readonly what: T;
}

/**
 * The versions of segments that changed who gets what of a flag: those of each segment that it used, directly or through
 * others, both before and after the commit.
 * @param own all versions of the flag, oldest first
 */
export async function segmentVersionsOf(
  history: History,
  own: readonly ChangedVersion[],
): Promise<readonly SegmentVersion[]> {
  const flags: Span<Flag>[] = own.map(({ version, after }) => ({
    from: history.position(version.commit),
    what: readFlag(version.key, version.path, after),
  }));
  const known = new Map<string, readonly ChangedVersion[]>();
  const names = new Map<string, Span<readonly string[]>[]>();
  let waiting = [...new Set(flags.flatMap(({ what }) => [...segmentsUsed(what, () => []).keys()]))];
  while (waiting.length > 0) {
    const wave = waiting.map(async (segment) => {
      return [segment, await changedVersions(history, await history.versions('segment', segment))] as const;
    });
    const next = new Set<string>();
    for (const [segment, versions] of await Promise.all(wave)) {
      const spans = versions.map(({ version, after }) => {
        const { segments } = readSegment(segment, version.path, after);
        return { from: history.position(version.commit), what: segments.map(({ key }) => key) };
      });
      known.set(segment, versions);
      names.set(segment, spans);
      for (const { what } of spans) for (const other of what) next.add(other);
    }
    waiting = [...next].filter((segment) => !known.has(segment));
  }
  const usedAt = (position: number): Map<string, string[]> => {
    const flag = at(flags, position);
    return flag ? segmentsUsed(flag, (segment) => at(names.get(segment) ?? [], position) ?? []) : new Map();
  };
  const found: SegmentVersion[] = [];
  for (const [segment, versions] of known) {
    for (const { version, changes } of versions) {
      const position = history.position(version.commit);
      const before = usedAt(position - 1).get(segment) ?? [];
      const environments = (usedAt(position).get(segment) ?? []).filter((name) => before.includes(name));
      const ofFlag = asFlagChanges(segment, changes, environments);
      if (ofFlag.length > 0) found.push({ segment, version, changes: ofFlag });
    }
  }
  return found;
}

/** What held at a position: spans are in the order of the chain. */
function at<T>(spans: readonly Span<T>[], position: number): T | undefined {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.from ?? 0) <= position) low = middle + 1;
    else high = middle;
  }
  return spans[low - 1]?.what;
}
