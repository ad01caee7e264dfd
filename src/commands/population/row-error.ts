import { UserError } from '../../diagnostic/user-error.ts';

/** An error in a population file. @param offset where it is in the text */
export function rowError(text: string, offset: number, message: string, help?: string): UserError {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return new UserError(`line ${line} of the population: ${message}`, help);
}
