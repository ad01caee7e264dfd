import { FoldingRangeKind, type FoldingRange } from 'vscode-languageserver';
import type { File } from './place.ts';

/** Lines that are further in than the one above them, and comments of several lines: also in a text that is half typed. */
export function foldingRanges({ document }: Pick<File, 'document'>): FoldingRange[] {
  const lines = document.text.split('\n');
  const ranges: FoldingRange[] = [];
  const open: { readonly line: number; readonly column: number }[] = [];
  let last = -1;
  let comment = -1;
  const close = (column: number): void => {
    for (let top = open.at(-1); top && top.column >= column; top = open.at(-1)) {
      open.pop();
      if (last > top.line) ranges.push({ startLine: top.line, endLine: last });
    }
  };
  const endComment = (line: number): void => {
    if (comment >= 0 && line - comment > 1)
      ranges.push({ startLine: comment, endLine: line - 1, kind: FoldingRangeKind.Comment });
    comment = -1;
  };
  lines.forEach((text, line) => {
    const isComment = text.trimStart().startsWith('#');
    if (isComment && comment < 0) comment = line;
    if (!isComment) endComment(line);
    if (isComment || text.trim() === '') return;
    const column = text.length - text.trimStart().length;
    close(column);
    open.push({ line, column });
    last = line;
  });
  endComment(lines.length);
  close(0);
  return ranges.sort((a, b) => a.startLine - b.startLine || b.endLine - a.endLine);
}
