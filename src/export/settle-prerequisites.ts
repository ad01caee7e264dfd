import type { EnvironmentFlag, EnvironmentPrerequisite } from './environment-flag.ts';
import { UnsupportedError } from './statement.ts';

/** What was found out about prerequisites, and how to find it out. */
export interface Settling {
  readonly flags: ReadonlyMap<string, EnvironmentFlag>;
  readonly isKnown: (prerequisite: string) => boolean;
  /** Called once all prerequisites of the flag are known. */
  readonly settle: (name: string, prerequisite: EnvironmentPrerequisite, flag: EnvironmentFlag) => void;
}

/** Prerequisites that want the same of one flag have one name. */
export const nameOfPrerequisite = ({ flag, wanted }: EnvironmentPrerequisite): string =>
  `${flag} ${wanted?.join(' ') ?? ''}`;

/**
 * Finds out about all prerequisites of a flag, near and far, the farthest first: on a stack of its own, because chains may be
 * long.
 * @throws UnsupportedError if they form a cycle
 */
export function settlePrerequisites(root: EnvironmentFlag, { flags, isKnown, settle }: Settling): void {
  const path: { readonly flag: EnvironmentFlag; readonly by: EnvironmentPrerequisite | undefined; next: number }[] = [
    { flag: root, by: undefined, next: 0 },
  ];
  const open = new Set<string>();
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const prerequisite = top.flag.prerequisites[top.next++];
    if (prerequisite === undefined) {
      path.pop();
      if (top.by === undefined) continue;
      open.delete(nameOfPrerequisite(top.by));
      settle(nameOfPrerequisite(top.by), top.by, top.flag);
      continue;
    }
    const needed = flags.get(prerequisite.flag);
    const name = nameOfPrerequisite(prerequisite);
    if (needed === undefined || isKnown(name)) continue;
    if (open.has(name)) throw new UnsupportedError(`its prerequisites form a cycle through ${prerequisite.flag}`);
    open.add(name);
    path.push({ flag: needed, by: prerequisite, next: 0 });
  }
}

/** What was found out, or why the engine cannot say it, with the name of the prerequisite that is at fault. */
export function attempt<Found>(key: string, find: () => Found): Found | UnsupportedError {
  try {
    return find();
  } catch (error) {
    if (!(error instanceof UnsupportedError)) throw error;
    return error.message.startsWith('prerequisite ')
      ? error
      : new UnsupportedError(`prerequisite ${key}: ${error.message}`);
  }
}
