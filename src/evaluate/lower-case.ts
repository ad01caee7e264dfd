/**
 * A text in lower case, letter by letter, by the simple mappings of Unicode (UnicodeData.txt, field 13). JavaScript's
 * own lower case maps in full (SpecialCasing.txt), which differs for two letters: the dotted capital I gives two
 * characters, and a capital sigma at the end of a word another small one than elsewhere.
 */
export function simpleLowerCase(text: string): string {
  return (
    /[\u0130\u03a3]/.test(text) ? text.replaceAll('\u0130', 'i').replaceAll('\u03a3', '\u03c3') : text
  ).toLowerCase();
}
