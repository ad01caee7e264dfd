import { UserError } from '../diagnostic/user-error.ts';
import { longestRow, rowMistake, type RowText } from './mistake.ts';

/**
 * Cuts a stream of bytes into rows: lines, but for empty ones. A line with an odd number of double quotes goes on with the next
 * where quotes hold line breaks.
 */
export class LineSplitter {
  readonly #file: string;
  readonly #joinsQuotes: boolean;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  /** What is not yet known to be a whole row, and its first line. */
  #rest = '';
  #line = 1;
  /** How much of it is known to be lines that go on, how many those are, and whether a quote is open after them. */
  #known = 0;
  #breaks = 0;
  #isOpen = false;

  constructor(file: string, joinsQuotes: boolean) {
    this.#file = file;
    this.#joinsQuotes = joinsQuotes;
  }

  /** The rows that end in what has come so far. @throws UserError if it is not UTF-8, or a row is too long */
  *feed(bytes: Uint8Array): Generator<RowText> {
    yield* this.#cut(this.#rest + this.#decoded(bytes));
  }

  /** The last row, if no line break ends it. */
  *end(): Generator<RowText> {
    yield* this.#cut(this.#rest + this.#decoded(undefined));
    const row = { file: this.#file, line: this.#line, text: withoutReturn(this.#rest) };
    if (row.text !== '') yield row;
  }

  *#cut(text: string): Generator<RowText> {
    let start = 0;
    // Up to here the row that begins at `start` is known to go on, and whether in quotes.
    let from = this.#known;
    let quote = this.#joinsQuotes ? text.indexOf('"', from) : -1;
    for (let end = text.indexOf('\n', from); end >= 0; end = text.indexOf('\n', from)) {
      if (end - start > longestRow) break;
      for (; quote >= 0 && quote < end; quote = text.indexOf('"', quote + 1)) this.#isOpen = !this.#isOpen;
      from = end + 1;
      this.#breaks++;
      if (this.#isOpen) continue;
      const row = { file: this.#file, line: this.#line, text: withoutReturn(text.slice(start, end)) };
      this.#line += this.#breaks;
      this.#breaks = 0;
      start = from;
      if (row.text !== '') yield row;
    }
    this.#rest = text.slice(start);
    this.#known = from - start;
    if (this.#rest.length > longestRow) throw this.#tooLong();
  }

  #decoded(bytes: Uint8Array | undefined): string {
    try {
      return bytes === undefined ? this.#decoder.decode() : this.#decoder.decode(bytes, { stream: true });
    } catch {
      throw new UserError(`${this.#file} is not UTF-8, in line ${this.#line} or after it`, 'save it as UTF-8');
    }
  }

  #tooLong(): UserError {
    const row = { file: this.#file, line: this.#line, text: this.#rest };
    return rowMistake(row, 0, 'this row is longer than a mebibyte', 'is a quote opened that is never closed?');
  }
}

function withoutReturn(row: string): string {
  return row.endsWith('\r') ? row.slice(0, -1) : row;
}
