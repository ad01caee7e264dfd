import wrapAnsi from 'wrap-ansi';
import type { LintReport, LintSummary } from '../../commands/lint.ts';
import type { Diagnostic, Severity } from '../../diagnostic/diagnostic.ts';
import { counted, type Style } from '../style.ts';
import { codeFrame, printable, Texts } from './frame.ts';

/** Diagnostics as a compiler shows them: what, where, the line itself, what to do; counts at the end. */
export function lintText(report: LintReport, style: Style): string {
  const texts = new Texts(report.texts);
  const blocks = report.diagnostics.map((diagnostic) => block(diagnostic, texts, style));
  return `${[...blocks, summaryLine(report, style)].join('\n\n')}\n`;
}

function painter(severity: Severity, { paint }: Style): (text: string) => string {
  if (severity === 'error') return paint.red;
  return severity === 'warning' ? paint.yellow : paint.cyan;
}

function block(diagnostic: Diagnostic, texts: Texts, style: Style): string {
  const { paint } = style;
  const color = painter(diagnostic.severity, style);
  const position = texts.position(diagnostic.file, diagnostic.span.start);
  const places = [diagnostic, ...diagnostic.related];
  const last = Math.max(...places.map((place) => texts.position(place.file, place.span.start).line));
  const gutter = String(last).length;
  const indent = ' '.repeat(gutter);
  const heading = `${diagnostic.severity}[${diagnostic.rule}]`;
  const title = wrapAnsi(`${heading}: ${printable(diagnostic.message)}`, style.width, { hard: true });
  const lines = [
    paint.bold(color(title.slice(0, heading.length)) + title.slice(heading.length)),
    `${indent}${paint.blue('-->')} ${printable(diagnostic.file)}:${position.line}:${position.column}`,
    ...codeFrame(texts, diagnostic, { mark: '^', label: diagnostic.label, paintMark: color, gutter }, style),
  ];
  for (const related of diagnostic.related) {
    const at = texts.position(related.file, related.span.start);
    const paintMark = paint.blue;
    lines.push(`${indent} ${paint.blue('|')}`);
    lines.push(`${indent}${paint.blue(':::')} ${printable(related.file)}:${at.line}:${at.column}`);
    lines.push(...codeFrame(texts, related, { mark: '-', label: related.message, paintMark, gutter }, style));
  }
  if (diagnostic.help !== undefined) {
    lines.push(`${indent} ${paint.blue('|')}`);
    lines.push(wrapAnsi(`${paint.cyan('help')}: ${printable(diagnostic.help)}`, style.width, { hard: true }));
  }
  return lines.join('\n');
}

function summaryLine(report: LintReport, { paint }: Style): string {
  const { summary, diagnostics } = report;
  const files = `(${counted(summary.files, 'file')})`;
  if (diagnostics.length === 0) return `${contents(summary)}: ${paint.green('no problems')} ${paint.dim(files)}`;
  const counts = [
    summary.errors > 0 ? paint.red(counted(summary.errors, 'error')) : '',
    summary.warnings > 0 ? paint.yellow(counted(summary.warnings, 'warning')) : '',
    summary.infos > 0 ? paint.cyan(counted(summary.infos, 'info')) : '',
  ].filter((part) => part !== '');
  const fixable = summary.fixable > 0 ? `; ${summary.fixable} fixable with --fix` : '';
  return `${counts.join(', ')} in ${contents(summary)} ${paint.dim(files)}${fixable}`;
}

function contents({ flags, segments, specs }: LintSummary): string {
  const parts = [counted(flags, 'flag')];
  if (segments > 0) parts.push(counted(segments, 'segment'));
  if (specs > 0) parts.push(counted(specs, 'spec'));
  return parts.join(', ');
}
