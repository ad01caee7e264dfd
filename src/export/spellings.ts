import { simpleLowerCase } from '../evaluate/lower-case.ts';

let spellings: ReadonlyMap<string, readonly string[]> | undefined;

/** The characters that become each character of a text in lower case, that one first; see `simpleLowerCase`. */
export function spellingsOf(text: string): readonly (readonly string[])[] {
  spellings ??= characterSpellings();
  const known = spellings;
  return [...simpleLowerCase(text)].map((character) => known.get(character) ?? [character]);
}

/** All texts that are this one in lower case; undefined if there are more than so many. */
export function allSpellings(text: string, most: number): readonly string[] | undefined {
  let all = [''];
  for (const characters of spellingsOf(text)) {
    all = all.flatMap((start) => characters.map((character) => start + character));
    if (all.length > most) return undefined;
  }
  return all;
}

/** Of the characters that have any but their own. */
function characterSpellings(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (let code = 0; code <= 0x1e943; code++) {
    const character = String.fromCodePoint(code);
    const lower = simpleLowerCase(character);
    if (lower !== character) found.set(lower, [...(found.get(lower) ?? [lower]), character]);
  }
  return found;
}
