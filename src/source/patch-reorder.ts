import type { TextEdit } from '../diagnostic/diagnostic.ts';
import { entriesOf, isFlow, ownedEnd, ownedStart, type Collection } from './entries.ts';
import { beginsLine, columnOf } from './lines.ts';
import { replace } from './patch-replace.ts';
import type { SourcePlace, SourceOfPlace } from './place.ts';

/**
 * The edits that put the entries of a collection in another order. Each takes along the comments that belong to it;
 * blank lines and other comments stay where they are. Nothing where comments have no line to move to.
 */
export function reorderEntries(
  source: SourceOfPlace,
  place: SourcePlace,
  order: readonly number[],
): TextEdit[] | undefined {
  const { text } = source;
  const node = place.node as Collection;
  const flow = isFlow(text, node);
  const entries = entriesOf(text, node);
  const chunks = entries.map((entry, index) => {
    if (flow || !beginsLine(text, entry.start)) return { start: entry.start, entry };
    // The indentation stays where it is: that of the first comment is that of the entry.
    return { start: ownedStart(text, entries, index, place.entry) + columnOf(text, entry.start), entry };
  });
  const edits: TextEdit[] = [];
  for (const [index, slot] of chunks.entries()) {
    const from = chunks[order[index] ?? index];
    if (!from || from === slot) continue;
    if (!flow && from.start !== from.entry.start && !beginsLine(text, slot.entry.start)) return undefined;
    const end = flow ? slot.entry.end : ownedEnd(text, slot.entry);
    edits.push(replace(slot.start, end, text.slice(from.start, flow ? from.entry.end : ownedEnd(text, from.entry))));
  }
  return edits;
}
