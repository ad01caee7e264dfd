import type { LintReport } from '../../commands/lint/lint-report.ts';
import { jsonText } from '../json.ts';
import { fingerprints } from './fingerprint.ts';
import { inOneLine } from './one-line.ts';
import { lastLine, LintTexts } from './texts.ts';

const severities = { error: 'major', warning: 'minor', info: 'info' } as const;

/** A code quality report. https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
export function lintGitlab(report: LintReport): string {
  const texts = new LintTexts(report.texts);
  const prints = fingerprints(report.diagnostics);
  const entries = report.diagnostics.map((diagnostic, index) => {
    const range = texts.range(diagnostic);
    return {
      description: inOneLine(diagnostic),
      check_name: diagnostic.rule,
      fingerprint: prints[index],
      severity: severities[diagnostic.severity],
      location: { path: diagnostic.file, lines: { begin: range.start.line, end: lastLine(range) } },
    };
  });
  return jsonText(entries);
}
