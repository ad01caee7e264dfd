import type { Path } from '../diagnostic/diagnostic.ts';
import type { Document } from './document.ts';
import { entriesOf, isFlow, type Collection, type Entry } from './entries.ts';
import { columnOf, lineBreakOf } from './lines.ts';
import type { Node } from './node.ts';
import { PatchError } from './patch-error.ts';
import type { WriteStyle } from './write-value.ts';

/** A text that is edited, and how it is written. */
export interface SourceOfPlace extends WriteStyle {
  readonly text: string;
  readonly lineBreak: string;
}

/** A value in the text. */
export interface SourcePlace {
  readonly node: Node;
  /** What holds it: absent for the root. */
  readonly entry: Entry | undefined;
  readonly parent: Collection | undefined;
  /** Whether it is inside of brackets. */
  readonly inFlow: boolean;
  /** Number of steps of the path that lead to it. */
  readonly depth: number;
}

/** The style of a document: that of the first of each thing in it. */
export function sourceOf({ text, root }: Document, literals: boolean): SourceOfPlace {
  let step: number | undefined;
  let dashStep: number | undefined;
  let padded: boolean | undefined;
  const pending: Node[] = root ? [root] : [];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.kind === 'scalar' || node.alias) continue;
    const flow = isFlow(text, node);
    if (flow && node.kind === 'mapping' && node.pairs.length > 0) padded ??= text[node.start + 1] === ' ';
    if (node.kind === 'sequence') {
      for (const item of node.items.toReversed()) pending.push(item);
      continue;
    }
    for (const { value } of node.pairs) {
      if (flow || value.kind === 'scalar' || value.alias || isFlow(text, value)) continue;
      const further = columnOf(text, value.start) - columnOf(text, node.start);
      if (value.kind === 'mapping' && further > 0) step ??= further;
      if (value.kind === 'sequence' && further >= 0) dashStep ??= further;
    }
    for (const { value } of node.pairs.toReversed()) pending.push(value);
  }
  const indent = step ?? (dashStep || 2);
  return {
    text,
    lineBreak: lineBreakOf(text),
    step: indent,
    dashStep: dashStep ?? indent,
    padded: padded ?? true,
    literals,
  };
}

/**
 * The value at a path, or at as much of the path as there is. A field written without brackets inside of brackets
 * (`[a: 1]`) has no text of its own to edit, so the place stops at the mapping it makes.
 */
export function placeOf(text: string, root: Node, path: Path): SourcePlace {
  let place: SourcePlace = { node: root, entry: undefined, parent: undefined, inFlow: false, depth: 0 };
  for (const step of path) {
    const { node, inFlow, depth } = place;
    if (node.kind === 'scalar') break;
    if (node.alias) throw new PatchError('anchor', path.slice(0, depth));
    if (isBare(text, place)) break;
    const index =
      node.kind === 'sequence' ? Number(step) : node.pairs.findLastIndex((pair) => pair.key === String(step));
    const entry: Entry | undefined = entriesOf(text, node)[index];
    if (!entry) break;
    place = { node: entry.value, entry, parent: node, inFlow: inFlow || isFlow(text, node), depth: depth + 1 };
  }
  return place;
}

/** Whether a place is a mapping without brackets in the midst of brackets. */
export function isBare(text: string, { node, inFlow }: SourcePlace): boolean {
  return inFlow && node.kind !== 'scalar' && !node.alias && !isFlow(text, node);
}
