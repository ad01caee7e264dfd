import type { Path, Span } from '../diagnostic/diagnostic.ts';
import { findPair, keySpan, spanOf, type Node, type Pair } from './node.ts';

/** See `spanAt`. */
export function locate(root: Node | undefined, path: Path, part: 'key' | 'value'): Span {
  if (!root) return { start: 0, end: 0 };
  let node: Node = root;
  let pair: Pair | undefined;
  for (const step of path) {
    const next: Pair | undefined = typeof step === 'string' ? findPair(node, step) : undefined;
    const value: Node | undefined = next?.value ?? (node.kind === 'sequence' ? node.items[Number(step)] : undefined);
    if (!value) return nameOf(node, pair);
    node = value;
    pair = next;
  }
  if (part === 'key') return pair ? keySpan(pair) : nameOf(node, pair);
  return node.start < node.end ? spanOf(node) : nameOf(node, pair);
}

/** What stands for a node when the whole of it would be too much to mark: its field name, or its first field's. */
function nameOf(node: Node, pair: Pair | undefined): Span {
  if (pair) return keySpan(pair);
  const first = node.kind === 'mapping' ? node.pairs[0] : undefined;
  return first ? keySpan(first) : spanOf(node);
}

/** The node at a path, if every step of it exists. */
export function nodeAt(root: Node | undefined, path: Path): Node | undefined {
  let node = root;
  for (const step of path) {
    if (node?.kind === 'sequence') node = node.items[Number(step)];
    else node = findPair(node, String(step))?.value;
  }
  return node;
}
