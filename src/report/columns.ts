import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

/**
 * Characters that are one column, one UTF-16 unit and one grapheme whatever is beside them, as far as most texts have no
 * others: ASCII, letters of Latin, Greek and Cyrillic, and what our sentences and trees use.
 */
const narrow =
  /^[ -~\u00a1-\u00ac\u00ae-\u024f\u0391-\u03a1\u03a3-\u03ff\u0400-\u0482\u048a-\u052f→←…≥≤–—“”‘’·│├└─✗○]*$/;

/** How many columns of a terminal a text takes. */
export function columnsOf(text: string): number {
  return narrow.test(text) ? text.length : stringWidth(text);
}

/** The beginning of a text that fits into some columns. */
export function takeStart(text: string, columns: number): string {
  if (narrow.test(text)) return text.slice(0, Math.max(0, columns));
  let end = 0;
  let width = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    width += stringWidth(segment);
    if (width > columns) break;
    end += segment.length;
  }
  return text.slice(0, end);
}

/** The end of a text that fits into some columns. */
export function takeEnd(text: string, columns: number): string {
  if (narrow.test(text)) return text.slice(Math.max(0, text.length - columns));
  let start = text.length;
  let width = 0;
  for (const { segment } of [...new Intl.Segmenter().segment(text)].reverse()) {
    width += stringWidth(segment);
    if (width > columns) break;
    start -= segment.length;
  }
  return text.slice(start);
}

/** A text without line breaks in lines of at most so many columns, broken at spaces; a word that is longer is cut. */
export function wrapLines(text: string, columns: number): string[] {
  return narrow.test(text) ? wrapNarrow(text, columns) : wrapAnsi(text, columns, { hard: true }).split('\n');
}

/** What wrap-ansi makes of such a text, without looking at it character by character. */
function wrapNarrow(text: string, columns: number): string[] {
  if (text.length <= columns) return [text.trimEnd()];
  const lines: string[] = [];
  let line = '';
  const end = (): void => {
    lines.push(line.trimEnd());
    line = '';
  };
  for (const word of text.split(' ')) {
    if (line !== '') line += ' ';
    if (word.length <= columns) {
      if (line.length + word.length > columns && word !== '') end();
      line += word;
      continue;
    }
    const room = columns - line.length;
    // A long word begins on this line, unless it takes fewer lines from the next on.
    if (Math.floor((word.length - 1) / columns) < 1 + Math.floor((word.length - room - 1) / columns)) end();
    for (let at = 0; at < word.length;) {
      if (line.length >= columns) end();
      const part = word.slice(at, at + columns - line.length);
      line += part;
      at += part.length;
    }
  }
  end();
  return lines;
}
