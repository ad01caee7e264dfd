import { CsvReader } from './csv.ts';
import { readJsonLine } from './json-lines.ts';
import { LineSplitter } from './line-splitter.ts';
import { longestRow, type RowText } from './mistake.ts';
import type { Row } from './row.ts';

/** A file of rows, or standard input. */
export interface RowSource {
  /** For people. */
  readonly name: string;
  /** Read once, piece by piece. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

/**
 * Reads exposures and outcomes from CSV or JSON Lines as they come, so that memory does not grow with the file. What begins with a
 * brace is JSON, whatever the name of the file.
 * @param take is given each row in turn
 * @param turn is called after each piece with the number of rows of this file so far
 * @throws UserError for the first row that cannot be read, with line and column
 */
export async function readRows(
  source: RowSource,
  take: (row: Row) => void,
  turn: (rows: number) => Promise<void>,
): Promise<number> {
  let splitter: LineSplitter | undefined;
  let read: (row: RowText) => Row | undefined = readJsonLine;
  let count = 0;
  const takeAll = (rows: Iterable<RowText>): void => {
    for (const text of rows) {
      const row = read(text);
      if (row === undefined) continue;
      count++;
      take(row);
    }
  };
  let head: Uint8Array = new Uint8Array(0);
  for await (const piece of source.chunks) {
    const chunk = head.length === 0 ? piece : Buffer.concat([head, piece]);
    head = chunk.subarray(0, 0);
    if (splitter === undefined) {
      const isJson = looksLikeJson(chunk);
      if (isJson === undefined && chunk.length < longestRow) {
        head = chunk;
        continue;
      }
      splitter = new LineSplitter(source.name, !isJson);
      if (!isJson) {
        const csv = new CsvReader();
        read = (row) => csv.read(row);
      }
    }
    takeAll(splitter.feed(chunk));
    await turn(count);
  }
  if (splitter !== undefined) takeAll(splitter.end());
  return count;
}

const mark = [0xef, 0xbb, 0xbf];
const space = new Set([0x20, 0x09, 0x0a, 0x0d]);

/** By the first byte that is neither space nor of a byte order mark; nothing if there is none. */
function looksLikeJson(chunk: Uint8Array): boolean | undefined {
  const first = chunk.find((byte, at) => !space.has(byte) && byte !== mark[at]);
  return first === undefined ? undefined : first === 0x7b || first === 0x5b;
}
