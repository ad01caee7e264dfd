import type { Location } from '../../diagnostic/diagnostic.ts';
import { columnsOf, takeEnd, takeStart, wrapLines } from '../columns.ts';
import { isLowSurrogate, printable } from '../../diagnostic/printable.ts';
import type { Style } from '../style.ts';
import type { LintTexts } from './texts.ts';

export interface FrameOptions {
  readonly mark: '^' | '-';
  /** Printable; may be empty. */
  readonly label: string;
  readonly paintMark: (text: string) => string;
  /** Width of the column of line numbers. */
  readonly gutter: number;
  /** Whether the line before is shown too. */
  readonly context: boolean;
}

/** A label that has to leave its place under the mark gets at least so many columns. */
const labelWidth = 40;

/** The marked line, the line before it for context, and a line of marks with the label. No line is wider than the style. */
export function codeFrame(texts: LintTexts, at: Location, options: FrameOptions, style: Style): string[] {
  const { gutter, label, mark, paintMark } = options;
  const { paint, unicode } = style;
  const { start, end } = texts.range(at);
  const raw = texts.line(at.file, start.line);
  const room = Math.max(20, style.width - gutter - 3);
  const from = Math.min(start.column - 1, raw.length);
  const until = end.line > start.line ? raw.trimEnd().length : end.column - 1;
  const view = viewOf(raw, from, Math.max(from, until), room, unicode);
  const bar = paint.blue('|');
  const numbered = (line: number, text: string): string =>
    `${paint.blue(String(line).padStart(gutter))} ${bar} ${text}`.trimEnd();
  const empty = ' '.repeat(gutter);
  const lines = [`${empty} ${bar}`];
  const before = options.context && start.line > 1 ? texts.line(at.file, start.line - 1) : '';
  if (/\S/.test(before.slice(0, room))) {
    lines.push(numbered(start.line - 1, viewOf(before, 0, 0, room, unicode).text));
  }
  lines.push(numbered(start.line, view.text));
  const under = (indent: number, text: string): string => `${empty} ${bar} ${' '.repeat(indent)}${paintMark(text)}`;
  const marks = mark.repeat(Math.max(1, view.length));
  if (label === '') return [...lines, under(view.start, marks)];
  if (view.start + marks.length + 1 + columnsOf(label) <= room) {
    return [...lines, under(view.start, `${marks} ${label}`)];
  }
  const indent = Math.min(view.start, Math.max(0, room - Math.min(columnsOf(label), labelWidth)));
  const wrapped = wrapLines(label, room - indent).map((line) => under(indent, line));
  return [...lines, under(view.start, marks), ...wrapped];
}

interface View {
  readonly text: string;
  /** Where the mark begins, and how wide it is, in columns of a terminal. */
  readonly start: number;
  readonly length: number;
}

/** The part of a line around the marked characters that fits into `room` columns. Cost does not grow with the line. */
function viewOf(line: string, from: number, to: number, room: number, unicode: boolean): View {
  const reach = room * 4;
  const part = (start: number, end: number): string => printable(line.slice(start, end), unicode);
  const headFrom = wholeFrom(line, Math.max(0, from - reach));
  const bodyTo = wholeFrom(line, Math.min(to, from + reach));
  const tailTo = wholeFrom(line, Math.min(line.length, bodyTo + reach));
  const body = part(from, bodyTo);
  let head = part(headFrom, from);
  const width = columnsOf(body);
  if (headFrom > 0 || columnsOf(head) > Math.max(Math.floor(room / 2), room - 3 - width)) {
    head = `...${takeEnd(head, Math.floor(room / 3))}`;
  }
  const start = columnsOf(head);
  const all = head + body + part(bodyTo, tailTo);
  const fits = tailTo === line.length && columnsOf(all) <= room;
  const text = fits ? all : `${takeStart(all, room - 3)}...`;
  return { text, start, length: Math.min(width, Math.max(1, columnsOf(text) - start)) };
}

function wholeFrom(line: string, offset: number): number {
  return isLowSurrogate(line, offset) ? offset + 1 : offset;
}
