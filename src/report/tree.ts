import type { Style } from './style.ts';

/** One line of a tree. */
export interface TreeRow<Node> {
  readonly node: Node;
  /** The lines that lead to it: `│  └─ `. */
  readonly guide: string;
  /** It was shown before, with its branch, which is not repeated; or this row itself is on that branch. */
  readonly above: boolean;
  /** Its branch is left out because it lies too deep. */
  readonly cut: boolean;
}

export interface Tree<Node> {
  readonly rows: readonly TreeRow<Node>[];
  /** Whether there was more than the rows that were allowed. */
  readonly isCut: boolean;
}

export interface TreeOptions<Node> {
  readonly childrenOf: (node: Node) => readonly Node[];
  /** Nodes of the same identity are shown once with their branch; those without one may be repeated, and have none. */
  readonly identity: (node: Node) => string | undefined;
  readonly maxRows?: number;
  readonly maxDepth?: number;
}

/** Lays a graph out as a tree, from its roots downwards, without recursion and never longer than the rows allowed. */
export function treeOf<Node>(roots: readonly Node[], options: TreeOptions<Node>, { unicode }: Style): Tree<Node> {
  const { childrenOf, identity, maxRows = 200, maxDepth = 12 } = options;
  const [through, blank, branch, last] = unicode
    ? ['│  ', '   ', '├─ ', '└─ ']
    : (['|  ', '   ', '+- ', '`- '] as const);
  const rows: TreeRow<Node>[] = [];
  const shown = new Set<string>();
  interface Open {
    readonly nodes: readonly Node[];
    readonly indent: string;
    next: number;
  }
  const open: Open[] = [{ nodes: roots, indent: '', next: 0 }];
  for (let level = open.at(-1); level; level = open.at(-1)) {
    if (level.next >= level.nodes.length) {
      open.pop();
      continue;
    }
    if (rows.length >= maxRows) return { rows, isCut: true };
    const node = level.nodes[level.next++] as Node;
    const isRoot = open.length === 1;
    const isLast = level.next === level.nodes.length;
    const guide = isRoot ? '' : level.indent + (isLast ? last : branch);
    const id = identity(node);
    const above = id !== undefined && shown.has(id);
    const children = above || id === undefined ? [] : childrenOf(node);
    const cut = children.length > 0 && open.length > maxDepth;
    rows.push({ node, guide, above, cut });
    if (id !== undefined && !cut) shown.add(id);
    if (cut || children.length === 0) continue;
    open.push({ nodes: children, indent: isRoot ? '' : level.indent + (isLast ? blank : through), next: 0 });
  }
  return { rows, isCut: rows.some(({ cut }) => cut) };
}
