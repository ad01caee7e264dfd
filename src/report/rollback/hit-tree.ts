import type { HitFlag } from '../../rollback/plan/plan.ts';
import { hitWeight } from './hit-state.ts';

/** One line of the tree of who is hit. */
interface TreeLine {
  /** What is drawn in front of the key. */
  readonly branch: string;
  readonly key: string;
  /** Absent for a flag that is rolled back itself. */
  readonly flag: HitFlag | undefined;
  /** It is further up already, with all that hangs on it. */
  readonly isAbove: boolean;
}

export interface HitTree {
  readonly lines: readonly TreeLine[];
  /** How many flags are hit that no line shows. */
  readonly left: number;
}

/** Branches deeper than this leave no room for words. */
const deepest = 6;

/**
 * The flags that are hit, below those that they need, those first that are hit worst.
 * @param roots the flags that are rolled back
 * @param most lines
 */
export function hitTree(
  dependents: readonly HitFlag[],
  roots: readonly string[],
  most: number,
  unicode: boolean,
): HitTree {
  const hit = new Map(dependents.map((flag) => [flag.key, flag]));
  const below = new Map<string, HitFlag[]>();
  for (const flag of [...dependents].sort((a, b) => hitWeight(b) - hitWeight(a))) {
    for (const parent of new Set(flag.needs)) {
      const list = below.get(parent);
      if (list) list.push(flag);
      else below.set(parent, [flag]);
    }
  }
  const { branch, last, bar } = unicode
    ? { branch: '├─ ', last: '└─ ', bar: '│  ' }
    : { branch: '+- ', last: '`- ', bar: '|  ' };
  const tops = [
    ...new Set([...roots, ...dependents.flatMap(({ needs }) => needs.filter((key) => !hit.has(key)))]),
  ].filter((key) => below.has(key) && !hit.has(key));
  interface Open {
    readonly key: string;
    readonly own: string;
    readonly margin: string;
    readonly depth: number;
  }
  const stack: Open[] = tops.reverse().map((key) => ({ key, own: '', margin: '', depth: 0 }));
  const lines: TreeLine[] = [];
  const seen = new Set<string>();
  while (stack.length > 0 && lines.length < most) {
    const { key, own, margin, depth } = stack.pop() as Open;
    const isAbove = seen.has(key);
    lines.push({ branch: own, key, flag: hit.get(key), isAbove });
    seen.add(key);
    const children = isAbove || depth === deepest ? [] : (below.get(key) ?? []);
    // No more of them than lines can be needed.
    for (let at = Math.min(children.length, most) - 1; at >= 0; at--) {
      const isLast = at === children.length - 1;
      const next = {
        depth: depth + 1,
        own: margin + (isLast ? last : branch),
        margin: margin + (isLast ? '   ' : bar),
      };
      stack.push({ ...next, key: (children[at] as HitFlag).key });
    }
  }
  return { lines, left: dependents.filter(({ key }) => !seen.has(key)).length };
}
