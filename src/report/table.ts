import type { Style } from './style.ts';
import { columnsOf, wrapLines } from './columns.ts';

/** One column of a table. Cells are plain text; they are painted once their widths are known. */
export interface Column {
  readonly heading?: string;
  readonly cells: readonly string[];
  readonly align?: 'left' | 'right';
  readonly paint?: (text: string, row: number) => string;
  /** Takes what width is left, and wraps its cells into it. At most one column has it. */
  readonly wrap?: boolean;
  /** For the first column: a cell wider than this is on a line of its own, above the rest of its row. */
  readonly cap?: number;
}

export interface TableOptions {
  readonly width: number;
  readonly indent?: number;
  readonly gap?: number;
  readonly paintHeading?: (text: string) => string;
}

const narrowest = 16;

/** The width a table of these columns takes when nothing is wrapped. */
export function tableWidth(columns: readonly Column[], { indent = 0, gap = 2 }: Omit<TableOptions, 'width'>): number {
  return indent + columns.reduce((sum, column) => sum + columnWidth(column), 0) + gap * Math.max(0, columns.length - 1);
}

/** The lines of a table, without trailing space. */
export function tableLines(columns: readonly Column[], options: TableOptions): string[] {
  const { width, indent = 0, gap = 2, paintHeading = (text: string) => text } = options;
  const widths = columns.map(columnWidth);
  const excess = tableWidth(columns, options) - width;
  const wrapped = columns.findIndex((column) => column.wrap);
  if (excess > 0 && wrapped >= 0) {
    let room = (widths[wrapped] ?? 0) - excess;
    if (room < Math.min(narrowest, widths[wrapped] ?? 0) && wrapped > 0) {
      // Too narrow for a row on one line: every first cell is on a line of its own.
      room += widths[0] ?? 0;
      widths[0] = 0;
    }
    widths[wrapped] = Math.max(narrowest, room);
  }
  const margin = ' '.repeat(indent);
  const line = (cells: readonly string[], paints: readonly ((text: string) => string)[]): string => {
    const last = cells.findLastIndex((cell) => cell !== '');
    const shown = cells.slice(0, last + 1).map((cell, index) => {
      const padding = ' '.repeat(Math.max(0, (widths[index] ?? 0) - columnsOf(cell)));
      const painted = cell === '' ? '' : (paints[index]?.(cell) ?? cell);
      if (columns[index]?.align === 'right') return padding + painted;
      return index === last ? painted : painted + padding;
    });
    return (margin + shown.join(' '.repeat(gap))).trimEnd();
  };
  const lines: string[] = [];
  const headings = columns.map(({ heading = '' }) => heading);
  if (headings.some((heading) => heading !== ''))
    lines.push(
      line(
        headings,
        headings.map(() => paintHeading),
      ),
    );
  const rows = Math.max(0, ...columns.map(({ cells }) => cells.length));
  for (let row = 0; row < rows; row++) {
    const paints = columns.map(
      ({ paint }) =>
        (text: string) =>
          paint?.(text, row) ?? text,
    );
    let cells = columns.map(({ cells: all }) => all[row] ?? '');
    const [first = ''] = cells;
    if (columnsOf(first) > (widths[0] ?? 0) && wrapped !== 0) {
      lines.push(line([first], paints));
      cells = ['', ...cells.slice(1)];
      if (cells.every((cell) => cell === '')) continue;
    }
    const parts = wrapped < 0 ? [] : wrapLines(cells[wrapped] ?? '', widths[wrapped] ?? 0);
    lines.push(line(cells.map((cell, index) => (index === wrapped ? (parts[0] ?? '') : cell)), paints)); // prettier-ignore
    for (const part of parts.slice(1)) lines.push(line(cells.map((_, index) => (index === wrapped ? part : '')), paints)); // prettier-ignore
  }
  return lines;
}

function columnWidth({ heading = '', cells, cap = Infinity }: Column): number {
  const widest = cells.reduce((most, cell) => {
    const width = columnsOf(cell);
    return width > cap ? most : Math.max(most, width);
  }, 0);
  return Math.max(columnsOf(heading), widest);
}

/** Commands to go on with, side by side, on as many lines as they need. */
export function nextSteps(commands: readonly string[], { paint, width }: Style): string[] {
  const label = 'next   ';
  const column = Math.max(...commands.map(columnsOf)) + 4;
  const perLine = Math.max(1, Math.floor((width - label.length + 4) / column));
  const lines: string[] = [];
  for (let at = 0; at < commands.length; at += perLine) {
    const cells = commands.slice(at, at + perLine).map((command) => command.padEnd(column));
    const start = at === 0 ? paint.dim(label) : ' '.repeat(label.length);
    lines.push((start + cells.join('')).trimEnd());
  }
  return lines;
}

/** The marks in front of a line, in a form that the terminal can show. */
export function marks({ unicode }: Style): { readonly error: string; readonly warning: string; readonly to: string } {
  return unicode ? { error: '✗', warning: '!', to: '→' } : { error: 'x', warning: '!', to: '->' };
}
