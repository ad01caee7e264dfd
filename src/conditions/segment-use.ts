import type { Flag } from '../model/flag.ts';

/** The segments that a segment names; none for one that there is not. */
export type SegmentsOf = (segment: string) => readonly string[];

/** The segments that a flag uses, directly or through others, each with the environments whose rules lead to it. */
export function segmentsUsed(flag: Flag, segmentsOf: SegmentsOf): Map<string, string[]> {
  const used = new Map<string, string[]>();
  for (const [environment, { segments }] of Object.entries(flag.environments)) {
    const reached = new Set<string>();
    const waiting = segments.map(({ key }) => key);
    for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
      if (reached.has(key)) continue;
      reached.add(key);
      for (const other of segmentsOf(key)) waiting.push(other);
    }
    for (const key of reached) {
      const environments = used.get(key);
      if (environments) environments.push(environment);
      else used.set(key, [environment]);
    }
  }
  return used;
}

/**
 * A segment and those that use it, directly or through others.
 * @param segments each with those that it names
 */
export function segmentsThatUse(key: string, segments: Iterable<readonly [string, readonly string[]]>): Set<string> {
  const usedBy = new Map<string, string[]>();
  for (const [name, named] of segments) {
    for (const used of named) {
      const users = usedBy.get(used);
      if (users) users.push(name);
      else usedBy.set(used, [name]);
    }
  }
  const found = new Set([key]);
  // A set is walked through to the end, with what is added on the way.
  for (const segment of found) for (const user of usedBy.get(segment) ?? []) found.add(user);
  return found;
}
