import { alternatives, didYouMean } from '../diagnostic/suggest.ts';
import { UserError } from '../diagnostic/user-error.ts';

/**
 * Makes sure that a name is one of those known.
 * @param otherwise the help where nothing is near; by default a list of what is known
 * @param more what the help says in any case
 * @throws UserError that says the nearest right one
 */
export function requireKnown(
  what: string,
  name: string,
  known: Iterable<string>,
  { otherwise, more }: { readonly otherwise?: string; readonly more?: string } = {},
): void {
  const names = [...known];
  if (!names.includes(name)) throw unknownName(what, name, names, { otherwise, more });
}

/** Says that there is no such name, and the nearest right one; see `requireKnown`. */
export function unknownName(
  what: string,
  name: string,
  names: readonly string[],
  { otherwise, more }: { readonly otherwise?: string | undefined; readonly more?: string | undefined } = {},
): UserError {
  const listed = names.length === 0 ? `there is no ${what} at all` : `it can be ${alternatives(names.slice(0, 12))}`;
  const near = didYouMean(name, names);
  const help = [near ?? otherwise ?? (more === undefined ? listed : undefined), more].filter(Boolean).join(' ');
  return new UserError(`no ${what} is called "${name}"`, help);
}
