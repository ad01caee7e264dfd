/** The four characters that git takes for space in messages and names. */
export function isSpace(character: string | undefined): boolean {
  return character === ' ' || character === '\n' || character === '\t' || character === '\r';
}

export function trim(text: string): string {
  let start = 0;
  while (start < text.length && isSpace(text[start])) start++;
  return trimEnd(text.slice(start));
}

export function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isSpace(text[end - 1])) end--;
  return text.slice(0, end);
}
