import type { Path, Span } from '../diagnostic/diagnostic.ts';
import { parseDocument } from '../source/document.ts';
import { beginsLine, lineEnd, lineStart } from '../source/lines.ts';
import { nodeAt } from '../source/locate.ts';
import type { Node } from '../source/node.ts';

/** Where a cursor is in the value of a file, and what may be written there. */
export interface Cursor {
  /** The path of the value that is written here; undefined where only the name of a field can be. */
  readonly value: Path | undefined;
  /** The path of the mapping that a field may be added to, and the names of its others; undefined where none can be. */
  readonly field: { readonly path: Path; readonly others: ReadonlySet<string> } | undefined;
  /** Of the word under the cursor, which is replaced. */
  readonly word: Span;
  /** What is written so far of the word, before the cursor. */
  readonly written: string;
  /** The value of the file, with something in place of the word. */
  readonly whole: unknown;
  /** Whether it is inside of brackets. */
  readonly inFlow: boolean;
  /** How much further in the word is than its line: behind the dash of a list. */
  readonly column: number;
  /** Whether a colon follows the word. */
  readonly hasColon: boolean;
  /** What is missing before a value: the space, where the cursor is right behind a colon. */
  readonly gap: '' | ' ';
}

/** A word that nobody writes: it marks the cursor while the text is read. */
const mark = 'zq0cursor0qz';

/**
 * Finds out where a cursor is, also in a text that is half typed: what cannot be read behind it is left out, and then what
 * cannot be before it.
 */
export function cursorAt(text: string, offset: number): Cursor | undefined {
  const word = wordAt(text, offset);
  const hasColon = /^["']?[ \t]*:(?=\s|$)/.test(text.slice(word.end));
  const gap = /[\w"'-]:$/.test(text.slice(lineStart(text, word.start), word.start)) ? ' ' : '';
  const endings = hasColon || gap !== '' ? [''] : ['', ':', ': 0'];
  for (const around of surroundings(text, word)) {
    for (const ending of endings) {
      const marked = around.before + gap + mark + ending + around.after;
      const document = parseDocument('', marked);
      if (document.problems.some(({ rule }) => rule === 'yaml-syntax')) continue;
      const found = findMark(document.root);
      // It can be read, and the cursor is in no value of it: in a comment.
      if (!found) return undefined;
      const written = text.slice(word.start, offset);
      const inFlow = isInFlow(marked, document.root, found.path);
      const { value, field } = readings(found, document.root, beginsItem(text, word.start) || inFlow);
      return {
        value,
        field,
        word,
        written,
        whole: document.value,
        inFlow,
        column: columnIn(text, word.start),
        hasColon,
        gap,
      };
    }
  }
  return undefined;
}

const wordPart = /[^\s,[\]{}:#"'&*!|>]/;

function wordAt(text: string, offset: number): Span {
  let start = offset;
  while (start > 0 && wordPart.test(text[start - 1] ?? '')) start--;
  start -= /(?<![\w-])(?:team|role):$/.exec(text.slice(Math.max(0, start - 6), start))?.[0].length ?? 0;
  let end = offset;
  while (end < text.length && wordPart.test(text[end] ?? '')) end++;
  // A dash alone opens an item of a list.
  const isDash = /^-+$/.test(text.slice(start, end)) && beginsLine(text, start);
  return isDash ? { start: offset, end: offset } : { start, end };
}

/** What may surround the word, from all of the text to the lines alone that hold it. */
function* surroundings(text: string, word: Span): Generator<{ before: string; after: string }> {
  const before = text.slice(0, word.start);
  yield { before, after: text.slice(word.end) };
  const line = text.slice(word.end, lineEnd(text, word.end));
  yield { before, after: line };
  const closing = closingOf(text.slice(lineStart(text, word.start), word.start));
  yield { before, after: closing };
  yield { before: ancestors(text, word.start), after: line };
  yield { before: ancestors(text, word.start), after: closing };
}

/** The brackets and quotes that are open at the end of a line. */
function closingOf(line: string): string {
  let open = '';
  let quote = '';
  for (const c of line) {
    if (quote !== '') quote = c === quote ? '' : quote;
    else if (c === '"' || c === "'") quote = c;
    else if (c === '{') open = `}${open}`;
    else if (c === '[') open = `]${open}`;
    else if (c === '}' || c === ']') open = open.slice(1);
  }
  return quote + open;
}

/** The lines that hold a place, each less far in than the one below it, and the beginning of its own line. */
function ancestors(text: string, offset: number): string {
  const start = lineStart(text, offset);
  const own = text.slice(start, offset);
  let limit = columnsBefore(own);
  const kept: string[] = [];
  const lines = text.slice(0, start).split('\n').toReversed();
  for (const line of lines) {
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
    const column = columnsBefore(line);
    const opens = /:[ \t]*(#.*)?$/.test(line) || /^\s*-\s/.test(line);
    if (column < limit && opens) {
      kept.push(line);
      limit = column;
    }
  }
  return [...kept.toReversed(), own].join('\n');
}

function columnsBefore(line: string): number {
  return /^ */.exec(line)?.[0].length ?? 0;
}

interface Found {
  readonly path: Path;
  /** Whether it is the name of a field. */
  readonly isKey: boolean;
}

function findMark(root: Node | undefined): Found | undefined {
  const pending: { readonly node: Node | undefined; readonly path: Path }[] = [{ node: root, path: [] }];
  for (let at = pending.pop(); at; at = pending.pop()) {
    const { node, path } = at;
    if (node?.kind === 'scalar' && String(node.value).includes(mark)) return { path, isKey: false };
    if (node?.kind === 'sequence')
      node.items.forEach((item, index) => pending.push({ node: item, path: [...path, index] }));
    if (node?.kind !== 'mapping') continue;
    for (const { key, value } of node.pairs) {
      if (key.includes(mark)) return { path: [...path, key], isKey: true };
      pending.push({ node: value, path: [...path, key] });
    }
  }
  return undefined;
}

/** A word on a line or in brackets of its own may be a value, or become the name of a field. */
function readings({ path, isKey }: Found, root: Node | undefined, isAlone: boolean): Pick<Cursor, 'value' | 'field'> {
  if (!isKey) return { value: path, field: isAlone ? { path, others: new Set() } : undefined };
  const above = path.slice(0, -1);
  const parent = nodeAt(root, above);
  const names = parent?.kind === 'mapping' ? parent.pairs.map(({ key }) => key) : [];
  return { value: undefined, field: { path: above, others: new Set(names.filter((name) => !name.includes(mark))) } };
}

function columnIn(text: string, offset: number): number {
  const before = text.slice(lineStart(text, offset), offset);
  return before.length - columnsBefore(before);
}

/** Whether nothing but a dash precedes a word on its line. */
function beginsItem(text: string, offset: number): boolean {
  return /^\s*(-\s+)*$/.test(text.slice(lineStart(text, offset), offset));
}

function isInFlow(text: string, root: Node | undefined, path: Path): boolean {
  for (let length = path.length - 1; length >= 0; length--) {
    const node = nodeAt(root, path.slice(0, length));
    if (node && node.kind !== 'scalar') return /[[{]/.test(text[node.start] ?? '');
  }
  return false;
}
