import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { absorb, EMPTY_HASH, murmur3 } from './murmur3.ts';
import { bucketFor, bucketingText, bucketOf, choiceAt, createSplit, MAX_TOTAL_WEIGHT } from './split.ts';

const hashes = fc.oneof(
  fc.integer({ min: 0, max: 0xffffffff }),
  fc.constantFrom(0, 1, 0x7fffffff, 0x80000000, 0xffffffff),
);
const totals = fc.oneof(
  fc.integer({ min: 1, max: MAX_TOTAL_WEIGHT }),
  fc.constantFrom(1, 2, 100, 2 ** 21 - 1, 2 ** 21, MAX_TOTAL_WEIGHT),
);

describe('bucketOf', () => {
  test('is the exact quotient', () => {
    fc.assert(
      fc.property(hashes, totals, (hash, total) => {
        expect(bucketOf(hash, total)).toBe(Number((BigInt(hash) * BigInt(total)) >> 32n));
      }),
      { numRuns: 5000 },
    );
  });

  test('has both ends', () => {
    expect(bucketOf(0, MAX_TOTAL_WEIGHT)).toBe(0);
    expect(bucketOf(0xffffffff, MAX_TOTAL_WEIGHT)).toBe(MAX_TOTAL_WEIGHT - 1);
    expect(bucketOf(0xffffffff, 1)).toBe(0);
  });
});

describe('createSplit', () => {
  test.each([
    ['a negative weight', [-1, 2]],
    ['a fraction', [0.5, 0.5]],
    ['no number', [Number.NaN, 1]],
    ['a total of 0', [0, 0]],
    ['nothing at all', []],
    ['a total over the largest', [MAX_TOTAL_WEIGHT, 1]],
  ])('refuses %s', (_, weights) => {
    expect(createSplit(weights.map((weight, i) => [i, weight]))).toBeUndefined();
  });

  test('takes the largest total', () => {
    expect(createSplit([['a', MAX_TOTAL_WEIGHT]])?.total).toBe(MAX_TOTAL_WEIGHT);
  });
});

const weights = fc
  .array(fc.nat({ max: 1000 }), { minLength: 1, maxLength: 6 })
  .filter((list) => list.some((weight) => weight > 0));
const splitOf = (list: readonly number[]) => createSplit(list.map((weight, i) => [i, weight]))!;

describe('choiceAt', () => {
  test('is the first choice whose cumulative weight exceeds the bucket', () => {
    fc.assert(
      fc.property(weights, (list) => {
        const split = splitOf(list);
        const expected = list.flatMap((weight, i) => Array.from({ length: weight }, () => i));
        expect(expected.map((_, bucket) => choiceAt(split, bucket))).toEqual(expected);
      }),
    );
  });

  test('raising the weight of the first choice never moves anybody out of it', () => {
    fc.assert(
      fc.property(
        weights,
        fc.nat({ max: 10_000 }),
        fc.nat({ max: 1000 }),
        hashes,
        ([first = 0, ...rest], more, less, hash) => {
          fc.pre(first + rest.reduce((sum, weight) => sum + weight, 0) > 0);
          const choice = (list: readonly number[]): number => {
            const split = splitOf(list);
            return choiceAt(split, bucketOf(hash, split.total));
          };
          fc.pre(choice([first, ...rest]) === 0);
          expect(choice([first + more, ...rest])).toBe(0);
          // Taking it from the others, the total unchanged, is the usual way.
          const taken = Math.min(less, rest[0] ?? 0);
          if (rest.length > 0) expect(choice([first + taken, rest[0]! - taken, ...rest.slice(1)])).toBe(0);
        },
      ),
      { numRuns: 3000 },
    );
  });
});

describe('bucketFor', () => {
  test('hashes the seed and then the text', () => {
    const seed = absorb(EMPTY_HASH, 'express-checkout');
    expect(bucketFor(seed, 'u-1', 100)).toBe(bucketOf(murmur3('express-checkoutu-1'), 100));
  });

  // The part of 50/50 of keys whose hashes lie at the ends and around the middle, from flagd's conformance suite.
  test.each([
    ['ejOoVL', 'lower'],
    ['bY9fO-', 'lower'],
    ['SI7p-', 'lower'],
    ['6LvT0', 'upper'],
    ['ceQdGm', 'upper'],
  ])('puts %s where flagd does', (text, part) => {
    const split = createSplit([
      ['lower', 50],
      ['upper', 50],
    ])!;
    expect(choiceAt(split, bucketFor(EMPTY_HASH, text, split.total))).toBe(part);
  });

  test.each([
    ['fractional-flagjack', 'hearts'],
    ['fractional-flagqueen', 'spades'],
    ['fractional-flagten', 'clubs'],
    ['fractional-flagnine', 'diamonds'],
    ['fractional-flag3', 'clubs'],
    ['shared-seedseven', 'hearts'],
    ['shared-seedeight', 'diamonds'],
    ['shared-seednine', 'clubs'],
    ['shared-seedtwo', 'spades'],
  ])('deals %s the card that flagd does', (text, card) => {
    const split = createSplit(['clubs', 'diamonds', 'hearts', 'spades'].map((name) => [name, 25]))!;
    expect(choiceAt(split, bucketFor(EMPTY_HASH, text, split.total))).toBe(card);
  });
});

test.each([
  ['u-1', 'u-1'],
  ['', undefined],
  [7, '7'],
  [-0, '0'],
  [1.5, '1.5'],
  [1e21, '1e+21'],
  [Number.NaN, undefined],
  [Number.POSITIVE_INFINITY, undefined],
  [true, 'true'],
  [false, 'false'],
  [null, undefined],
  [undefined, undefined],
  [['a'], undefined],
  [{}, undefined],
  [1n, undefined],
  [Symbol('s'), undefined],
])('the bucketing text of %o is %j', (value, text) => {
  expect(bucketingText(value)).toBe(text);
});
