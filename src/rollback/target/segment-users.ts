import { segmentsUsed } from '../../conditions/segment-use.ts';
import type { Project } from '../../project/project.ts';

/** A flag in whose rules a segment decides something: those of a block that is enabled. */
export interface FlagOfSegment {
  readonly flag: string;
  readonly environment: string;
}

/** Who uses each segment, directly or through others. */
export function segmentUsers({ flags, segments }: Project): ReadonlyMap<string, readonly FlagOfSegment[]> {
  const users = new Map<string, FlagOfSegment[]>();
  const uses = (key: string): readonly string[] => segments.get(key)?.segments.map((one) => one.key) ?? [];
  for (const flag of flags.values()) {
    for (const [segment, environments] of segmentsUsed(flag, uses)) {
      const enabled = environments.filter((name) => flag.environments[name]?.enabled === true);
      if (enabled.length === 0) continue;
      const known = users.get(segment) ?? [];
      known.push(...enabled.map((environment) => ({ flag: flag.key, environment })));
      users.set(segment, known);
    }
  }
  return users;
}
