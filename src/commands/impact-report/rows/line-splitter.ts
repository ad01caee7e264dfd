import { UserError } from '../../../diagnostic/user-error.ts';
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
    if (this.#rest !== '') yield { file: this.#file, line: this.#line, text: withoutReturn(this.#rest) };
  }

  *#cut(text: string): Generator<RowText> {
    let start = 0;
    // Where the end of the row that begins at `start` is looked for.
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      const row = text.slice(start, end);
      from = end + 1;
      if (this.#joinsQuotes && row.includes('"') && isOpen(row)) continue;
      const line = this.#line;
      this.#line += this.#joinsQuotes ? row.split('\n').length : 1;
      start = from;
      if (row.length > longestRow) throw this.#tooLong(line, row);
      if (row !== '' && row !== '\r') yield { file: this.#file, line, text: withoutReturn(row) };
    }
    this.#rest = text.slice(start);
    if (this.#rest.length > longestRow) throw this.#tooLong(this.#line, this.#rest);
  }

  #decoded(bytes: Uint8Array | undefined): string {
    try {
      return bytes === undefined ? this.#decoder.decode() : this.#decoder.decode(bytes, { stream: true });
    } catch {
      throw new UserError(`${this.#file} is not UTF-8, in line ${this.#line} or after it`, 'save it as UTF-8');
    }
  }

  #tooLong(line: number, text: string): UserError {
    const row = { file: this.#file, line, text };
    return rowMistake(row, 0, 'this row is longer than a mebibyte', 'is a quote opened that is never closed?');
  }
}

function isOpen(row: string): boolean {
  let count = 0;
  for (let at = row.indexOf('"'); at >= 0; at = row.indexOf('"', at + 1)) count++;
  return count % 2 === 1;
}

function withoutReturn(row: string): string {
  return row.endsWith('\r') ? row.slice(0, -1) : row;
}
