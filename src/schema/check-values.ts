import type { Fix, Path, Span } from '../diagnostic/diagnostic.ts';
import type { Problem } from '../diagnostic/problem.ts';
import { parseDuration, parseInstant } from '../evaluate/dates.ts';
import { MAX_TOTAL_WEIGHT } from '../evaluate/split.ts';
import { spanAt, type Document } from '../source/document.ts';
import { nodeAt } from '../source/locate.ts';
import { spanOf, type Node, type SequenceNode } from '../source/node.ts';
import { dateFields, durationFields, textsAt } from './date-fields.ts';
import { datePattern, durationPattern } from './patterns.ts';
import type { SchemaName } from './schema-name.ts';
import { nameOf, shown } from './wording.ts';

const dateForm = new RegExp(datePattern);
const durationForm = new RegExp(durationPattern);

/** A day that some month, or some February, does not have. */
const lastDays = /-(?:02-(?:29|30|31)|(?:04|06|09|11)-31)/;

/** More than this many problems of one file help nobody. */
const maxProblems = 100;

/** What a schema cannot say: dates that no calendar has, durations beyond reading, entries that appear twice. */
export function checkValues(kind: SchemaName, document: Document): Problem[] {
  const problems: Problem[] = [];
  const add: Add = (path, rest) => {
    if (problems.length < maxProblems)
      problems.push({ rule: 'invalid-value', ...rest, at: { file: document.file, span: spanAt(document, path) } });
  };
  // Nearly no file holds such a day, and looking at its text is quick. An escape may hide one.
  const { text: source } = document;
  const hidden = source.includes('\\');
  for (const pattern of hidden || lastDays.test(source) ? dateFields[kind] : []) {
    for (const { text, path } of textsAt(document.value, pattern)) {
      if (!dateForm.test(text) || parseInstant(text, 'start') !== undefined) continue;
      add(path, {
        message: `${nameOf(path)} is ${shown(text)}, which is not a day of the calendar`,
        help: monthHelp(text),
      });
    }
  }
  for (const pattern of durationFields[kind]) {
    for (const { text, path } of textsAt(document.value, pattern)) {
      if (!durationForm.test(text) || parseDuration(text) !== undefined) continue;
      add(path, {
        message: `${nameOf(path)} is ${shown(text)}, which is too long`,
        help: 'use days: 180d',
      });
    }
  }
  if (kind === 'flag') {
    for (const field of ['tags', 'affects']) checkTwice(document, field, add);
    checkWeights(document.value, add);
  }
  return problems;
}

const months = 'January February March April May June July August September October November December'.split(' ');

function monthHelp(date: string): string {
  const [year = '', month = ''] = date.split('-');
  const days = [28, 29, 30, 31].findLast((day) => parseInstant(`${year}-${month}-${day}`, 'start') !== undefined);
  return `${months[Number(month) - 1]} ${year} has ${days} days`;
}

type Add = (path: Path, rest: Pick<Problem, 'message' | 'help'> & Partial<Problem>) => void;

type Fields = Readonly<Record<string, unknown>>;

/** Buckets are counted in 31 bits (see evaluate/split.ts), so weights may not add up to more. Runs on every file. */
function checkWeights(value: unknown, add: Add): void {
  const { environments } = (value ?? {}) as Fields;
  if (typeof environments !== 'object' || environments === null) return;
  for (const [name, block] of Object.entries(environments)) {
    const { otherwise, rules } = (block ?? {}) as Fields;
    checkTotal(otherwise, () => ['environments', name, 'otherwise'], add);
    if (!Array.isArray(rules)) continue;
    rules.forEach((rule: Fields | null, index) => {
      checkTotal(rule?.serve, () => ['environments', name, 'rules', index, 'serve'], add);
    });
  }
}

function checkTotal(serve: unknown, path: () => Path, add: Add): void {
  if (typeof serve !== 'object' || serve === null) return;
  let total = 0;
  for (const weight of Object.values(serve)) if (typeof weight === 'number') total += weight;
  if (total <= MAX_TOTAL_WEIGHT) return;
  const message = `the weights of ${nameOf(path())} add up to ${total}, which is more than ${MAX_TOTAL_WEIGHT}`;
  add(path(), { message, help: 'use smaller numbers in the same proportion: 25 and 75, or 1 and 3' });
}

function checkTwice(document: Document, field: string, add: Add): void {
  const values = (document.value as Record<string, unknown>)[field];
  if (!Array.isArray(values) || !hasTwice(values)) return;
  const list = nodeAt(document.root, [field]);
  if (list?.kind !== 'sequence') return;
  const first = new Map<string, Node>();
  list.items.forEach((item, index) => {
    const { value } = item;
    if (typeof value !== 'string') return;
    const earlier = first.get(value);
    if (!earlier) {
      first.set(value, item);
      return;
    }
    const fix = removeEntry(document.text, list, index);
    add([field, index], {
      message: `${shown(value)} appears twice in "${field}"`,
      help: 'remove one of the two',
      related: [{ message: 'it comes first here', at: { file: document.file, span: spanOf(earlier) } }],
      ...(fix && { fix }),
    });
  });
}

/** For the few entries that these lists have, looking back through the list is quicker than making a set. */
function hasTwice(values: readonly unknown[]): boolean {
  if (values.length > 8) return new Set(values).size < values.length;
  return values.some((value, index) => values.indexOf(value, index + 1) >= 0);
}

/** Takes an entry that is not the first out of a list, unless a comment is beside it. */
function removeEntry(text: string, list: SequenceNode, index: number): Fix | undefined {
  const item = list.items[index];
  const before = list.items[index - 1];
  if (!item || !before || list.alias) return undefined;
  const between = text.slice(before.end, item.start);
  if (/^\s*,\s*$/.test(between)) return removal({ start: before.end, end: item.end });
  const lineStart = text.lastIndexOf('\n', item.start) + 1;
  const rest = /^[ \t]*(\r?\n|$)/.exec(text.slice(item.end, item.end + 200));
  if (!rest || !/^[ \t]*-[ \t]+$/.test(text.slice(lineStart, item.start))) return undefined;
  return removal({ start: lineStart, end: item.end + rest[0].length });
}

function removal(span: Span): Fix {
  return { title: 'remove the second', edits: [{ span, text: '' }] };
}
