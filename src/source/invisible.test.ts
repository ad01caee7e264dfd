import { expect, it } from 'vitest';
import { hasInvisible, invisibleIn } from './invisible.ts';

it.each([
  ['platform\u00a0', 'U+00A0', 'platform'],
  ['\u200bplatform', 'U+200B', 'platform'],
  ['plat\u200bform', 'U+200B', 'platform'],
  ['plat\u00a0form', 'U+00A0', 'plat form'],
  ['a text\u202f', 'U+202F', 'a text'],
])('%j holds %s and should be %j', (scalar, name, cleaned) => {
  expect(invisibleIn(scalar)).toEqual({ name, cleaned });
});

it.each(['platform', 'a text', 'Panier\u00a0: le nouveau', '👩\u200d💻', 'می\u200cخواهم', 'a\u200b b c'])(
  '%j is left alone',
  (scalar) => {
    expect(invisibleIn(scalar)).toBeUndefined();
  },
);

it('is looked for by a quick test first, which knows the same characters', () => {
  for (let code = 0; code < 0x1_0000; code++) {
    const character = String.fromCharCode(code);
    if (invisibleIn(`x${character}`) && !/\s/.test(character)) expect(hasInvisible(character)).toBe(true);
  }
  for (const character of '\u00a0\u00ad\u2007\u200b\u202f\u2060\u3000') {
    expect(hasInvisible(`a ${character} b`)).toBe(true);
    expect(invisibleIn(`x${character}`)).toBeDefined();
  }
  expect(hasInvisible('ordinary text')).toBe(false);
});
