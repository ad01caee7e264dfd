/** Everything above this many UTF-16 units is left out of what people read; data formats print it whole. */
const longestProse = 2000;

/**
 * Control characters move the cursor of whoever reads a report, direction marks turn its text around, and invisible
 * ones hide in it. Joiners are not among them: emoji and some scripts are written with them.
 */
const unsafe =
  /[\p{Cc}\p{Cs}\u{ad}\u{61c}\u{180e}\u{200b}\u{200e}\u{200f}\u{2028}-\u{202e}\u{2060}-\u{206f}\u{feff}\u{fff9}-\u{fffb}\u{e0000}-\u{e007f}]/gu;

/** Colours of ours, line ends and tabs: what a text that is ready for a stream may hold beside letters. */
const allowed = new RegExp(`${String.fromCodePoint(27)}\\[[\\d;]*m|\\r\\n|[\\n\\t]`, 'gu');

/**
 * The last thing done to a text before it reaches a terminal, a pipe or a file: whatever would act on the reader's
 * terminal, and has come this far unseen, becomes a dot. Colours, line ends and tabs stay.
 */
export function inert(text: string): string {
  unsafe.lastIndex = 0;
  if (!unsafe.test(text)) return text;
  let done = '';
  let from = 0;
  for (const { 0: kept, index } of text.matchAll(allowed)) {
    done += text.slice(from, index).replace(unsafe, '·') + kept;
    from = index + kept.length;
  }
  return done + text.slice(from).replace(unsafe, '·');
}

/** Text of a user's file, safe to print on one line of a terminal: a tab is two spaces, what is unsafe a dot. */
export function printable(text: string, unicode = true): string {
  return text.replaceAll('\t', '  ').replace(unsafe, unicode ? '·' : '?');
}

const asciiForms: Readonly<Record<string, string>> = {
  '→': '->',
  '←': '<-',
  '≥': '>=',
  '≤': '<=',
  '…': '...',
  '·': '.',
  '–': '-',
  '—': '-',
  '“': '"',
  '”': '"',
  '‘': "'",
  '’': "'",
};

/** A sentence of ours, in which text of a user's file may be quoted: printable, and of a length somebody reads. */
export function prose(text: string, unicode = true): string {
  const safe = printable(clip(text, longestProse), unicode);
  return unicode ? safe : safe.replace(/[→←≥≤…·–—“”‘’]/g, (character) => asciiForms[character] ?? character);
}

/** The beginning of a text that is longer than `limit` UTF-16 units; no character is cut in two. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, isLowSurrogate(text, limit) ? limit - 1 : limit)}...`;
}

/** Whether a character of two UTF-16 units would be cut in two at an offset. */
export function isLowSurrogate(text: string, offset: number): boolean {
  const code = text.charCodeAt(offset);
  return code >= 0xdc00 && code <= 0xdfff;
}
