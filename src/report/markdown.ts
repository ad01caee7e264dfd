import { printable } from '../diagnostic/printable.ts';

/** Code, in which a code host sees neither markup nor mentions. */
export function codeText(text: string): string {
  const plain = printable(text);
  return /^[^`|\\]+$/.test(plain) ? `\`${plain}\`` : `<code>${escapeText(plain)}</code>`;
}

const nothing = '&#8203;';

/**
 * Text for a cell of a table. Hosts look for mentions, references and addresses in what is left after markup,
 * so escaping does not stop them; a character of no width does.
 */
export function escapeText(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replace(/[\\`*_{}[\]()|~$]/g, '\\$&')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[@#!%](?=\S)|:(?=\/\/)|\bwww(?=\.)/gi, (found) => `${found}${nothing}`);
}
