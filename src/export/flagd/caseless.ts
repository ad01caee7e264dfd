import type { AttributeTest, Scalar } from '../../evaluate/definition.ts';
import type { OperatorName } from '../../evaluate/operators.ts';
import { allSpellings, spellingsOf } from '../spellings.ts';
import { UnsupportedError } from '../statement.ts';
import { differ, equal, isString } from './guards.ts';
import { all, any, type Logic } from './logic.ts';

/** As many spellings of a text are looked for one by one. */
const mostSpellings = 256;

/**
 * A test that ignores case: flagd has no lower case, so that each place of a text is compared with every character that
 * may be there.
 * @throws UnsupportedError if that cannot be said
 */
export function caselessTest(operator: OperatorName, value: Logic, test: AttributeTest): Logic {
  switch (operator) {
    case 'equals':
      return equalText(value, test.equals!);
    case 'in':
      return any(test.in!.map((item) => equalText(value, item)));
    case 'startsWith':
      return all([isString(value), ...beginning(value, spellings(test.startsWith!))]);
    case 'endsWith':
      return all([isString(value), ...ending(value, spellings(test.endsWith!))]);
    default:
      return containing(value, test.contains!);
  }
}

function equalText(value: Logic, wanted: Scalar): Logic {
  if (typeof wanted !== 'string') return equal(value, wanted);
  const characters = spellings(wanted);
  return all([isString(value), ...beginning(value, characters), equal({ substr: [value, characters.length] }, '')]);
}

function beginning(value: Logic, characters: readonly (readonly string[])[]): Logic[] {
  return characters.map((some, at) => oneAt(value, at, some));
}

/** Where a text is too short, counting from its end begins at its start: so its length is looked at first. */
function ending(value: Logic, characters: readonly (readonly string[])[]): Logic[] {
  const long = characters.map((_, at) => differ({ substr: [value, at] }, ''));
  return [...long, ...characters.map((some, at) => oneAt(value, at - characters.length, some))];
}

const oneAt = (value: Logic, at: number, characters: readonly string[]): Logic =>
  any(characters.map((character) => ({ starts_with: [{ substr: [value, at] }, character] })));

/** Engines count characters beyond the first 65,536 as one or as two. */
function spellings(text: string): readonly (readonly string[])[] {
  const characters = spellingsOf(text);
  if (characters.some((some) => some.some((character) => character.length > 1))) {
    throw new UnsupportedError(`flagd cannot compare "${text}" in any case: engines count its characters differently`);
  }
  return characters;
}

function containing(value: Logic, wanted: Scalar): Logic {
  const isMember = (item: Scalar): Logic => ({ in: [item, { merge: [value] }] });
  if (typeof wanted !== 'string') return all([differ(value, wanted), isMember(wanted)]);
  const texts = allSpellings(wanted, mostSpellings);
  if (texts === undefined) {
    throw new UnsupportedError(
      `flagd cannot look for "${wanted}" in any case: it has more than ${mostSpellings} spellings`,
    );
  }
  const isPart = wanted === '' ? true : any(texts.map((text) => ({ in: [text, value] })));
  return any([...texts.map(isMember), all([isString(value), isPart])]);
}
