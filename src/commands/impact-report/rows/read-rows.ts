import { CsvReader } from './csv.ts';
import { readJsonLine } from './json-lines.ts';
import { LineSplitter } from './line-splitter.ts';
import type { RowText } from './mistake.ts';
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
  for await (const chunk of source.chunks) {
    if (splitter === undefined) {
      const isJson = looksLikeJson(chunk);
      if (isJson === undefined) continue;
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

/** By the first byte that is no space; nothing if there is none. */
function looksLikeJson(chunk: Uint8Array): boolean | undefined {
  const isMark = chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf;
  const first = chunk.subarray(isMark ? 3 : 0).find((byte) => byte > 0x20);
  return first === undefined ? undefined : first === 0x7b || first === 0x5b;
}
