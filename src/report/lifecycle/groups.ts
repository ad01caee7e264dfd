import type { FlagLifecycle, LifecycleReport } from '../../commands/lifecycle/lifecycle.ts';

/** Flags that are shown together. */
export interface LifecycleGroup {
  /** Undefined for flags without an owner, and where flags are not grouped by it. */
  readonly owner: string | undefined;
  /** How to reach the owner, as written. */
  readonly contact: string | undefined;
  readonly flags: readonly FlagLifecycle[];
}

/** The flags by owner where they are sorted so, else all of them together; none where there are no flags. */
export function groupsOf({ flags, by, contacts }: LifecycleReport): LifecycleGroup[] {
  if (flags.length === 0) return [];
  if (by !== 'owner') return [{ owner: undefined, contact: undefined, flags }];
  const groups = new Map<string | undefined, FlagLifecycle[]>();
  for (const flag of flags) {
    const group = groups.get(flag.owner);
    if (group) group.push(flag);
    else groups.set(flag.owner, [flag]);
  }
  return [...groups].map(([owner, group]) => ({
    owner,
    contact: owner === undefined ? undefined : contacts.get(owner),
    flags: group,
  }));
}
