import { segmentsUsed } from '../history/segment-use.ts';
import type { Project } from '../project/project.ts';

/** The flags whose rules lead to one of some segments, directly or through others, and the environments of the rules. */
export function* segmentUsers(
  project: Project,
  segments: ReadonlySet<string>,
): Iterable<readonly [flag: string, environment: string]> {
  const uses = (key: string): readonly string[] => project.segments.get(key)?.segments.map((one) => one.key) ?? [];
  for (const flag of project.flags.values()) {
    for (const [segment, environments] of segmentsUsed(flag, uses)) {
      if (segments.has(segment)) for (const environment of environments) yield [flag.key, environment];
    }
  }
}
