import { describe, expect, it } from 'vitest';
import { isInStyle, isKey, keyStyles, toKey } from './key.ts';

describe('a key', () => {
  it.each(['ab', 'a1', '42', 'fast-search', 'fastSearch', 'FastSearch', 'Fast_Search.v2', 'a'.repeat(100)])(
    'can be %s',
    (name) => {
      expect(isKey(name)).toBe(true);
    },
  );

  it.each(['', 'a', 'a--b', '-ab', 'ab-', 'a b', 'a/b', 'é1', 'ab\n', 'a'.repeat(101)])('cannot be %j', (name) => {
    expect(isKey(name)).toBe(false);
  });

  it.each([
    ['fast-search', 'kebab-case'],
    ['fastSearch', 'camelCase'],
    ['fast_search', 'snake_case'],
  ] as const)('%s is in %s and in no other style', (key, style) => {
    expect(keyStyles.filter((other) => isInStyle(key, other))).toEqual([style]);
  });

  it('of one word is in every style; with dots or a capital first in none', () => {
    expect(keyStyles.every((style) => isInStyle('search2', style))).toBe(true);
    for (const key of ['search.v2', 'Search']) expect(keyStyles.some((style) => isInStyle(key, style))).toBe(false);
  });
});

describe('the key nearest to a name', () => {
  it.each([
    ['My Flag', 'my-flag', 'my-flag', 'myFlag', 'my_flag'],
    ['myFlag', 'my-flag', 'my-flag', 'myFlag', 'my_flag'],
    ['search__v2', 'search_v2', 'search-v2', 'searchV2', 'search_v2'],
    ['Café.Ole!', 'cafe.ole', 'cafe-ole', 'cafeOle', 'cafe_ole'],
    ['?', undefined, undefined, undefined, undefined],
  ])('%s', (name, any, ...styled) => {
    expect(toKey(name)).toBe(any);
    expect(keyStyles.map((style) => toKey(name, style))).toEqual(styled);
  });
});
