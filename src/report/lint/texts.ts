import type { Location } from '../../diagnostic/diagnostic.ts';
import { lineStarts, positionAt, type Position } from '../../diagnostic/position.ts';

/** A range as people and editors count it: lines and columns from 1, columns in UTF-16 units, end exclusive. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

const byteOrderMark = '\ufeff';

/** The texts of files, with their line starts made once. A byte order mark is not part of the first line. */
export class LintTexts {
  private readonly texts: ReadonlyMap<string, string>;
  private readonly starts = new Map<string, readonly number[]>();

  constructor(texts: ReadonlyMap<string, string>) {
    this.texts = texts;
  }

  /** Whether there is anything of the file to show: one that could not be read has no text. */
  has(file: string): boolean {
    return this.textOf(file) !== '';
  }

  position(file: string, offset: number): Position {
    const text = this.textOf(file);
    const { line, column } = positionAt(this.linesOf(file), Math.min(offset, text.length));
    const hidden = line === 1 && text.startsWith(byteOrderMark) ? 1 : 0;
    return { line, column: Math.max(1, column - hidden) };
  }

  range({ file, span }: Location): Range {
    return { start: this.position(file, span.start), end: this.position(file, span.end) };
  }

  /** One line without its end; `number` counts from 1. */
  line(file: string, number: number): string {
    const starts = this.linesOf(file);
    const text = this.textOf(file);
    let start = starts[number - 1] ?? text.length;
    let end = starts[number] ?? text.length;
    if (number === 1 && text.startsWith(byteOrderMark)) start++;
    while (end > start && (text[end - 1] === '\n' || text[end - 1] === '\r')) end--;
    return text.slice(start, end);
  }

  private textOf(file: string): string {
    return this.texts.get(file) ?? '';
  }

  private linesOf(file: string): readonly number[] {
    const known = this.starts.get(file);
    if (known) return known;
    const starts = lineStarts(this.textOf(file));
    this.starts.set(file, starts);
    return starts;
  }
}

/** The last line that has a marked character: a range that ends where a line begins does not mark that line. */
export function lastLine({ start, end }: Range): number {
  return end.line > start.line && end.column === 1 ? end.line - 1 : end.line;
}
