/** Of no bytes at all. */
export const emptyHash = 0x811c9dc5 | 0;

/** FNV-1a: the hash of some bytes and one more. */
export function addToHash(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, 0x01000193);
}

/** The hash of an ASCII text. */
export function hashOf(text: string): number {
  let hash = emptyHash;
  for (let at = 0; at < text.length; at++) hash = addToHash(hash, text.charCodeAt(at));
  return hash;
}
