import type { Path } from '../diagnostic/diagnostic.ts';
import { orderedFields } from './canonical.ts';
import { entriesByKey } from './entries.ts';

/**
 * A definition as lines, one fact a line, so that comparing lines compares meaning: `environments.production.otherwise:
 * off`. Entries of lists go by name, flag or id; members of other lists have a line each. Sorted, so that the order
 * of fields makes no difference; where the order of a list's entries counts it is a fact of its own.
 * @param value plain data as parsed, at most as deep as the parser lets through
 */
export function factsOf(value: unknown): string[] {
  const facts: string[] = [];
  collect([], value, facts);
  return facts.sort();
}

function collect(path: Path, value: unknown, facts: string[]): void {
  const say = (text: string): void => void facts.push(path.length === 0 ? text : `${nameOf(path)}: ${text}`);
  if (Array.isArray(value)) {
    const entries = value.length > 0 ? entriesByKey(value, path) : undefined;
    if (entries) {
      if (entries.size > 1 && path.at(-1) === 'rules') say(`in order ${[...entries.keys()].map(plain).join(', ')}`);
      for (const [key, entry] of entries) collect([...path, key], entry, facts);
    } else if (value.length > 0 && !value.some(isCollection) && new Set(value).size === value.length) {
      for (const item of value) facts.push(`${nameOf(path)}[]: ${whole(item)}`);
    } else {
      say(inline(value, false));
    }
  } else if (isCollection(value) && !isOneFact(path, value)) {
    for (const [name, item] of Object.entries(value)) collect([...path, name], item, facts);
  } else {
    say(isCollection(value) ? inline(value, orderedFields.has(String(path.at(-1)))) : whole(value));
  }
}

/** Weights and conditions are read as one. */
function isOneFact(path: Path, value: object): boolean {
  const name = String(path.at(-1));
  return orderedFields.has(name) || name === 'when' || name === 'targeting' || Object.keys(value).length === 0;
}

const nameOf = (path: Path): string => path.map((step) => plain(step)).join('.');

const isCollection = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** A value on one line, all of it. */
function inline(value: unknown, isOrdered: boolean): string {
  if (Array.isArray(value)) return `[${value.map((item) => inline(item, false)).join(', ')}]`;
  if (!isCollection(value)) return plain(value);
  const fields = Object.entries(value);
  if (!isOrdered) fields.sort(([a], [b]) => (a < b ? -1 : 1));
  const parts = fields.map(([name, item]) => `${plain(name)}: ${inline(item, orderedFields.has(name))}`);
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}

/** A scalar among others: texts that could be taken for something else, or for several things, are quoted. */
function plain(value: unknown): string {
  if (typeof value !== 'string') return String(value);
  return isWord.test(value) && !isOther.test(value) ? value : quoted(value);
}

/** A scalar that has the rest of the line. */
function whole(value: unknown): string {
  if (typeof value !== 'string') return String(value);
  return isText.test(value) && !isOther.test(value) ? value : quoted(value);
}

/** As JSON; what a terminal would obey, or nobody would see, is escaped. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, (character) => {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}

const isWord = /^[\p{L}\p{N}_/@](?:[\p{L}\p{N}_/@+ -]*[\p{L}\p{N}_/@+-])?$/u;
const isText = /^[\p{L}\p{N}_/@](?:[\p{L}\p{M}\p{N}\p{P}\p{S} ]*[\p{L}\p{M}\p{N}\p{P}\p{S}])?$/u;
const isOther = /^(?:null|true|false|NaN|Infinity|\d+(?:\.\d+)?(?:e[+-]?\d+)?|in order .*)$/;
