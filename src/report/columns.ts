import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

const segmenter = new Intl.Segmenter();
/** Characters of one column and one UTF-16 unit, as far as most texts have no others: ASCII, and what our sentences and trees use. */
const narrow = /^[ -~→←…≥≤·│├└─]*$/;

/** How many columns of a terminal a text takes. */
export function columnsOf(text: string): number {
  return narrow.test(text) ? text.length : stringWidth(text);
}

/** The beginning of a text that fits into some columns. */
export function takeStart(text: string, columns: number): string {
  if (narrow.test(text)) return text.slice(0, Math.max(0, columns));
  let end = 0;
  let width = 0;
  for (const { segment } of segmenter.segment(text)) {
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
  for (const { segment } of [...segmenter.segment(text)].reverse()) {
    width += stringWidth(segment);
    if (width > columns) break;
    start -= segment.length;
  }
  return text.slice(start);
}

/** A text without line breaks in lines of at most so many columns, broken at spaces; a word that is longer is cut. */
export function wrapLines(text: string, columns: number): string[] {
  if (text.length <= columns && narrow.test(text)) return [text.trimEnd()];
  return wrapAnsi(text, columns, { hard: true }).split('\n');
}
