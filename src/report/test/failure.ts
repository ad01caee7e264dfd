import type { TestReport } from '../../commands/test/test.ts';
import { percentText } from '../../evaluate/population.ts';
import { wrapLines } from '../columns.ts';
import { codeFrame } from '../lint/frame.ts';
import type { LintTexts } from '../lint/texts.ts';
import { clip, printable, prose } from '../../diagnostic/printable.ts';
import { counted, type Style } from '../style.ts';
import { tableLines } from '../table.ts';
import { traceLines } from '../evaluate/trace.ts';

export type FailedCase = TestReport['cases'][number];

const longestValue = 60;

/** A failed case: what was expected and where, what came instead, and why. */
export function failureBlock(tested: FailedCase, texts: LintTexts, style: Style): string {
  const { paint, unicode, width } = style;
  const { failures, kind } = tested;
  const name = kind === 'file' ? 'this spec cannot be run' : tested.name;
  const gutter = Math.max(2, ...failures.map((one) => String(texts.position(one.file, one.span.start).line).length));
  const indent = ' '.repeat(gutter);
  const title = wrapLines(`failed: ${prose(name, unicode)}`, width).join('\n');
  const lines = [paint.bold(paint.red(title.slice(0, 6)) + title.slice(6))];
  for (const [index, { label, help, ...at }] of failures.entries()) {
    const { line, column } = texts.position(at.file, at.span.start);
    if (index === 0) lines.push(`${indent}${paint.blue('-->')} ${printable(at.file, unicode)}:${line}:${column}`);
    const marked = prose(clip(kind === 'file' && label === '' ? at.message : label, 200), unicode);
    const options = { mark: '^', label: marked, paintMark: paint.red, gutter, context: index === 0 } as const;
    if (texts.has(at.file)) lines.push(...codeFrame(texts, at, options, style));
    else lines.push(...wrapLines(`${indent} = ${prose(at.message, unicode)}`, width));
    if (help !== undefined) lines.push(`${indent} ${paint.blue('=')} ${paint.cyan('help')}: ${prose(help, unicode)}`);
  }
  const explained = explanation(tested, style);
  return [...lines, ...(explained.length > 0 ? [`${indent} ${paint.blue('|')}`, ...explained] : [])].join('\n');
}

/** What was evaluated, what it gave, and how that came about. */
function explanation({ flag, environment, at, evaluation, population, failures }: FailedCase, style: Style): string[] {
  const { paint, unicode, width } = style;
  const when = at === undefined ? '' : ` at ${instantText(at)}`;
  const where = `${printable(flag ?? '', unicode)} in ${printable(environment ?? '', unicode)}${when}`;
  if (evaluation) {
    const { variant, value, reason, trace = [] } = evaluation;
    const got = variant === undefined ? 'no variant' : `${variant} (${clip(JSON.stringify(value), longestValue)})`;
    const head = prose(`${where}: ${got}, ${reason}`, unicode);
    return [...wrapLines(head, width - 2).map((line) => `  ${line}`), ...traceLines(trace, evaluation, style)];
  }
  if (!population) return [];
  const { size, tolerance, shares, error } = population;
  const wrong = new Set(failures.map(({ field }) => field));
  const head = `${where}: ${counted(size, 'context')}, within ${points(tolerance)}`;
  const table = tableLines(
    [
      { cells: shares.map(({ variant }) => printable(variant, unicode)) },
      {
        heading: 'expected',
        cells: shares.map(({ expected }) => (expected === undefined ? 'any' : percentText(expected))),
        align: 'right',
      },
      {
        heading: 'got',
        cells: shares.map(({ received }) => percentText(received)),
        align: 'right',
        paint: (text, row) => (wrong.has(shares[row]?.variant) ? paint.red(text) : text),
      },
    ],
    { width, indent: 4, paintHeading: paint.dim },
  );
  const note = error === undefined ? [] : wrapLines(prose(`error: ${error}`, unicode), width - 4);
  return [...wrapLines(head, width - 2).map((line) => `  ${line}`), ...table, ...note.map((line) => `    ${line}`)];
}

/** A tolerance (0 to 1) in percentage points. */
function points(tolerance: number): string {
  const number = Number((tolerance * 100).toFixed(4));
  return counted(number, 'point');
}

/** An instant in UTC, without what is zero anyway. */
function instantText(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}
