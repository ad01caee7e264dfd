import { columnOf, lineEnd, lineStart, nextLine, skipBlank } from './lines.ts';
import type { MappingNode, Node, SequenceNode } from './node.ts';

/** A field of a mapping or an item of a list, with what belongs to it besides the value. */
export interface Entry {
  /** The field's name, the dash, or in a list of [ ] the item. */
  readonly start: number;
  /** After the colon or the dash; in a list of [ ] the start; -1 for a field of { } without a colon. */
  readonly gap: number;
  readonly value: Node;
  readonly end: number;
}

export type Collection = MappingNode | SequenceNode;

/** Whether a collection is written in brackets. */
export function isFlow(text: string, node: Node): boolean {
  return node.kind !== 'scalar' && (text[node.start] === '{' || text[node.start] === '[');
}

/** A node never changes, nor does the text it is of. */
const known = new WeakMap<Collection, readonly Entry[]>();

/** The fields of a mapping or the items of a list, in order. */
export function entriesOf(text: string, node: Collection): readonly Entry[] {
  const entries = known.get(node) ?? readEntries(text, node);
  known.set(node, entries);
  return entries;
}

function readEntries(text: string, node: Collection): Entry[] {
  const flow = isFlow(text, node);
  const entries: Entry[] = [];
  let after = flow ? node.start + 1 : node.start;
  for (const pair of node.kind === 'mapping' ? node.pairs : node.items) {
    const start = entries.length === 0 && !flow ? node.start : skipBlank(text, after, flow);
    let entry: Entry;
    if ('key' in pair) {
      const colon = skipBlank(text, pair.keyEnd);
      const gap = text[colon] === ':' ? colon + 1 : -1;
      entry = { start, gap, value: pair.value, end: Math.max(endOf(text, pair.value), gap, pair.keyEnd) };
    } else {
      const gap = flow ? start : start + 1;
      entry = { start, gap, value: pair, end: Math.max(endOf(text, pair), gap) };
    }
    entries.push(entry);
    after = entry.end;
  }
  return entries;
}

/** The end of a node, the dash of a last item without a value included. */
export function endOf(text: string, node: Node): number {
  let end = node.end;
  let last: Node | undefined = node;
  while (last && last.kind !== 'scalar' && !last.alias && !isFlow(text, last)) {
    if (last.kind === 'sequence') {
      const item: Node | undefined = last.items.at(-1);
      if (item && isMissing(item)) end = Math.max(end, lastDash(text, last));
      last = item;
    } else {
      const pair: MappingNode['pairs'][number] | undefined = last.pairs.at(-1);
      if (pair && isMissing(pair.value)) {
        const colon = skipBlank(text, pair.keyEnd);
        if (text[colon] === ':') end = Math.max(end, colon + 1);
      }
      last = pair?.value;
    }
    if (last) end = Math.max(end, last.end);
  }
  return end;
}

/** Whether nothing at all is written: the value is null, and is wherever the reader was. */
function isMissing(node: Node): boolean {
  return node.kind === 'scalar' && node.start === node.end;
}

/** The offset after the dash of a list's last item, which has no value. */
function lastDash(text: string, node: SequenceNode): number {
  const filled = node.items.findLastIndex((item) => !isMissing(item));
  let end = filled < 0 ? node.start : endOf(text, node.items[filled] as Node);
  for (let index = filled + 1; index < node.items.length; index++) end = skipBlank(text, end) + 1;
  return end;
}

/**
 * Where the value of an entry begins, its anchor or tag included; the gap where there is no value.
 */
export function valueStart(text: string, { gap, value }: Entry): number {
  if (value.end <= gap) return gap;
  const start = skipBlank(text, gap);
  return start <= value.start ? start : gap;
}

/**
 * The end of the last line that belongs to an entry: its own, the blank lines that a block scalar `|+` at its end
 * keeps, and comment lines below it that are indented further than it is.
 */
export function ownedEnd(text: string, entry: Entry): number {
  const column = columnOf(text, entry.start);
  let end = lineEnd(text, entry.end);
  const keepsBlanks = endsInKeptBlanks(text, entry.value);
  let isBelow = false;
  for (let next = nextLine(text, end); next < text.length; next = nextLine(text, next)) {
    const line = text.slice(next, lineEnd(text, next));
    const isBlank = line.trim() === '';
    if (!isBlank && (line.search(/\S/) <= column || !line.trimStart().startsWith('#'))) break;
    isBelow ||= !isBlank;
    if (!isBlank || (keepsBlanks && !isBelow)) end = next + line.length;
    if (!text.includes('\n', next)) break;
  }
  return end;
}

function endsInKeptBlanks(text: string, node: Node): boolean {
  const last = lastScalar(text, node);
  if (last?.kind !== 'scalar' || (last.style !== 'literal' && last.style !== 'folded')) return false;
  return /^[|>]\d?\+/.test(text.slice(last.start, last.start + 3));
}

/** What a value ends with. */
function lastScalar(text: string, node: Node): Node | undefined {
  let last: Node | undefined = node;
  while (last && last.kind !== 'scalar' && !isFlow(text, last)) {
    last = last.kind === 'sequence' ? last.items.at(-1) : last.pairs.at(-1)?.value;
  }
  return last;
}

/**
 * The start of the first of the comment lines that belong to an entry: those directly above it, without a blank
 * line between, indented as it is. The start of its own line where there are none.
 * @param limit no line that begins before this offset is looked at
 */
function commentedStart(text: string, start: number, limit: number): number {
  let first = lineStart(text, start);
  const column = start - first;
  while (first > limit) {
    const above = lineStart(text, first - 1);
    const line = text.slice(above, first);
    if (above < limit || line[column] !== '#' || line.slice(0, column).trim() !== '') break;
    first = above;
  }
  return first;
}

/**
 * The start of the first line of an entry that begins a line, with the comments that belong to it. Those at the top
 * of the file belong to the file.
 * @param holder what holds the entries; absent for the root
 */
export function ownedStart(text: string, entries: readonly Entry[], index: number, holder: Entry | undefined): number {
  const { start } = entries[index] as Entry;
  const before = entries[index - 1];
  if (!before && !holder) return lineStart(text, start);
  return commentedStart(text, start, nextLine(text, before ? before.end : (holder as Entry).gap));
}
