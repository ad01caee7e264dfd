import type { LintReport } from '../../commands/lint/lint-report.ts';
import type { Diagnostic } from '../../diagnostic/diagnostic.ts';
import { prose } from '../../diagnostic/printable.ts';
import { annotationProperty, annotationText } from '../github-commands.ts';
import { makeStyle } from '../style.ts';
import { summaryLine } from './summary.ts';
import { lastLine, LintTexts } from './texts.ts';

const commands = { error: 'error', warning: 'warning', info: 'notice' } as const;

/** More places than this do not help in an annotation. */
const mostRelated = 10;

/**
 * Workflow commands that make annotations on GitHub, and the counts as a plain line: GitHub shows ten annotations
 * of a severity for a step. https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 */
export function lintGithub(report: LintReport): string {
  const texts = new LintTexts(report.texts);
  const lines = report.diagnostics.map((diagnostic) => diagnosticAnnotation(diagnostic, texts));
  return `${[...lines, summaryLine(report, makeStyle({ color: false }))].join('\n')}\n`;
}

/** An annotation for one diagnostic. */
export function diagnosticAnnotation(diagnostic: Diagnostic, texts: LintTexts): string {
  const range = texts.range(diagnostic);
  const { start, end } = range;
  const endLine = lastLine(range);
  // GitHub takes columns only for a range within one line.
  const columns = start.line === end.line ? { col: start.column, endColumn: end.column } : {};
  const properties = { file: diagnostic.file, line: start.line, endLine, ...columns, title: diagnostic.rule };
  const written = Object.entries(properties).map(([name, value]) => `${name}=${annotationProperty(String(value))}`);
  const places = diagnostic.related.slice(0, mostRelated).map(({ file, span, message }) => {
    const { line, column } = texts.position(file, span.start);
    return `${file}:${line}:${column}: ${message}`;
  });
  const help = diagnostic.help === undefined ? [] : [`help: ${diagnostic.help}`];
  const text = [diagnostic.message, ...places, ...help].map((line) => prose(line)).join('\n');
  return `::${commands[diagnostic.severity]} ${written.join(',')}::${annotationText(text)}`;
}
