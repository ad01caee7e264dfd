import type { LintReport } from '../../commands/lint/lint-report.ts';
import type { Diagnostic } from '../../diagnostic/diagnostic.ts';
import { codeText, escapeText } from '../markdown.ts';
import { clip } from '../../diagnostic/printable.ts';
import { counted } from '../style.ts';
import { baseName, contentsOf, nothingNew } from './summary.ts';
import { LintTexts } from './texts.ts';

/** More entries than this nobody reads in a comment. */
const mostEntries = 50;
/** GitHub refuses a comment of more than 65,536 characters. */
const mostCharacters = 60_000;

/** A comment for a pull request. Whatever a user wrote is shown as it is: it makes no markup, no links, no mentions. */
export function lintMarkdown(report: LintReport): string {
  const { summary, diagnostics, against } = report;
  const contents = `${contentsOf(summary)} (${counted(summary.files, 'file')})`;
  if (diagnostics.length === 0) {
    return `### Flagwright lint: ${against ? escapeText(nothingNew(against)) : 'no problems'}\n\n${contents}\n`;
  }
  const texts = new LintTexts(report.texts);
  const rows: string[] = [];
  let size = 0;
  for (const diagnostic of diagnostics.slice(0, mostEntries)) {
    const row = tableRow(diagnostic, texts);
    size += row.length;
    if (size > mostCharacters) break;
    rows.push(row);
  }
  const counts = [
    summary.errors > 0 ? counted(summary.errors, 'error') : '',
    summary.warnings > 0 ? counted(summary.warnings, 'warning') : '',
    summary.infos > 0 ? counted(summary.infos, 'info') : '',
  ].filter((part) => part !== '');
  const table = ['| Severity | Place | Problem | Rule |', '| --- | --- | --- | --- |', ...rows].join('\n');
  const parts = [`### Flagwright lint: ${counts.join(', ')}`, contents, table];
  if (against) parts.push(escapeText(`Compared with ${baseName(against)}.`));
  const more = diagnostics.length - rows.length;
  if (more > 0) parts.push(`and ${more} more; \`flagwright lint\` shows them all`);
  if (summary.fixable > 0) parts.push(`${summary.fixable} fixable with \`flagwright lint --fix\``);
  return `${parts.join('\n\n')}\n`;
}

function tableRow(diagnostic: Diagnostic, texts: LintTexts): string {
  const { severity, rule, message, help, file, span } = diagnostic;
  const { line } = texts.position(file, span.start);
  const problem = [message, ...(help === undefined ? [] : [`help: ${help}`])].map((text) =>
    escapeText(clip(text, 500)),
  );
  const weight = severity === 'error' ? `**${severity}**` : severity;
  return `| ${weight} | ${codeText(`${clip(file, 300)}:${line}`)} | ${problem.join('<br>')} | ${codeText(rule)} |`;
}
