/** 1 for the bytes of the words of every programming language: ASCII letters, digits and the underscore. */
export const wordBytes = new Uint8Array(256);
for (const [from, to] of ['09', 'AZ', 'az', '__'].map((range) => [range.charCodeAt(0), range.charCodeAt(1)])) {
  wordBytes.fill(1, from as number, (to as number) + 1);
}

export const isWordByte = (byte: number | undefined): boolean => byte !== undefined && wordBytes[byte] === 1;

const letter = /^[\p{L}\p{N}\p{M}]$/u;
/** Of one character of UTF-8. */
const longestCharacter = 4;

/** Whether a word, of any script, ends right before an offset. */
export function endsWordBefore(bytes: Uint8Array, offset: number): boolean {
  const last = bytes[offset - 1];
  if (last === undefined || last < 0x80) return isWordByte(last);
  let start = offset - 1;
  while (start > 0 && offset - start < longestCharacter && isContinuation(bytes[start])) start--;
  return letter.test(decodeCharacters(bytes, start, offset));
}

/** Whether a word, of any script, begins at an offset. */
export function beginsWordAt(bytes: Uint8Array, offset: number): boolean {
  const first = bytes[offset];
  if (first === undefined || first < 0x80) return isWordByte(first);
  let end = offset + 1;
  while (end - offset < longestCharacter && isContinuation(bytes[end])) end++;
  return letter.test(decodeCharacters(bytes, offset, end));
}

/** The UTF-16 units of bytes of UTF-8, which begin and end with whole characters. */
export function utf16Length(bytes: Uint8Array, start: number, end: number): number {
  let length = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte < 0x80 || byte >= 0xc0) length += byte >= 0xf0 ? 2 : 1;
  }
  return length;
}

/** Text of bytes; what is not UTF-8 becomes U+FFFD. */
export function decodeCharacters(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
}

export function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}
