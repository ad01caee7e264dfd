import type { TextEdit } from '../diagnostic/diagnostic.ts';
import { parseDocument, type Document } from './document.ts';
import { applyEdits } from './edit.ts';
import { entriesOf, type Collection } from './entries.ts';
import { addEntry, fillEmpty, removeEntry, startDocument } from './patch-entries.ts';
import { nodeAt } from './locate.ts';
import type { Node } from './node.ts';
import { PatchError } from './patch-error.ts';
import { reorderEntries } from './patch-reorder.ts';
import { replace, replaceValue } from './patch-replace.ts';
import { isBare, placeOf, sourceOf, type SourcePlace, type SourceOfPlace } from './place.ts';
import { editValue, isSameValue, type ValueEdit } from './value-edit.ts';
import { writeKey } from './write-scalar.ts';

/**
 * Makes edits of a document's value, one after the other, in its text: only the touched lines change. Comments,
 * quotes, the order of fields, blank lines, indentation, line ends and a byte order mark stay. A removed field takes along the
 * comment on its line and the comment lines directly above it that are indented as it is; comments at the top of the
 * file always stay. Every result is read again and compared, so that nothing else than the edit can come about.
 * @throws PatchError where an edit does not fit, or cannot be made without touching more; nothing is changed then
 */
export function patch(document: Document, edits: readonly ValueEdit[]): Document {
  let current = document;
  for (let index = 0; index < edits.length;) {
    const together = independentEdits(current, edits, index);
    const result = together.length > 1 ? patchAll(current, together) : undefined;
    current = result ?? patchOne(current, edits[index] as ValueEdit);
    index += result ? together.length : 1;
  }
  return current;
}

/** The edits from an index on that replace values which are there, none of them inside of another. */
function independentEdits(document: Document, edits: readonly ValueEdit[], from: number): ValueEdit[] {
  const found: ValueEdit[] = [];
  const paths = new Set<string>();
  const above = new Set<string>();
  for (let index = from; index < edits.length; index++) {
    const edit = edits[index] as ValueEdit;
    if (edit.op !== 'set' || edit.path.length === 0 || !nodeAt(document.root, edit.path)) break;
    const steps = edit.path.map((_, length) => JSON.stringify(edit.path.slice(0, length + 1)));
    const own = steps.at(-1) as string;
    if (above.has(own) || steps.some((step) => paths.has(step))) break;
    paths.add(own);
    for (const step of steps) above.add(step);
    found.push(edit);
  }
  return found;
}

/** Makes independent edits at once; nothing where they touch the same text after all. */
function patchAll(document: Document, edits: readonly ValueEdit[]): Document | undefined {
  if (document.problems.length > 0) return undefined;
  const source = sourceOf(document, true);
  const expected = edits.reduce<unknown>(editValue, document.value);
  const texts = edits.flatMap((edit) => editsOf(source, document, edit, expected));
  texts.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  if (texts.some(({ span }, index) => span.start < (texts[index - 1]?.span.end ?? 0))) return undefined;
  const result = parseDocument(document.file, applyEdits(document.text, texts));
  return result.problems.length === 0 && isSameValue(result.value, expected) ? result : undefined;
}

function patchOne(document: Document, edit: ValueEdit): Document {
  if (document.problems.length > 0) throw new PatchError('broken', []);
  const expected = editValue(document.value, edit);
  // A literal block would swallow comments that are below it, further in: then the text goes in quotes.
  for (const literals of [true, false]) {
    const edits = editsOf(sourceOf(document, literals), document, edit, expected);
    const result = parseDocument(document.file, applyEdits(document.text, edits));
    if (result.problems.length === 0 && isSameValue(result.value, expected)) return result;
  }
  const usesAnchors = /[&*][^\s,[\]{}]/.test(document.text);
  throw new PatchError(usesAnchors ? 'anchor' : 'unsafe', edit.path);
}

function editsOf(source: SourceOfPlace, document: Document, edit: ValueEdit, expected: unknown): TextEdit[] {
  const { root, text } = document;
  if (!root) return startDocument(source, expected);
  const inside = edit.op === 'insert' || edit.op === 'reorder';
  const path = inside ? edit.path : edit.path.slice(0, -1);
  if (!inside && edit.path.length === 0) {
    return replaceValue(source, { node: root, entry: undefined, parent: undefined, inFlow: false, depth: 0 }, expected);
  }
  const place = placeOf(text, root, path);
  if (place.node.alias) throw new PatchError('anchor', path.slice(0, place.depth));
  const whole = valueAt(expected, path.slice(0, place.depth));
  if (isBare(text, place)) return replaceValue(source, place, whole);
  const { node } = place;
  if (node.kind === 'scalar') return fillEmpty(source, place, whole as object);
  // Something on the way is missing: the field that is to hold it is added with all that is in it.
  if (place.depth < path.length) return add(source, place, String(path[place.depth]), whole, undefined);
  switch (edit.op) {
    case 'insert': {
      const count = node.kind === 'sequence' ? node.items.length : 0;
      return addEntry(source, place, { index: edit.index ?? count, value: edit.value }, whole);
    }
    case 'reorder':
      return reorderEntries(source, place, edit.order) ?? replaceValue(source, place, whole);
    default:
      return editEntry(source, root, place, edit, whole);
  }
}

function editEntry(
  source: SourceOfPlace,
  root: Node,
  place: SourcePlace,
  edit: ValueEdit & { op: 'set' | 'remove' | 'rename' },
  whole: unknown,
): TextEdit[] {
  const { text } = source;
  const node = place.node as Collection;
  const last = edit.path.at(-1) as string | number;
  const index = node.kind === 'sequence' ? Number(last) : node.pairs.findLastIndex((pair) => pair.key === String(last));
  const pair = node.kind === 'mapping' ? node.pairs[index] : undefined;
  switch (edit.op) {
    case 'remove':
      return removeEntry(source, place, index);
    case 'rename':
      return pair
        ? [replace(pair.keyStart, pair.keyEnd, writeKey(edit.to, place.inFlow || text[node.start] === '{'))]
        : [];
    case 'set': {
      if (node.kind === 'sequence' && index === node.items.length) {
        return addEntry(source, place, { index, value: edit.value }, whole);
      }
      const entry = entriesOf(text, node)[index];
      if (!entry) return add(source, place, String(last), whole, edit.after);
      return replaceValue(source, placeOf(text, root, edit.path), edit.value);
    }
  }
}

function add(
  source: SourceOfPlace,
  place: SourcePlace,
  name: string,
  whole: unknown,
  after: string | undefined,
): TextEdit[] {
  const { node } = place;
  if (node.kind !== 'mapping') throw new PatchError('unsafe', []);
  const behind = after === undefined ? -1 : node.pairs.findLastIndex((pair) => pair.key === after);
  const index = behind < 0 ? node.pairs.length : behind + 1;
  return addEntry(source, place, { index, name, value: valueAt(whole, [name]) }, whole);
}

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((at, step) => (at as Record<string | number, unknown> | undefined)?.[step], value);
}
