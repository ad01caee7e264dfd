import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { murmur3 } from '../evaluate/murmur3.ts';
import { crc32, fnv1a32, murmur3With, sha1Share } from './hashes.ts';

describe('the hashes of engines', () => {
  it('are those of the published vectors', () => {
    expect(fnv1a32('foobar')).toBe(0xbf9cf968);
    expect(crc32('123456789')).toBe(0xcbf43926);
  });

  it('are those by which Unleash deals people and variants', () => {
    const dealt = (seed: number, text: string): number => (murmur3With(seed, text) % 100) + 1;
    expect([dealt(0, 'gr1:123'), dealt(0, 'groupX:999')]).toEqual([73, 25]);
    expect([dealt(86028157, 'gr1:123'), dealt(86028157, 'groupX:999')]).toEqual([96, 60]);
  });

  it('are those by which LaunchDarkly deals people', () => {
    const shares = ['userKeyA', 'userKeyB', 'userKeyC'].map((key) => sha1Share(`hashKey.saltyA.${key}`));
    for (const [at, share] of [0.42157587, 0.6708485, 0.10343106].entries()) expect(shares[at]).toBeCloseTo(share, 6);
  });

  it('are ours without a seed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(murmur3With(0, text)).toBe(murmur3(text));
      }),
      { seed: 1 },
    );
  });
});
