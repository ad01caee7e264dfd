import { printable } from '../diagnostic/printable.ts';

/** A text that people wrote, on one line, so that none of it is markup. */
export function plainText(text: string): string {
  const oneLine = text.replace(/\s+/g, ' ').trim();
  const cut = oneLine.length > 500 ? `${oneLine.slice(0, 499)}…` : oneLine;
  return printable(cut).replace(/[\\`*[\]<>|]/g, (c) => `\\${c}`);
}

/** The same as a markdownParagraph, which does not become a heading or a list. */
export function markdownParagraph(text: string): string {
  return plainText(text).replace(/^(?:[#+-]|\d+(?=[.)]))/, (c) => `\u200b${c}`);
}

/** The same as code: nothing in it is markup but what ends it. */
export function markdownCode(text: string): string {
  return `\`${text.replace(/[`\s]+/g, ' ')}\``;
}
