import type { FlagDocument } from './snapshot-document.ts';

/**
 * What is wrong with the prerequisites of flags: one does not exist, or a flag needs itself. Linear, and on a stack of its
 * own: chains of prerequisites may be long.
 */
export function prerequisiteProblem(flags: Readonly<Record<string, FlagDocument>>): string | undefined {
  const needs = (key: string): FlagDocument['prerequisites'] & object => flags[key]?.prerequisites ?? [];
  const open = new Set<string>();
  const done = new Set<string>();
  for (const root of Object.keys(flags)) {
    if (done.has(root)) continue;
    const path = [{ key: root, next: 0 }];
    open.add(root);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const needed = needs(top.key)[top.next++]?.flag;
      if (needed === undefined) {
        path.pop();
        open.delete(top.key);
        done.add(top.key);
      } else if (!Object.hasOwn(flags, needed)) {
        return `flag ${top.key} needs ${needed}, which does not exist`;
      } else if (open.has(needed)) {
        const cycle = path.map(({ key }) => key).slice(path.findIndex(({ key }) => key === needed));
        return `prerequisites form a cycle: ${[...cycle.slice(0, 8), needed].join(' → ')}`;
      } else if (!done.has(needed)) {
        open.add(needed);
        path.push({ key: needed, next: 0 });
      }
    }
  }
  return undefined;
}
