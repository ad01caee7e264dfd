/** The offset at which the line of an offset begins; a byte order mark belongs to no line. */
export function lineStart(text: string, offset: number): number {
  const start = offset > 0 ? text.lastIndexOf('\n', offset - 1) + 1 : 0;
  return start === 0 && text.charCodeAt(0) === 0xfeff ? Math.min(1, text.length) : start;
}

/** The offset at which the line of an offset ends, before its line break. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  if (end < 0) return text.length;
  return end > offset && text[end - 1] === '\r' ? end - 1 : end;
}

/** The offset after the line break of the line of an offset. */
export function nextLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end + 1;
}

/** How many characters come before an offset on its line. */
export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

/** Whether only spaces come before an offset on its line. */
export function beginsLine(text: string, offset: number): boolean {
  return text.slice(lineStart(text, offset), offset).trim() === '';
}

/** The offset of the next character that is not white space and in no comment. */
export function skipBlank(text: string, offset: number, alsoCommas = false): number {
  let at = offset;
  while (at < text.length) {
    const c = text.charCodeAt(at);
    if (c === 35 && (at === 0 || isSpace(text.charCodeAt(at - 1)) || text[at - 1] === ',')) at = lineEnd(text, at);
    else if (isSpace(c) || c === 0xfeff || (alsoCommas && c === 44)) at++;
    else break;
  }
  return at;
}

/** The line break that a text uses. */
export function lineBreakOf(text: string): '\n' | '\r\n' {
  const first = text.indexOf('\n');
  return first > 0 && text[first - 1] === '\r' ? '\r\n' : '\n';
}

function isSpace(c: number): boolean {
  return c === 32 || c === 9 || c === 10 || c === 13;
}
