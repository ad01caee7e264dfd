import { expect, it } from 'vitest';
import { simpleLowerCase } from '../evaluate/lower-case.ts';
import { allSpellings, spellingsOf } from './spellings.ts';

it('knows every character that becomes another in lower case', () => {
  expect(spellingsOf('K1ß')).toEqual([['k', 'K', '\u212a'], ['1'], ['ß', 'ẞ']]);
  for (let code = 0; code <= 0x10ffff; code++) {
    const character = String.fromCodePoint(code);
    if (simpleLowerCase(character) !== character) expect(spellingsOf(character)[0]).toContain(character);
  }
});

it('gives all spellings of a text, unless they are too many', () => {
  expect(allSpellings('De', 4)).toEqual(['de', 'dE', 'De', 'DE']);
  expect(allSpellings('abc', 7)).toBeUndefined();
});
