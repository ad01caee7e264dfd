import fc from 'fast-check';
import { distance } from 'fastest-levenshtein';
import { describe, expect, test } from 'vitest';
import { didYouMean, nearest } from './suggest.ts';

describe('the nearest names', () => {
  test.each([
    ['paymnt-api-v2', ['payment-api-v2', 'payment-api-v3', 'search'], ['payment-api-v2']],
    [
      'checkout-v4',
      ['checkout-v2', 'checkout-v1', 'checkout-v3', 'checkout-v5'],
      ['checkout-v1', 'checkout-v2', 'checkout-v3'],
    ],
    ['EXPRESS_CHECKOUT', ['express-checkout', 'express-checkouts'], ['express-checkout']],
    ['express', ['search', 'express-checkout-button'], ['express-checkout-button']],
    ['no', ['on', 'off', 'non'], ['non']],
    ['', ['on'], []],
    ['something-else', ['on', 'off'], []],
  ])('to %j of %j are %j', (name, known, near) => {
    expect(nearest(name, known)).toEqual(near);
  });

  test('are those that measuring every name finds', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '-'), maxLength: 14 });
    fc.assert(
      fc.property(letters, fc.uniqueArray(letters, { maxLength: 12 }), (name, known) => {
        expect(nearest(name, known)).toEqual(measured(name, known));
      }),
      { numRuns: 2000 },
    );
  });
});

test('a suggestion is a question', () => {
  expect(didYouMean('flase', ['false', 'true'])).toBe('did you mean "false"?');
  expect(didYouMean('xyzzy', ['false', 'true'])).toBeUndefined();
});

function measured(name: string, known: readonly string[]): string[] {
  const plain = (text: string): string => text.replaceAll('-', '');
  const wanted = plain(name);
  if (wanted === '') return [];
  const limit = wanted.length < 4 ? 1 : Math.max(2, Math.floor(wanted.length / 3));
  const scores = known.map((candidate) => {
    const other = plain(candidate);
    const score = distance(wanted, other);
    if (score <= limit) return score;
    const contained = other.includes(wanted) || wanted.includes(other);
    return contained && Math.min(wanted.length, other.length) >= 4 ? limit + 1 : Infinity;
  });
  const best = Math.min(...scores);
  if (best === Infinity) return [];
  return known
    .filter((_, at) => scores[at] === best)
    .toSorted()
    .slice(0, 3);
}
