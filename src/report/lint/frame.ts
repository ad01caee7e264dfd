import stringWidth from 'string-width';
import type { Location } from '../../diagnostic/diagnostic.ts';
import { lineStarts, positionAt, type Position } from '../../diagnostic/position.ts';
import type { Style } from '../style.ts';

/** Control characters would move the cursor of whoever reads the report; they are shown as a dot. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** Text of a user's file, safe to print on one line of a terminal. */
export function printable(text: string): string {
  return text.replace(control, '·').replaceAll('\t', '  ');
}

/** The texts of files, with their line starts made once. */
export class Texts {
  private readonly texts: ReadonlyMap<string, string>;
  private readonly starts = new Map<string, readonly number[]>();

  constructor(texts: ReadonlyMap<string, string>) {
    this.texts = texts;
  }

  position(file: string, offset: number): Position {
    return positionAt(this.linesOf(file), offset);
  }

  /** One line without its end; `number` counts from 1. */
  line(file: string, number: number): string {
    const starts = this.linesOf(file);
    const text = this.texts.get(file) ?? '';
    return text.slice(starts[number - 1] ?? text.length, starts[number] ?? text.length).replace(/\r?\n$/, '');
  }

  private linesOf(file: string): readonly number[] {
    const known = this.starts.get(file);
    if (known) return known;
    const starts = lineStarts(this.texts.get(file) ?? '');
    this.starts.set(file, starts);
    return starts;
  }
}

export interface FrameOptions {
  readonly mark: '^' | '-';
  readonly label: string | undefined;
  readonly paintMark: (text: string) => string;
  /** Width of the column of line numbers. */
  readonly gutter: number;
}

/** The marked line, the line before it for context, and a line of carets with the label. */
export function codeFrame(texts: Texts, at: Location, options: FrameOptions, style: Style): string[] {
  const { paint } = style;
  const start = texts.position(at.file, at.span.start);
  const end = texts.position(at.file, at.span.end);
  const raw = texts.line(at.file, start.line);
  const until = end.line > start.line ? raw.length : end.column - 1;
  const window = visibleWindow(raw, start.column - 1, until, style.width - options.gutter - 4);
  const bar = paint.blue('|');
  const numbered = (line: number, text: string): string =>
    `${paint.blue(String(line).padStart(options.gutter))} ${bar} ${text}`.trimEnd();
  const empty = ' '.repeat(options.gutter);
  const lines = [`${empty} ${bar}`];
  const before = texts.line(at.file, start.line - 1);
  if (start.line > 1 && before.trim() !== '') {
    lines.push(numbered(start.line - 1, cut(printable(before), style.width - options.gutter - 4)));
  }
  lines.push(numbered(start.line, window.text));
  const marks = options.mark.repeat(Math.max(1, window.length));
  const label = options.label === undefined ? '' : ` ${options.label}`;
  lines.push(`${empty} ${bar} ${' '.repeat(window.start)}${options.paintMark(marks + label)}`);
  return lines;
}

/** The part of a long line around the marked characters, with widths as a terminal shows them. */
function visibleWindow(
  line: string,
  from: number,
  to: number,
  width: number,
): { text: string; start: number; length: number } {
  const skip = from > width - 20 ? Math.max(0, from - Math.floor(width / 3)) : 0;
  const prefix = skip > 0 ? '...' : '';
  const text = prefix + printable(line.slice(skip));
  const start = stringWidth(prefix + printable(line.slice(skip, from)));
  const length = stringWidth(printable(line.slice(from, to)));
  return { text: cut(text, width), start, length: Math.min(length, Math.max(1, width - start)) };
}

function cut(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let shown = '';
  for (const character of text) {
    if (stringWidth(shown + character) > width - 3) break;
    shown += character;
  }
  return `${shown}...`;
}
