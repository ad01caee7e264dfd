import { UserError } from '../diagnostic/user-error.ts';

/** Longer rows, in UTF-16 units, are none: a quote is not closed, or the file is something else. */
export const longestRow = 1 << 20;

/** A row as it is in its file. */
export interface RowText {
  /** The file, for people. */
  readonly file: string;
  /** Of its first line, from 1. */
  readonly line: number;
  readonly text: string;
}

/**
 * An error in a row: `exposures.csv:12:8: …`.
 * @param offset where it is in the text of the row, in UTF-16 units
 */
export function rowMistake(row: RowText, offset: number, message: string, help: string): UserError {
  const before = row.text.slice(0, offset);
  const breaks = before.split('\n').length - 1;
  const column = offset - (before.lastIndexOf('\n') + 1) + 1;
  return new UserError(`${row.file}:${row.line + breaks}:${column}: ${message}`, help);
}
