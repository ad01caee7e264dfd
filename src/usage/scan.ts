import { beginsWordAt, endsWordBefore, isWordByte, wordBytes } from './characters.ts';
import type { Spelling } from './spellings.ts';
import { addToHash, emptyHash } from './word-hash.ts';
import type { WordTable } from './word-table.ts';

/** What a word of code may be. */
export interface Sought {
  /** A flag by one of its spellings, or a function that is given a key. */
  readonly kind: 'flag' | 'call';
  /** Of the flag; the name of the function. */
  readonly key: string;
  readonly spelling: Spelling;
}

/** Told where something that was sought is: offsets in bytes, end exclusive. */
export type OnFound = (sought: Sought, start: number, end: number) => unknown;

const [dash, dot, dollar, backslash] = [0x2d, 0x2e, 0x24, 0x5c] as const;

/** What follows a backslash in strings and patterns, and so is not part of the word behind it. */
const escapes = new Set(Buffer.from('nrtbfvae0'));
const quotes = new Set(Buffer.from('"\'`'));

/**
 * Finds words in a text: one pass over its bytes, whatever the number of words and the length of lines.
 * @param bytes UTF-8, or another encoding of which ASCII is a part
 */
export function scan(bytes: Buffer, words: WordTable<Sought>, onFound: OnFound): void {
  const { length } = bytes;
  let at = 0;
  while (at < length) {
    if (wordBytes[bytes[at] as number] === 0) {
      at++;
      continue;
    }
    if (bytes[at - 1] === backslash && escapes.has(bytes[at] as number)) {
      // The letter may be of the escape sequence, or of the word.
      const first = at + 1;
      scanChain(bytes, first, words, (sought, start, end) => start === first && onFound(sought, start, end));
    }
    at = scanChain(bytes, at, words, onFound);
  }
}

/**
 * Looks at a word, with those that a dash or a dot joins to it.
 * @returns the offset behind the last of them
 */
function scanChain(bytes: Buffer, start: number, words: WordTable<Sought>, onFound: OnFound): number {
  const { length } = bytes;
  let isJoined = false;
  let at = start;
  for (;;) {
    const wordStart = at;
    let wordHash = emptyHash;
    for (; at < length; at++) {
      const byte = bytes[at] as number;
      if (wordBytes[byte] === 0) break;
      wordHash = addToHash(wordHash, byte);
    }
    const found = words.find(bytes, wordStart, at, wordHash);
    if (found) report(bytes, wordStart, at, found, onFound);
    const joint = bytes[at];
    if ((joint !== dash && joint !== dot) || !isWordByte(bytes[at + 1])) break;
    isJoined = true;
    at++;
  }
  if (!isJoined) return at;
  let hash = emptyHash;
  for (let one = start; one < at; one++) hash = addToHash(hash, bytes[one] as number);
  const found = words.find(bytes, start, at, hash);
  if (found) report(bytes, start, at, found, onFound);
  return at;
}

function report(bytes: Buffer, start: number, end: number, found: readonly Sought[], onFound: OnFound): void {
  for (const sought of found) {
    if (standsAlone(bytes, start, end, sought)) onFound(sought, start, end);
  }
}

/** Whether the place is of this very word: not of a longer one, and of none that only looks like it. */
function standsAlone(bytes: Buffer, start: number, end: number, { kind, spelling }: Sought): boolean {
  if (kind === 'call') return !beginsWordAt(bytes, end);
  // An escape sequence ends where the word begins.
  const isEscaped = escapes.has(bytes[start - 1] as number) && bytes[start - 2] === backslash;
  if (!isEscaped && endsWordBefore(bytes, start)) return false;
  if (beginsWordAt(bytes, end)) return false;
  switch (spelling.form) {
    case 'quoted':
      return quotes.has(bytes[start - 1] as number) && isQuote(bytes, end);
    case 'dotted':
      return !isJoinedBefore(bytes, start, isEscaped) && !isJoinedAfter(bytes, end);
    case 'name':
      return isName(bytes, start, end);
  }
}

/** A quotation mark, which a backslash may come before. */
function isQuote(bytes: Buffer, at: number): boolean {
  return quotes.has(bytes[bytes[at] === backslash ? at + 1 : at] as number);
}

function isJoinedBefore(bytes: Buffer, start: number, isEscaped: boolean): boolean {
  if (isEscaped) return false;
  const before = bytes[start - 1];
  if (before === dash) return true;
  return (before === dot || before === dollar) && endsWordBefore(bytes, start - 1);
}

/** A dot may be the end of a sentence, and a dollar sign that of a pattern. */
function isJoinedAfter(bytes: Buffer, end: number): boolean {
  const after = bytes[end];
  if (after === dash) return true;
  if (after === dot) return beginsWordAt(bytes, end + 1);
  return after === dollar && (beginsWordAt(bytes, end + 1) || bytes[end + 1] === 0x7b || bytes[end + 1] === 0x28);
}

/** An identifier: its members and what it is a member of do not count, but a string of several words with dots does. */
function isName(bytes: Buffer, start: number, end: number): boolean {
  const [before, after] = [bytes[start - 1], bytes[end]];
  // A dash joins words, and begins or ends a string that others are added to; else it is an operator.
  if (before === dash && (endsWordBefore(bytes, start - 1) || isQuote(bytes, start - 2))) return false;
  if (before === dollar && endsWordBefore(bytes, start - 1)) return false;
  if (after === dash && (beginsWordAt(bytes, end + 1) || isQuote(bytes, end + 1))) return false;
  if (after === dollar) return false;
  const isMember = before === dot && endsWordBefore(bytes, start - 1);
  const hasMember = after === dot && beginsWordAt(bytes, end + 1);
  return !(isMember || hasMember) || !isWholeString(bytes, start, end);
}

/** Whether the words with dots around a place fill a string: then they are one name, and a longer one. */
function isWholeString(bytes: Buffer, start: number, end: number): boolean {
  const isPart = (at: number): boolean => isWordByte(bytes[at]) || bytes[at] === dot || bytes[at] === dash;
  let [from, to] = [start, end];
  while (isPart(from - 1)) from--;
  while (isPart(to)) to++;
  return quotes.has(bytes[from - 1] as number) && isQuote(bytes, to);
}
