import { didYouMean } from '../diagnostic/suggest.ts';
import { UserError } from '../diagnostic/user-error.ts';

/**
 * Makes sure that a name is one of those known.
 * @param otherwise the help where nothing is near; by default a list of what is known
 * @throws UserError that says the nearest right one
 */
export function requireKnown(what: string, name: string, known: Iterable<string>, otherwise?: string): void {
  const names = [...known];
  if (names.includes(name)) return;
  const listed = names.length === 0 ? `there is no ${what} at all` : `it can be ${names.slice(0, 12).join(', ')}`;
  throw new UserError(`there is no ${what} "${name}"`, didYouMean(name, names) ?? otherwise ?? listed);
}
