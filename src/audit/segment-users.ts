import { readFlag } from '../model/flag.ts';
import { readSegment } from '../model/segment.ts';

/**
 * The flags that use a segment, directly or through others, each with the environments in which it does.
 * @param flags definitions as parsed, by key
 * @param segments likewise
 */
export function usersOf(
  key: string,
  flags: ReadonlyMap<string, unknown>,
  segments: ReadonlyMap<string, unknown>,
): Map<string, Set<string>> {
  const usedBy = new Map<string, string[]>();
  for (const [name, value] of segments) {
    for (const { key: used } of readSegment(name, '', value).segments) {
      const users = usedBy.get(used);
      if (users) users.push(name);
      else usedBy.set(used, [name]);
    }
  }
  const affected = new Set([key]);
  // A set is walked through to the end, with what is added on the way.
  for (const segment of affected) for (const user of usedBy.get(segment) ?? []) affected.add(user);
  const found = new Map<string, Set<string>>();
  for (const [name, value] of flags) {
    const environments = Object.entries(readFlag(name, '', value).environments)
      .filter(([, { segments: used }]) => used.some((one) => affected.has(one.key)))
      .map(([environment]) => environment);
    if (environments.length > 0) found.set(name, new Set(environments));
  }
  return found;
}
