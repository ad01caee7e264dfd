/**
 * MurmurHash3 x86 32-bit with seed 0 (Austin Appleby, public domain algorithm) over UTF-8, straight from a string:
 * no encoder, no buffer.
 */

/** A hash that is still being made: what was absorbed so far can be kept and gone on from. */
export interface HashState {
  readonly hash: number;
  /** Bytes that do not fill a block of four yet, the first one lowest, and how many bits they are. */
  readonly block: number;
  readonly filled: number;
  /** Number of bytes absorbed. */
  readonly bytes: number;
}

export const EMPTY_HASH: HashState = { hash: 0, block: 0, filled: 0, bytes: 0 };

const scramble = (block: number): number => {
  const product = Math.imul(block, 0xcc9e2d51);
  return Math.imul((product << 15) | (product >>> 17), 0x1b873593);
};

const mix = (hash: number, block: number): number => {
  const x = hash ^ scramble(block);
  return (Math.imul((x << 13) | (x >>> 19), 5) + 0xe6546b64) | 0;
};

/** Goes on with the UTF-8 bytes of a text; a lone surrogate counts as U+FFFD, as TextEncoder has it. */
export function absorb(state: HashState, text: string): HashState {
  let { hash, block, filled, bytes } = state;
  const { length } = text;
  let i = 0;
  while (i < length) {
    // The next bytes, the first one lowest: four ASCII characters where there are, else one code point.
    let next = text.charCodeAt(i);
    let size = 1;
    if (i + 4 <= length) {
      const b = text.charCodeAt(i + 1);
      const c = text.charCodeAt(i + 2);
      const d = text.charCodeAt(i + 3);
      if ((next | b | c | d) < 0x80) {
        next |= (b << 8) | (c << 16) | (d << 24);
        size = 4;
      }
    }
    i += size;
    if (size === 1 && next >= 0x80) {
      if (next >= 0xd800 && next <= 0xdfff) {
        const low = text.charCodeAt(i); // NaN at the end compares false
        if (next <= 0xdbff && low >= 0xdc00 && low <= 0xdfff) {
          next = 0x10000 + ((next - 0xd800) << 10) + (low - 0xdc00);
          i++;
        } else {
          next = 0xfffd;
        }
      }
      const tail = 0x80 | (next & 63);
      if (next < 0x800) {
        next = 0xc0 | (next >> 6) | (tail << 8);
        size = 2;
      } else if (next < 0x10000) {
        next = 0x80e0 | (next >> 12) | (((next >> 6) & 63) << 8) | (tail << 16);
        size = 3;
      } else {
        next = 0x8080f0 | (next >> 18) | (((next >> 12) & 63) << 8) | (((next >> 6) & 63) << 16) | (tail << 24);
        size = 4;
      }
    }
    bytes += size;
    block |= next << filled;
    const bits = filled + 8 * size;
    if (bits < 32) {
      filled = bits;
    } else {
      hash = mix(hash, block);
      block = filled === 0 ? 0 : next >>> (32 - filled);
      filled = bits - 32;
    }
  }
  return { hash, block, filled, bytes };
}

/** The hash of everything absorbed, as an unsigned integer. */
export function finish({ hash, block, bytes }: HashState): number {
  let x = hash ^ scramble(block) ^ bytes; // an empty block scrambles to 0
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

/** The hash of a text. */
export function murmur3(text: string): number {
  return finish(absorb(EMPTY_HASH, text));
}
