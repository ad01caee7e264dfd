import { createHash } from 'node:crypto';

const utf8 = new TextEncoder();

/** FNV-1a with 32 bits of the UTF-8 bytes of a text: GO Feature Flag's hash. */
export function fnv1a32(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of utf8.encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}

let crcTable: Uint32Array | undefined;

/** CRC-32 (IEEE 802.3) of the UTF-8 bytes of a text: Flipt's hash. */
export function crc32(text: string): number {
  crcTable ??= makeCrcTable();
  let crc = 0xffffffff;
  for (const byte of utf8.encode(text)) crc = (crc >>> 8) ^ crcTable[(crc ^ byte) & 0xff]!;
  return (crc ^ 0xffffffff) >>> 0;
}

function makeCrcTable(): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value;
  });
}

/** MurmurHash3 x86 32-bit of the UTF-8 bytes of a text, with a seed: Unleash's hash. */
export function murmur3With(seed: number, text: string): number {
  const bytes = utf8.encode(text);
  let hash = seed;
  const scramble = (block: number): number => {
    const product = Math.imul(block, 0xcc9e2d51);
    return Math.imul((product << 15) | (product >>> 17), 0x1b873593);
  };
  const whole = bytes.length & ~3;
  for (let at = 0; at < whole; at += 4) {
    hash ^= scramble(bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24));
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
  }
  let block = 0;
  for (let at = bytes.length - 1; at >= whole; at--) block = (block << 8) | bytes[at]!;
  hash ^= scramble(block) ^ bytes.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A share from 0 to 1 made of the first 60 bits of the SHA-1 of a text: LaunchDarkly's bucket. */
export function sha1Share(text: string): number {
  const digits = createHash('sha1').update(text).digest('hex').slice(0, 15);
  return Number.parseInt(digits, 16) / 2 ** 60;
}
