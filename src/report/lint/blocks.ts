import type { LintReport } from '../../commands/lint/lint-report.ts';
import type { Diagnostic, Location, Severity } from '../../diagnostic/diagnostic.ts';
import { wrapLines } from '../columns.ts';
import { printable, prose } from '../../diagnostic/printable.ts';
import type { Style } from '../style.ts';
import { codeFrame, type FrameOptions } from './frame.ts';
import { LintTexts } from './texts.ts';

/** Narrower than this nothing is readable, and a heading would be cut. */
const narrowest = 40;

/** Diagnostics as a compiler shows them: what, where, the line itself, what to do. One text for each. */
export function diagnosticBlocks(report: LintReport, given: Style): string[] {
  const style = { ...given, width: Math.max(given.width, narrowest) };
  const texts = new LintTexts(report.texts);
  return report.diagnostics.map((diagnostic) => block(diagnostic, texts, style));
}

function painter(severity: Severity, { paint }: Style): (text: string) => string {
  if (severity === 'error') return paint.red;
  return severity === 'warning' ? paint.yellow : paint.cyan;
}

function block(diagnostic: Diagnostic, texts: LintTexts, style: Style): string {
  const { paint, unicode, width } = style;
  const color = painter(diagnostic.severity, style);
  const gutter = gutterOf(diagnostic, texts);
  const indent = ' '.repeat(gutter);
  const bar = `${indent} ${paint.blue('|')}`;
  const say = (text = ''): string => prose(text, unicode).trim();
  const place = (arrow: string, at: Location): string => {
    const { line, column } = texts.position(at.file, at.span.start);
    return `${indent}${paint.blue(arrow)} ${printable(at.file, unicode)}:${line}:${column}`;
  };
  const frame = (at: Location, options: Omit<FrameOptions, 'gutter'>): string[] => {
    if (texts.has(at.file)) return codeFrame(texts, at, { ...options, gutter }, style);
    if (options.label === '') return [];
    return wrapLines(options.label, width - gutter - 3).map(
      (line, n) => `${indent} ${n ? ' ' : paint.blue('=')} ${line}`,
    );
  };
  const heading = `${diagnostic.severity}[${diagnostic.rule}]`;
  const title = wrapLines(`${heading}: ${say(diagnostic.message)}`, width).join('\n');
  const lines = [
    paint.bold(color(title.slice(0, heading.length)) + title.slice(heading.length)),
    place('-->', diagnostic),
    ...frame(diagnostic, { mark: '^', label: say(diagnostic.label), paintMark: color, context: true }),
  ];
  for (const related of diagnostic.related) {
    lines.push(bar, place(':::', related));
    lines.push(...frame(related, { mark: '-', label: say(related.message), paintMark: paint.blue, context: false }));
  }
  if (diagnostic.help !== undefined) {
    const help = wrapLines(`help: ${say(diagnostic.help)}`, width).join('\n');
    lines.push(bar, paint.cyan(help.slice(0, 4)) + help.slice(4));
  }
  return lines.join('\n');
}

/** Two columns at least, so that the frames of most files are in one line. */
function gutterOf(diagnostic: Diagnostic, texts: LintTexts): number {
  let last = texts.position(diagnostic.file, diagnostic.span.start).line;
  for (const { file, span } of diagnostic.related) last = Math.max(last, texts.position(file, span.start).line);
  return Math.max(2, String(last).length);
}
