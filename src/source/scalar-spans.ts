import type { Span } from '../diagnostic/diagnostic.ts';
import type { Node } from './node.ts';

/** The ranges of a text that are scalars, in order: what looks like syntax there is only text. */
export function scalarSpans(root: Node | undefined): readonly Span[] {
  const spans: Span[] = [];
  const pending: Node[] = root ? [root] : [];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.kind === 'scalar' || node.alias) spans.push(node);
    else if (node.kind === 'sequence') for (const item of node.items) pending.push(item);
    else for (const pair of node.pairs) pending.push(pair.value);
  }
  return spans.sort((a, b) => a.start - b.start);
}

/** The ranges of a text that are in brackets, in order. */
export function flowSpans(root: Node | undefined, text: string): readonly Span[] {
  const spans: Span[] = [];
  const pending: Node[] = root ? [root] : [];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.kind === 'scalar' || node.alias) continue;
    if (/[[{]/.test(text.charAt(node.start))) spans.push(node);
    else if (node.kind === 'sequence') for (const item of node.items) pending.push(item);
    else for (const pair of node.pairs) pending.push(pair.value);
  }
  return spans.sort((a, b) => a.start - b.start);
}

/** Whether an offset lies in one of the ranges, which are in order and do not overlap. */
export function isInside(spans: readonly Span[], offset: number): boolean {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low > 0 && offset < (spans[low - 1]?.end ?? 0);
}
