import type { LintReport } from '../../commands/lint/lint-report.ts';
import type { Diagnostic } from '../../diagnostic/diagnostic.ts';
import { jsonText } from '../json.ts';
import { LintTexts } from './texts.ts';

/** The report as data; see schemas/output/lint.schema.json. */
export function lintJson(report: LintReport): string {
  const texts = new LintTexts(report.texts);
  const { command, ok, summary, against } = report;
  const diagnostics = report.diagnostics.map((diagnostic) => diagnosticJson(diagnostic, texts));
  const base = against
    ? { revision: against.revision, commit: against.commit, changed: against.changed, olderErrors: against.older }
    : null;
  return jsonText({ schemaVersion: 1, command, ok, base, summary, diagnostics });
}

/** A diagnostic as every command prints it. */
export function diagnosticJson(diagnostic: Diagnostic, texts: LintTexts): object {
  const { rule, severity, message, help = null, file, flag = null, related, fix } = diagnostic;
  return {
    rule,
    severity,
    message,
    help,
    file,
    flag,
    range: texts.range(diagnostic),
    related: related.map((other) => ({ message: other.message, file: other.file, range: texts.range(other) })),
    fix: fix
      ? { title: fix.title, edits: fix.edits.map(({ span, text }) => ({ range: texts.range({ file, span }), text })) }
      : null,
  };
}
