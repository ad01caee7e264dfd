import { field, fields } from '../model/read.ts';
import { environmentOf, readFlag, type Flag } from '../model/flag.ts';
import type { Change, ChangeKind } from './change.ts';
import { isOn } from './environment-changes.ts';

/**
 * The environments that a change of a flag concerns, in the order of the definitions: the one whose block it is in;
 * for a definition that came or went those it has a block for; otherwise every one in which the flag is enabled, before
 * or after. A change of the rules of the house concerns none by name, and one of a segment those of the flags that use it.
 * @param before the definition as parsed; `undefined` where there is none, or it cannot be read
 */
export function environmentsOf(change: Change, before: unknown, after: unknown): string[] {
  if (change.environment !== undefined) return [change.environment];
  if (change.kind === 'governance') return [];
  const isWhole = change.kind === 'create' || change.kind === 'delete';
  const [old, now] = [fields(fields(before).environments), fields(fields(after).environments)];
  const names = new Set([...Object.keys(now), ...Object.keys(old)]);
  return [...names].filter((name) => isWhole || isOn(field(old, name)) || isOn(field(now, name)));
}

/**
 * What a change counts as in one of its environments: its own kind, and `state` besides where a flag that is active
 * came, went, or was given another key.
 */
export function kindsIn(environment: string, change: Change, before: unknown, after: unknown): ChangeKind[] {
  const isKey = change.path.length === 1 && change.path[0] === 'key';
  if (change.kind !== 'create' && change.kind !== 'delete' && !isKey) return [change.kind];
  const isAffected = [before, after].some((value) => isActive(readFlag('', '', value), environment));
  return isAffected ? [change.kind, 'state'] : [change.kind];
}

/** Whether a flag is enabled, and can give anything but its off variant, whenever that may be. */
function isActive(flag: Flag, environment: string): boolean {
  const { enabled, serves } = environmentOf(flag, environment);
  return enabled && serves.some(({ variant }) => variant !== flag.off);
}
