import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { absorb, EMPTY_HASH, finish, murmur3 } from './murmur3.ts';

/** MurmurHash3_x86_32 with seed 0, straight from the published algorithm, on bytes and in arbitrary precision. */
function reference(bytes: Uint8Array): number {
  const word = (x: bigint): bigint => BigInt.asUintN(32, x);
  const rotate = (x: bigint, by: bigint): bigint => word((x << by) | (x >> (32n - by)));
  const scrambled = (k: bigint): bigint => word(rotate(word(k * 0xcc9e2d51n), 15n) * 0x1b873593n);
  const little = (from: number, to: number): bigint =>
    Array.from(bytes.subarray(from, to)).reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n);
  const blocks = Math.floor(bytes.length / 4);
  let h = 0n;
  for (let i = 0; i < blocks; i++) {
    h = word(rotate(h ^ scrambled(little(4 * i, 4 * i + 4)), 13n) * 5n + 0xe6546b64n);
  }
  h ^= scrambled(little(4 * blocks, bytes.length));
  h ^= BigInt(bytes.length);
  h = word((h ^ (h >> 16n)) * 0x85ebca6bn);
  h = word((h ^ (h >> 13n)) * 0xc2b2ae35n);
  return Number(h ^ (h >> 16n));
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'binary-ascii', maxLength: 40 }),
  // Any UTF-16 units, so lone surrogates and pairs in every place.
  fc
    .array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0xd800, max: 0xdfff })))
    .map((units) => String.fromCharCode(...units)),
);

describe('murmur3', () => {
  test.each([
    ['', 0],
    ['a', 0x3c2569b2],
    ['hello', 0x248bfa47],
    ['hello, world', 0x149bbb7f],
    ['Hello, world!', 0xc0363e43],
    ['The quick brown fox jumps over the lazy dog', 0x2e4ff723],
  ])('has the published value for %j', (text, hash) => {
    expect(murmur3(text)).toBe(hash);
    expect(reference(utf8(text))).toBe(hash);
  });

  test('is that of the UTF-8 bytes, for any text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(murmur3(text)).toBe(reference(utf8(text)));
      }),
      { numRuns: 2000 },
    );
  });

  test.each(['ü', '€', '😀', '\ud83d', '\ude00', 'abc\ud83d', '\ud83dabcd', 'aü€😀'])(
    'is that of the UTF-8 bytes at every alignment of %j',
    (text) => {
      for (let before = 0; before < 5; before++) {
        for (let after = 0; after < 5; after++) {
          const padded = 'x'.repeat(before) + text + 'y'.repeat(after);
          expect(murmur3(padded)).toBe(reference(utf8(padded)));
        }
      }
    },
  );

  test('takes long texts', () => {
    const text = 'aé漢😀'.repeat(5000);
    expect(murmur3(text)).toBe(reference(utf8(text)));
  });

  test('absorbing two texts is hashing their bytes one after the other', () => {
    fc.assert(
      fc.property(anyText, anyText, (a, b) => {
        const bytes = Uint8Array.from([...utf8(a), ...utf8(b)]);
        expect(finish(absorb(absorb(EMPTY_HASH, a), b))).toBe(reference(bytes));
      }),
    );
  });
});
