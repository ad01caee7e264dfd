/** More rows than this nobody reads in a comment. */
const mostRows = 50;
/** A comment holds several tables, and 65,536 characters on GitHub. */
const mostCharacters = 12_000;

/**
 * A table for a comment, cut where it would be too long; empty where it has no row.
 * @param headings markdown
 * @param rows whole lines of markdown
 */
export function commentTable(headings: readonly string[], rows: readonly string[]): string {
  if (rows.length === 0) return '';
  const shown: string[] = [];
  let size = 0;
  for (const row of rows.slice(0, mostRows)) {
    size += row.length;
    if (size > mostCharacters) break;
    shown.push(row);
  }
  const lines = [`| ${headings.join(' | ')} |`, `|${' --- |'.repeat(headings.length)}`, ...shown];
  const left = rows.length - shown.length;
  return left > 0 ? `${lines.join('\n')}\n\nand ${left} more` : lines.join('\n');
}
