import type { Path } from '../diagnostic/diagnostic.ts';
import type { Node } from '../source/node.ts';

/** A path that is still to be walked, and where its offset goes. */
interface Wanted {
  readonly path: Path;
  readonly index: number;
}

/** The same as `jsonPlaces`, for the nodes of a YAML document: each is looked at once. */
export function yamlPlaces(root: Node | undefined, paths: readonly Path[]): number[] {
  const offsets = paths.map(() => root?.start ?? 0);
  if (root !== undefined) walk(root, 0, paths.map((path, index) => ({ path, index })), offsets); // prettier-ignore
  return offsets;
}

function walk(node: Node, depth: number, wanted: readonly Wanted[], offsets: number[]): void {
  for (const { index } of wanted) offsets[index] = node.start;
  if (node.kind === 'scalar') return;
  const below = new Map<string, Wanted[]>();
  for (const one of wanted) {
    if (one.path.length <= depth) continue;
    const step = String(one.path[depth]);
    const known = below.get(step);
    if (known === undefined) below.set(step, [one]);
    else known.push(one);
  }
  if (below.size === 0) return;
  const inner = node.kind === 'mapping' ? node.pairs.map(({ key, value }) => [key, value] as const) : node.items.map((item, index) => [String(index), item] as const); // prettier-ignore
  for (const [step, child] of inner) {
    const own = below.get(step);
    if (own !== undefined) walk(child, depth + 1, own, offsets);
  }
}
