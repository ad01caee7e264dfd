import { segmentsThatUse } from '../conditions/segment-use.ts';
import { readFlag } from '../model/flag.ts';
import { readSegment } from '../model/segment.ts';

/** What a file defined, as parsed; `undefined` where it cannot be read, or is gone. */
export type UsingDefinition = () => unknown;

/**
 * The flags that use a segment, directly or through others, each with the environments in which it does.
 * @param flags definitions by key
 * @param segments likewise
 */
export function usersInAudit(
  key: string,
  flags: ReadonlyMap<string, UsingDefinition>,
  segments: ReadonlyMap<string, UsingDefinition>,
): Map<string, Set<string>> {
  const named = [...segments].map(([name, definition]) => {
    const { segments: used } = readSegment(name, '', definition());
    return [name, used.map((one) => one.key)] as const;
  });
  const affected = segmentsThatUse(key, named);
  const found = new Map<string, Set<string>>();
  for (const [name, definition] of flags) {
    const environments = segmentsIn(name, definition)
      .filter(([, used]) => used.some((one) => affected.has(one)))
      .map(([environment]) => environment);
    if (environments.length > 0) found.set(name, new Set(environments));
  }
  return found;
}

type SegmentsIn = readonly (readonly [environment: string, segments: readonly string[]])[];

/** By definition: most flags stay as they are from one change of a segment to the next. */
const known = new WeakMap<UsingDefinition, SegmentsIn>();

/** The segments that a flag names, by environment. */
function segmentsIn(key: string, definition: UsingDefinition): SegmentsIn {
  const found = known.get(definition);
  if (found) return found;
  const { environments } = readFlag(key, '', definition());
  const named = Object.entries(environments).map(
    ([environment, { segments }]) => [environment, segments.map((one) => one.key)] as const,
  );
  known.set(definition, named);
  return named;
}
