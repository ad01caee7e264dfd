import { expect, test } from 'vitest';
import { simpleLowerCase } from './lower-case.ts';

test.each([
  ['Ada@Example.COM', 'ada@example.com'],
  ['STRASSE', 'strasse'],
  ['Straße', 'straße'],
  ['ÀÉÎ', 'àéî'],
  ['İSTANBUL', 'istanbul'],
  ['ΟΔΟΣ', 'οδοσ'],
  ['ΟΔΟΣ ΟΔΟΣ', 'οδοσ οδοσ'],
  ['𐐀', '𐐨'],
  ['\ud800A', '\ud800a'],
  ['', ''],
])('%j is %j in lower case', (text, expected) => {
  expect(simpleLowerCase(text)).toBe(expected);
});

test('maps each letter by itself: a text is its parts, put together', () => {
  const all = Array.from({ length: 0x2_0000 }, (_, code) => String.fromCodePoint(code)).filter((one) =>
    /\p{L}/u.test(one),
  );
  for (const letter of all) {
    const alone = simpleLowerCase(letter);
    expect([...alone].length).toBe(1);
    expect(simpleLowerCase(`a${letter}b${letter}`)).toBe(`a${alone}b${alone}`);
  }
});
