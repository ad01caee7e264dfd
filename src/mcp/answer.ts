import { clip, printable } from '../diagnostic/printable.ts';
import { UserError } from '../diagnostic/user-error.ts';

/** What a tool found out. */
export interface Found {
  readonly data: Readonly<Record<string, unknown>>;
  /** Which list of `data` is a part of a longer one. */
  readonly page?: Page;
  /** Fields of `data` that are said whole or not at all. */
  readonly whole?: readonly string[];
}

export interface Page {
  readonly list: string;
  /** How many items come before. */
  readonly offset: number;
  readonly total: number;
}

/** In UTF-16 units of JSON: about 20,000 tokens. */
const largestAnswer = 60_000;
const longestKey = 200;
const deepest = 24;

/**
 * What an agent is told: not more than it can read. Texts and lists that are too long are cut, and `cut` says of how many;
 * of a page `next` is the offset of the following one. Nothing in a text is invisible.
 * @throws UserError if it is too large even so
 */
export function answerOf({ data, page, whole = [] }: Found): Record<string, unknown> {
  for (let items = 100, text = 2_000; items > 2; items = Math.floor(items / 2), text = Math.floor(text / 2)) {
    const answer = cutTo(data, { items, text }, page, whole);
    if (JSON.stringify(answer).length <= largestAnswer) return answer;
  }
  throw new UserError('the answer is too large', 'ask for less: one flag, one environment; or use the command line');
}

interface Limits {
  readonly items: number;
  readonly text: number;
}

function cutTo(
  data: Found['data'],
  limits: Limits,
  page: Page | undefined,
  whole: readonly string[],
): Record<string, unknown> {
  const cut: Record<string, number> = {};
  const entries = Object.entries(data).map(([key, value]): [string, unknown] => {
    if (typeof value === 'string' && whole.includes(key)) return [key, visible(value)];
    return [key, shortened(value, limits, [key], cut)];
  });
  const answer = Object.fromEntries(entries);
  if (page) {
    delete cut[page.list];
    const end = page.offset + (answer[page.list] as readonly unknown[]).length;
    answer.next = end < page.total ? end : null;
  }
  return Object.keys(cut).length === 0 ? answer : { ...answer, cut };
}

function shortened(value: unknown, limits: Limits, path: readonly string[], cut: Record<string, number>): unknown {
  const note = (size: number): void => {
    cut[path.join('.')] = size;
  };
  if (typeof value === 'string') {
    if (value.length > limits.text) note(value.length);
    return visible(clip(value, limits.text));
  }
  if (typeof value !== 'object' || value === null) return value;
  if (path.length > deepest) {
    note(1);
    return 'left out: too deep';
  }
  if (Array.isArray(value)) {
    if (value.length > limits.items) note(value.length);
    return value.slice(0, limits.items).map((item, at) => shortened(item, limits, [...path, `${at}`], cut));
  }
  const entries = Object.entries(value);
  if (entries.length > limits.items) note(entries.length);
  const kept = entries.slice(0, limits.items).map(([key, inner]) => {
    const name = visible(clip(key, longestKey));
    return [name, shortened(inner, limits, [...path, name], cut)];
  });
  return Object.fromEntries(kept) as object;
}

/** Lines stay; whatever hides in a text, or turns it around, becomes a dot. */
export function visible(text: string): string {
  return text
    .split('\n')
    .map((line) => printable(line))
    .join('\n');
}

/** The items of a page, with what says which page it is. */
export function pageOf<Item>(
  list: string,
  items: readonly Item[],
  { offset, limit }: { readonly offset: number; readonly limit: number },
): { readonly items: readonly Item[]; readonly page: Page } {
  return { items: items.slice(offset, offset + limit), page: { list, offset, total: items.length } };
}

/** What a reporter wrote as JSON, without what says which command it was. */
export function dataOf(json: string): Record<string, unknown> {
  const { schemaVersion: _version, command: _command, ...data } = JSON.parse(json) as Record<string, unknown>;
  return data;
}
