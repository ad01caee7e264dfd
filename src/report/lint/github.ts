import type { LintReport } from '../../commands/lint-report.ts';
import type { Diagnostic } from '../../diagnostic/diagnostic.ts';
import { prose } from '../printable.ts';
import { makeStyle } from '../style.ts';
import { summaryLine } from './summary.ts';
import { lastLine, Texts } from './texts.ts';

const commands = { error: 'error', warning: 'warning', info: 'notice' } as const;

/** More places than this do not help in an annotation. */
const mostRelated = 10;

/**
 * Workflow commands that make annotations on GitHub, and the counts as a plain line: GitHub shows ten annotations
 * of a severity for a step. https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 */
export function lintGithub(report: LintReport): string {
  const texts = new Texts(report.texts);
  const lines = report.diagnostics.map((diagnostic) => annotation(diagnostic, texts));
  return `${[...lines, summaryLine(report, makeStyle({ color: false }))].join('\n')}\n`;
}

function annotation(diagnostic: Diagnostic, texts: Texts): string {
  const range = texts.range(diagnostic);
  const { start, end } = range;
  const endLine = lastLine(range);
  // GitHub takes columns only for a range within one line.
  const columns = start.line === end.line ? { col: start.column, endColumn: end.column } : {};
  const properties = { file: diagnostic.file, line: start.line, endLine, ...columns, title: diagnostic.rule };
  const written = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  const places = diagnostic.related.slice(0, mostRelated).map(({ file, span, message }) => {
    const { line, column } = texts.position(file, span.start);
    return `${file}:${line}:${column}: ${message}`;
  });
  const help = diagnostic.help === undefined ? [] : [`help: ${diagnostic.help}`];
  const text = [diagnostic.message, ...places, ...help].map((line) => prose(line)).join('\n');
  return `::${commands[diagnostic.severity]} ${written.join(',')}::${escapeData(text)}`;
}

/** The escapes that GitHub's runner undoes. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** Control characters other than line ends have no escape, and must not reach the log. */
function escapeProperty(text: string): string {
  const safe = text.replace(/[^\r\n]+/g, (line) => prose(line));
  return escapeData(safe).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
