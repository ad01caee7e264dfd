import type { TextEdit } from '../diagnostic/diagnostic.ts';
import { entriesOf, isFlow, ownedEnd, ownedStart, type Collection, type Entry } from './entries.ts';
import { beginsLine, columnOf, lineEnd, lineStart, nextLine, skipBlank } from './lines.ts';
import type { SourcePlace, SourceOfPlace } from './place.ts';
import { removeLines, replace, replaceValue } from './patch-replace.ts';
import {
  blockLines,
  formOf,
  isCollection,
  isSmall,
  writeAfterDash,
  writeAfterField,
  writeFlow,
} from './write-value.ts';
import { writeKey } from './write-scalar.ts';
import type { Form } from './write-value.ts';

/** Where and what to add: a field if it has a name, else an item. */
export interface Addition {
  readonly index: number;
  readonly name?: string | undefined;
  readonly value: unknown;
}

/**
 * The edits that add a field or an item. `whole` is the collection with it, for the case that all of it must be
 * written anew.
 */
export function addEntry(source: SourceOfPlace, place: SourcePlace, addition: Addition, whole: unknown): TextEdit[] {
  const { text } = source;
  const node = place.node as Collection;
  const entries = entriesOf(text, node);
  if (!isFlow(text, node)) return addToBlock(source, place, entries, addition);
  const written = writeFlow(addition.value, source);
  const added = addition.name === undefined ? written : `${writeKey(addition.name, true)}: ${written}`;
  const inner = text.slice(node.start, node.end);
  const outgrows = !isSmall(addition.value, source) || inner.length + added.length > 100;
  const isOneLine = !inner.includes('\n') && !inner.includes('#');
  if (outgrows && isOneLine && !place.inFlow && isCollection(addition.value)) {
    return replaceValue(source, place, whole, 'block');
  }
  return addToBrackets(source, node, entries, addition.index, added);
}

function addToBlock(
  source: SourceOfPlace,
  place: SourcePlace,
  entries: readonly Entry[],
  { index, name, value }: Addition,
): TextEdit[] {
  const { text, lineBreak } = source;
  const before = entries[index - 1];
  const anchor = (before ?? entries[0]) as Entry;
  const column = columnOf(text, anchor.start);
  const indent = ' '.repeat(column);
  const form = name === undefined ? formOfItem(source, entries, value) : formOf(value, source);
  const start = name === undefined ? '-' : `${writeKey(name, false)}:`;
  const written =
    name === undefined ? writeAfterDash(value, column + 2, form, source) : writeAfterField(value, column, form, source);
  const lines = [written.head === '' ? start : `${start} ${written.head}`, ...written.rest];
  if (before) {
    const end = ownedEnd(text, before);
    return [replace(end, end, lineBreak + indent + lines.join(lineBreak))];
  }
  if (!beginsLine(text, anchor.start)) {
    return [replace(anchor.start, anchor.start, lines.join(lineBreak) + lineBreak + indent)];
  }
  const at = ownedStart(text, entries, 0, place.entry);
  return [replace(at, at, indent + lines.join(lineBreak) + lineBreak)];
}

/** An item is written as those beside it are. */
function formOfItem(source: SourceOfPlace, entries: readonly Entry[], value: unknown): Form {
  const sibling = entries.find((entry) => entry.value.kind !== 'scalar')?.value;
  if (!sibling || !isCollection(value)) return formOf(value, source);
  if (!isFlow(source.text, sibling)) return 'block';
  return writeFlow(value, source).length <= 100 ? 'flow' : 'block';
}

function addToBrackets(
  source: SourceOfPlace,
  node: Collection,
  entries: readonly Entry[],
  index: number,
  added: string,
): TextEdit[] {
  const { text, lineBreak, padded } = source;
  const before = entries[index - 1];
  const anchor = before ?? entries[0];
  if (!anchor) {
    const isMapping = node.kind === 'mapping';
    const pad = isMapping && padded ? ' ' : '';
    if (text.slice(node.start + 1, node.end - 1).trim() !== '') {
      return [replace(node.start + 1, node.start + 1, ` ${added} `)];
    }
    return [replace(node.start + 1, node.end - 1, pad + added + pad)];
  }
  const line = ownLine(text, anchor);
  const indent = ' '.repeat(columnOf(text, anchor.start));
  if (!before) {
    const gap = line ? lineBreak + indent : ' ';
    return [replace(anchor.start, anchor.start, `${added},${gap}`)];
  }
  if (!line) return [replace(before.end, before.end, `, ${added}`)];
  const end = lineEnd(text, before.end);
  const comma = line.hasComma ? '' : ',';
  const newLine = `${lineBreak}${indent}${added}${line.hasComma ? ',' : ''}`;
  return end === before.end
    ? [replace(end, end, comma + newLine)]
    : [...(comma ? [replace(before.end, before.end, comma)] : []), replace(end, end, newLine)];
}

/** Whether an entry in brackets has its lines for itself, and whether a comma follows it there. */
function ownLine(text: string, entry: Entry): { hasComma: boolean } | undefined {
  if (!beginsLine(text, entry.start)) return undefined;
  const rest = text.slice(entry.end, lineEnd(text, entry.end));
  const match = /^[ \t]*(,?)[ \t]*(?:#.*)?$/.exec(rest);
  return match ? { hasComma: match[1] === ',' } : undefined;
}

/** The edits that remove a field or an item, with the comment on its line and those directly above it. */
export function removeEntry(source: SourceOfPlace, place: SourcePlace, index: number): TextEdit[] {
  const { text } = source;
  const node = place.node as Collection;
  const entries = entriesOf(text, node);
  const entry = entries[index] as Entry;
  const { start, end } = entry;
  if (isFlow(text, node)) return removeFromBrackets(text, node, entries, index);
  if (entries.length === 1) return replaceValue(source, place, node.kind === 'mapping' ? {} : []);
  const next = entries[index + 1];
  if (!beginsLine(text, start)) {
    const after = nextLine(text, end);
    if (next && text.slice(after, next.start).trim() === '' && lineStart(text, next.start) === after) {
      return [replace(start, next.start, '')];
    }
    const trimmed = text.slice(0, start).trimEnd().length;
    return [replace(trimmed, lineEnd(text, end), '')];
  }
  return removeLines(text, ownedStart(text, entries, index, place.entry), ownedEnd(text, entry));
}

function removeFromBrackets(text: string, node: Collection, entries: readonly Entry[], index: number): TextEdit[] {
  const { start, end } = entries[index] as Entry;
  const comma = skipBlank(text, end);
  const hasComma = text[comma] === ',';
  if (entries.length === 1) {
    const inner = [start, hasComma ? comma + 1 : end] as const;
    const rest = text.slice(node.start + 1, inner[0]) + text.slice(inner[1], node.end - 1);
    return rest.trim() === '' ? [replace(node.start + 1, node.end - 1, '')] : [replace(...inner, '')];
  }
  const before = entries[index - 1];
  if (ownLine(text, entries[index] as Entry) && (hasComma || before)) {
    const opening = { start: node.start, gap: node.start, value: node, end: node.start };
    if (lineStart(text, start) > (before?.end ?? node.start)) {
      return removeLines(text, ownedStart(text, entries, index, opening), end);
    }
  }
  const next = entries[index + 1];
  if (next && hasComma) {
    const spaces = /^[ \t]*/.exec(text.slice(comma + 1))?.[0].length ?? 0;
    return [replace(start, comma + 1 + spaces, '')];
  }
  const isPlainGap = before && /^[ \t]*,[ \t]*$/.test(text.slice(before.end, start));
  if (isPlainGap) return [replace(before.end, end, '')];
  return [replace(start, hasComma ? comma + 1 : end, '')];
}

/** A field without a value gets one: a block, as there is nothing on its line. */
export function fillEmpty(source: SourceOfPlace, place: SourcePlace, value: object): TextEdit[] {
  return replaceValue(source, place, value, isSmall(value, source) && Array.isArray(value) ? 'flow' : 'block');
}

/** The edits that write a value into a document that has none. */
export function startDocument(source: SourceOfPlace, value: unknown): TextEdit[] {
  const { text, lineBreak } = source;
  const lines =
    isCollection(value) && Object.keys(value).length > 0 ? blockLines(value, 0, source) : [writeFlow(value, source)];
  const needsBreak = text.length > 0 && !text.endsWith('\n') && text !== '\uFEFF';
  return [replace(text.length, text.length, (needsBreak ? lineBreak : '') + lines.join(lineBreak) + lineBreak)];
}
