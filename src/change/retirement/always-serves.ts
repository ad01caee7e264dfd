import { environmentOf, type Flag } from '../../model/flag.ts';
import type { Project } from '../../project/project.ts';

/** Longer chains of prerequisites than this are not followed: what is at their end is not known. */
const longestChain = 500;

/**
 * Tells whether a flag certainly serves everybody one variant in an environment, whatever time it is: by its own rules, and, but
 * for the off variant, with all its prerequisites. Each flag is looked at once for a variant and an environment.
 */
export function alwaysServing(project: Project): (flag: Flag, environment: string, variant: string) => boolean {
  const known = new Map<string, boolean>();
  const serves = (flag: Flag, environment: string, variant: string, depth: number): boolean => {
    const id = `${flag.key}\n${environment}\n${variant}`;
    const before = known.get(id);
    if (before !== undefined) return before;
    // Flags that need each other in a circle serve nothing that is certain.
    known.set(id, false);
    const answer = find(flag, environment, variant, depth);
    known.set(id, answer);
    return answer;
  };
  const find = (flag: Flag, environment: string, variant: string, depth: number): boolean => {
    const block = environmentOf(flag, environment);
    if (!block.enabled) return variant === flag.off;
    const isOnly = block.serves.every(
      (one) => one.variant === variant && one.from === undefined && one.until === undefined,
    );
    if (block.serves.length === 0 || !isOnly || depth > longestChain) return false;
    if (variant === flag.off) return true;
    return flag.prerequisites.every(({ flag: key, variants }) => {
      const needed = project.flags.get(key);
      if (!needed) return false;
      const wanted = variants ?? needed.variants.filter((one) => one !== needed.off);
      return wanted.some((one) => serves(needed, environment, one, depth + 1));
    });
  };
  return (flag, environment, variant) => serves(flag, environment, variant, 0);
}
