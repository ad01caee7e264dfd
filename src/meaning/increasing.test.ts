import fc from 'fast-check';
import { expect, it } from 'vitest';
import { longestIncreasing } from './increasing.ts';
import { movedKeys } from './list-changes.ts';

it('finds an increasing subsequence that no other is longer than', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(20), { maxLength: 8 }), (positions) => {
      const found = longestIncreasing(positions);
      const values = found.map((index) => positions[index] as number);
      expect(values).toEqual(values.toSorted((a, b) => a - b));
      expect(found).toEqual(found.toSorted((a, b) => a - b));
      let longest = 0;
      for (let chosen = 0; chosen < 2 ** positions.length; chosen++) {
        const some = positions.filter((_, index) => chosen & (2 ** index));
        if (some.every((value, index) => index === 0 || value > (some[index - 1] as number)))
          longest = Math.max(longest, some.length);
      }
      expect(found.length).toBe(longest);
    }),
    { numRuns: 300, seed: 1 },
  );
});

it('says as little as possible has moved', () => {
  expect([...movedKeys(['a', 'b', 'c', 'd'], ['d', 'a', 'b', 'c'])]).toEqual(['d']);
  expect([...movedKeys(['a', 'b', 'c'], ['b', 'x', 'c'])]).toEqual([]);
});

it('is quick on long lists', () => {
  const long = Array.from({ length: 100_000 }, (_, index) => (index * 7919) % 100_003);
  expect(longestIncreasing(long).length).toBeGreaterThan(1);
});
