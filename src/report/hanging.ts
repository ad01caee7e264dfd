import { wrapLines } from './columns.ts';

/**
 * A text in lines of at most so many columns, the first behind a mark, the others under the first one's text.
 * However narrow it is, a few words fit on a line.
 */
export function hanging(mark: string, text: string, width: number): string[] {
  const room = Math.max(24, width - mark.length);
  return wrapLines(text, room).map((line, at) => `${at === 0 ? mark : ' '.repeat(mark.length)}${line}`.trimEnd());
}
