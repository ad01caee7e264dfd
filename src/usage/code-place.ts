import { decodeCharacters, isContinuation, utf16Length } from './characters.ts';

/** A place in code. */
export interface CodePlace {
  /** From the root of the tree. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  /** UTF-16 offsets in the file, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** The line, without the spaces around it; of a long one the part around the place. */
  readonly text: string;
}

/** Of a line, so many bytes before and behind a place are shown. */
const shownBefore = 80;
const shownBehind = 120;

const lineFeed = 0x0a;

/** Gives bytes of a file their line and column. Places are asked for from the first to the last, so that each byte is counted once. */
export class PlaceFinder {
  private readonly file: string;
  private readonly bytes: Buffer;
  private line = 1;
  /** Where the line begins: in bytes, and in UTF-16 units of the file. */
  private lineStart: number;
  private lineOffset: number;
  /** How far has been counted, likewise. */
  private counted: number;
  private offset: number;
  /** The next line end that has not been counted; behind all bytes if there is none. */
  private nextEnd: number;

  constructor(file: string, bytes: Buffer) {
    this.file = file;
    this.bytes = bytes;
    // A byte order mark belongs to no line.
    const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    this.lineStart = this.counted = mark ? 3 : 0;
    this.lineOffset = this.offset = mark ? 1 : 0;
    this.nextEnd = this.lineEndFrom(0);
  }

  /** @param start in bytes, not before that of the place asked for last; as is `end`, exclusive */
  at(start: number, end: number): CodePlace {
    this.moveTo(start);
    const { file, line, offset } = this;
    return {
      file,
      line,
      column: offset - this.lineOffset + 1,
      start: offset,
      end: offset + (end - start),
      text: this.textAround(start, end),
    };
  }

  /** How many lines the file has. */
  countLines(): number {
    let lines = this.line - 1;
    for (let at = this.bytes.indexOf(lineFeed, this.lineStart); at >= 0; at = this.bytes.indexOf(lineFeed, at + 1))
      lines++;
    return lines + (this.bytes.length > 0 && this.bytes.at(-1) !== lineFeed ? 1 : 0);
  }

  private moveTo(start: number): void {
    const { bytes } = this;
    while (this.nextEnd < start) {
      const next = this.nextEnd + 1;
      this.offset += utf16Length(bytes, this.counted, next);
      this.counted = this.lineStart = next;
      this.lineOffset = this.offset;
      this.line++;
      this.nextEnd = this.lineEndFrom(next);
    }
    this.offset += utf16Length(bytes, this.counted, start);
    this.counted = start;
  }

  private lineEndFrom(start: number): number {
    const end = this.bytes.indexOf(lineFeed, start);
    return end < 0 ? this.bytes.length : end;
  }

  private textAround(start: number, end: number): string {
    const { bytes } = this;
    let from = Math.max(this.lineStart, start - shownBefore);
    while (from < start && isContinuation(bytes[from])) from++;
    const near = Math.min(bytes.length, end + shownBehind);
    const lineEnd = bytes.subarray(end, near).indexOf(lineFeed);
    let to = lineEnd < 0 ? near : end + lineEnd;
    while (to > end && isContinuation(bytes[to])) to--;
    return decodeCharacters(bytes, from, to).trim();
  }
}
