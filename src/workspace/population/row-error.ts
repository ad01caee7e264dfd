import { UserError } from '../../diagnostic/user-error.ts';

/** Longer contexts, in UTF-16 units, are refused: a quote or a bracket is not closed, or the file is something else. */
export const longestContext = 1 << 20;

/** The error for such a one. @param offset where it begins in the text */
export function tooLong(text: string, offset: number): UserError {
  return rowError(text, offset, 'this context is longer than a mebibyte', 'is a quote or a bracket not closed?');
}

/** An error in a population file. @param offset where it is in the text */
export function rowError(text: string, offset: number, message: string, help?: string): UserError {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return new UserError(`line ${line} of the population: ${message}`, help);
}
