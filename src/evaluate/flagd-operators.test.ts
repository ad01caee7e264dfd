import { describe, expect, test } from 'vitest';
import { flagdOperators } from './flagd-operators.ts';

const { fractional, sem_ver: semVer, starts_with: startsWith, ends_with: endsWith } = flagdOperators;
const data = { $flagd: { flagKey: 'fractional-flag-shorthand', timestamp: 0 }, targetingKey: 'jon@company.com' };

describe('fractional', () => {
  test('buckets by the text given', () => {
    const cards = ['clubs', 'diamonds', 'hearts', 'spades'].map((name) => [name, 25]);
    expect(fractional(['fractional-flagjack', ...cards], {})).toBe('hearts');
    expect(fractional(['shared-seedtwo', ...cards], {})).toBe('spades');
  });

  test('buckets by flag key and targeting key by default; a weight left out is 1', () => {
    expect(fractional([['heads'], ['tails', 1]], data)).toBe('heads');
    expect(fractional([['heads'], ['tails', 1]], { ...data, targetingKey: 'jane@company.com' })).toBe('tails');
    expect(fractional([null, ['heads'], ['tails', null]], data)).toBe('heads');
    expect(fractional([undefined, ['heads'], ['tails']], data)).toBe('heads');
    expect(fractional([['single', 1]], data)).toBe('single');
  });

  test('takes a negative weight for 0, and gives other values than texts', () => {
    expect(fractional(['any-user', ['one', -50], ['two', 100]], {})).toBe('two');
    expect(
      fractional(
        [
          [false, 0],
          [true, 100],
        ],
        data,
      ),
    ).toBe(true);
    expect(fractional([[null, 1]], data)).toBe(null);
    expect(fractional([[7, 1]], data)).toBe(7);
  });

  test.each<[string, unknown, unknown]>([
    ['no list', 'x', data],
    ['nothing to choose from', [], data],
    ['weights of 0', ['u', ['one', 0], ['two', 0]], data],
    ['a fraction of a weight', ['u', ['one', 0.5], ['two', 1]], data],
    ['a weight that is text', ['u', ['one', '1']], data],
    ['too large a total', ['u', ['one', 2147483647], ['two', 1]], data],
    ['a part that is not a list', ['u', 'one'], data],
    ['an empty part', ['u', []], data],
    ['a part of three', ['u', ['one', 1, 1]], data],
    ['a variant that is a list', ['u', [['x'], 1]], data],
    ['a bucketing value that is a number', [5, ['one', 1]], data],
    ['no targeting key', [['one', 1]], {}],
    ['no data', [['one', 1]], undefined],
  ])('gives null for %s', (_, args, input) => {
    expect(fractional(args, input)).toBe(null);
  });
});

describe('sem_ver', () => {
  test.each([
    ['2.0.0', '=', 'v2.0', true],
    ['1.5.0', '^', '1', true],
    ['3.1.0', '~', '3.0.0', false],
    ['1.0.0', '=', '1.0.0+build', true],
    ['V1.0.0', '=', 'v1', true],
    [2.5, '>=', '2.4.9', true],
    ['3.0.0', '^', 3, true],
  ])('%s %s %s is %s', (left, operator, right, expected) => {
    expect(semVer([left, operator, right])).toBe(expected);
  });

  test.each<unknown>([
    ['not-a-version', '=', '1.0.0'],
    ['1.0.0', '===', '1.0.0'],
    ['1.0.0', '', '1.0.0'],
    ['1.0.0', '>', '=1.0.0'],
    ['1.0.0', '='],
    ['1.0.0', '=', '1.0.0', 1],
    [true, '=', '1.0.0'],
    [Number.NaN, '=', '1.0.0'],
    ['1.0.0', '=', null],
    ['1.0.0', 1, '1.0.0'],
    '1.0.0',
    null,
  ])('gives null for %j', (args) => {
    expect(semVer(args)).toBe(null);
  });
});

test('starts_with and ends_with compare two texts, and give null for anything else', () => {
  expect(startsWith(['abcdef', 'abc'])).toBe(true);
  expect(startsWith(['abcdef', 'def'])).toBe(false);
  expect(endsWith(['uvwxyz', 'xyz'])).toBe(true);
  expect(endsWith(['uvwxyz', 'uvw'])).toBe(false);
  for (const args of [['abc'], [1, 'abc'], ['abc', 1], ['abc', 'a', 'b'], 'abc', null]) {
    expect(startsWith(args)).toBe(null);
    expect(endsWith(args)).toBe(null);
  }
});
