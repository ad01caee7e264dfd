import { codeText, escapeText } from '../markdown.ts';
import { clip } from '../../diagnostic/printable.ts';

const longest = 500;

/** A text as it is, of a length that is read, on one line; it begins no list and no heading either. */
export function said(text: string): string {
  const line = clip(text.replace(/\s+/g, ' ').trim(), longest);
  const isBlock = /^(?:[-+#=]+|\d+[.)])(?: |$)/.test(line);
  return (isBlock ? '&#8203;' : '') + escapeText(line);
}

/** A name as code. */
export function code(text: string): string {
  return codeText(clip(text, 200));
}
