const C1 = 0xcc9e2d51;
const C2 = 0x1b873593;

const scramble = (k: number): number => {
  const product = Math.imul(k, C1);
  return Math.imul((product << 15) | (product >>> 17), C2);
};

const mix = (h: number, k: number): number => {
  const x = h ^ scramble(k);
  return (Math.imul((x << 13) | (x >>> 19), 5) + 0xe6546b64) | 0;
};

/** `tail` is what is left after the last whole block; an empty one scrambles to 0. */
const finish = (h: number, tail: number, bytes: number): number => {
  let x = h ^ scramble(tail) ^ bytes;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
};

/**
 * MurmurHash3 x86 32-bit with seed 0 (Austin Appleby) of the text's UTF-8 bytes, as an unsigned integer.
 * A lone surrogate counts as U+FFFD, as TextEncoder has it. Allocates nothing.
 */
export function murmur3(text: string): number {
  const { length } = text;
  const whole = length - (length % 4);
  let h = 0;
  for (let i = 0; i < whole; i += 4) {
    const a = text.charCodeAt(i);
    const b = text.charCodeAt(i + 1);
    const c = text.charCodeAt(i + 2);
    const d = text.charCodeAt(i + 3);
    if ((a | b | c | d) > 0x7f) return murmur3Utf8(text, i, h);
    h = mix(h, a | (b << 8) | (c << 16) | (d << 24));
  }
  let tail = 0;
  for (let i = whole; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) return murmur3Utf8(text, whole, h);
    tail |= code << (8 * (i - whole));
  }
  return finish(h, tail, length);
}

/** Goes on from `start`, before which everything is ASCII in whole blocks and hashed into `hash`. */
function murmur3Utf8(text: string, start: number, hash: number): number {
  let h = hash;
  let block = 0;
  let filled = 0; // bits of the block
  let bytes = start;
  for (let i = start; i < text.length; i++) {
    let code = text.charCodeAt(i);
    if (code >= 0xd800 && code <= 0xdfff) {
      const next = text.charCodeAt(i + 1); // NaN at the end compares false
      if (code <= 0xdbff && next >= 0xdc00 && next <= 0xdfff) {
        code = 0x10000 + ((code - 0xd800) << 10) + (next - 0xdc00);
        i++;
      } else {
        code = 0xfffd;
      }
    }
    // The code point's UTF-8 bytes, the first one lowest.
    let packed: number;
    let size: number;
    if (code < 0x80) {
      packed = code;
      size = 1;
    } else if (code < 0x800) {
      packed = 0x80c0 | (code >> 6) | ((code & 63) << 8);
      size = 2;
    } else if (code < 0x10000) {
      packed = 0x8080e0 | (code >> 12) | (((code >> 6) & 63) << 8) | ((code & 63) << 16);
      size = 3;
    } else {
      packed =
        0x808080f0 | (code >> 18) | (((code >> 12) & 63) << 8) | (((code >> 6) & 63) << 16) | ((code & 63) << 24);
      size = 4;
    }
    bytes += size;
    block |= packed << filled;
    const bits = filled + 8 * size;
    if (bits >= 32) {
      h = mix(h, block);
      block = filled === 0 ? 0 : packed >>> (32 - filled);
      filled = bits - 32;
    } else {
      filled = bits;
    }
  }
  return finish(h, block, bytes);
}
