import type { TextEdit } from '../diagnostic/diagnostic.ts';
import { endOf, entriesOf, isFlow, ownedStart, valueStart, type Entry } from './entries.ts';
import { columnOf, lineEnd, lineStart, nextLine } from './lines.ts';
import type { Node } from './node.ts';
import type { SourcePlace, SourceOfPlace } from './place.ts';
import { blockLines, formOf, isCollection, writeAfterDash, writeAfterField, writeFlow } from './write-value.ts';
import type { Form, Written } from './write-value.ts';

/** A collection in brackets stays so up to this many characters. */
const maxBracketLength = 100;

/** An edit of the text between two offsets. */
export function replace(start: number, end: number, text: string): TextEdit {
  return { span: { start, end }, text };
}

/** The edits that put another value in a place. Comments inside of the old value go with it; those around it stay. */
export function replaceValue(source: SourceOfPlace, place: SourcePlace, value: unknown, wanted?: Form): TextEdit[] {
  const { node, entry, parent, inFlow } = place;
  if (!entry || !parent) return replaceRoot(source, node, value, wanted);
  if (inFlow) return replaceInBrackets(source, entry, value);
  const form = wanted ?? formBeside(source, node, value);
  return replaceInBlock(source, entry, writeInstead(source, place, entry, value, form));
}

/** How a new value is written: as the old one was, or as suits it where the old one was not a collection. */
function formBeside(source: SourceOfPlace, node: Node, value: unknown): Form {
  if (!isCollection(value) || node.kind === 'scalar' || node.alias) return formOf(value, source);
  if (!isFlow(source.text, node)) return 'block';
  const isEmpty = node.kind === 'mapping' ? node.pairs.length === 0 : node.items.length === 0;
  if (isEmpty) return formOf(value, source);
  return writeFlow(value, source).length <= maxBracketLength ? 'flow' : 'block';
}

function writeInstead(
  source: SourceOfPlace,
  { node, parent }: SourcePlace,
  entry: Entry,
  value: unknown,
  form: Form,
): Written {
  const { text } = source;
  const quotes = node.kind === 'scalar' && !node.alias ? node.style : undefined;
  const wasBlock = node.kind !== 'scalar' && !node.alias && !isFlow(text, node);
  const from = valueStart(text, entry);
  const isBelow = text.slice(entry.gap, from).includes('\n');
  if (parent?.kind === 'sequence') {
    const column = from > entry.gap ? columnOf(text, from) : columnOf(text, entry.start) + 2;
    const written = writeAfterDash(value, column, form, source, quotes);
    const isBlock = written.rest.length > 0 && isCollection(value);
    return isBelow && isBlock ? { head: '', rest: blockLines(value, column, source) } : written;
  }
  const isSameKind = wasBlock && isCollection(value) && Array.isArray(value) === (node.kind === 'sequence');
  if (isSameKind && form === 'block' && Object.keys(value).length > 0) {
    return { head: '', rest: blockLines(value, columnOf(text, node.start), source) };
  }
  return writeAfterField(value, columnOf(text, entry.start), form, source, quotes);
}

function replaceInBlock(source: SourceOfPlace, entry: Entry, { head, rest }: Written): TextEdit[] {
  const { text, lineBreak } = source;
  const from = valueStart(text, entry);
  const below = text.slice(entry.gap, from).includes('\n');
  const lines = rest.join(lineBreak);
  const { value: node } = entry;
  const end = Math.max(entry.end, entry.gap);
  if (!below) {
    const first =
      head === ''
        ? replace(entry.gap, end, '')
        : from === entry.gap
          ? replace(entry.gap, end, ` ${head}`)
          : replace(from, end, head);
    const lineEnds = lineEnd(text, end);
    return rest.length === 0 ? [first] : [first, replace(lineEnds, lineEnds, lineBreak + lines)];
  }
  const inPlace = rest.length === 0 && (node.kind === 'scalar' || node.alias || isFlow(text, node));
  if (inPlace) return [replace(from, end, head)];
  if (head === '') return [replace(lineStart(text, from), lineEnd(text, end), lines)];
  const first = node.kind === 'scalar' ? lineStart(text, from) : ownedStart(text, entriesOf(text, node), 0, entry);
  const keyLineEnd = lineEnd(text, entry.gap);
  return [
    replace(entry.gap, entry.gap, ` ${head}`),
    ...(rest.length > 0 ? [replace(keyLineEnd, keyLineEnd, lineBreak + lines)] : []),
    ...removeLines(text, first, end),
  ];
}

/** Removes whole lines; a text that ended without a line break still does. */
export function removeLines(text: string, start: number, end: number): TextEdit[] {
  const to = nextLine(text, end);
  const endsText = to === text.length && text.at(-1) !== '\n';
  if (!endsText || start === 0) return [replace(start, to, '')];
  const breakStart = text[start - 2] === '\r' ? start - 2 : start - 1;
  return [replace(text[start - 1] === '\n' ? breakStart : start, to, '')];
}

function replaceInBrackets(source: SourceOfPlace, entry: Entry, value: unknown): TextEdit[] {
  const written = writeFlow(value, source);
  if (entry.gap < 0) return [replace(entry.end, entry.end, `: ${written}`)];
  const from = valueStart(source.text, entry);
  const isEmpty = from === entry.gap && entry.value.end <= entry.gap;
  return [isEmpty ? replace(entry.gap, entry.gap, ` ${written}`) : replace(from, entry.end, written)];
}

function replaceRoot(source: SourceOfPlace, node: Node, value: unknown, wanted?: Form): TextEdit[] {
  const { text, lineBreak } = source;
  const flow = isFlow(text, node);
  const block = isCollection(value) && Object.keys(value).length > 0 && (wanted === 'block' || !flow);
  const written = block ? blockLines(value, 0, source).join(lineBreak) : writeFlow(value, source);
  const end = flow || node.kind === 'scalar' ? node.end : lineEnd(text, endOf(text, node));
  return [replace(node.start, end, written)];
}
