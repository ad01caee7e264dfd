import { DiagnosticSeverity, DiagnosticTag, type Diagnostic as Shown } from 'vscode-languageserver';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { rangeOf, type Text } from './text-ranges.ts';

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
} as const;

/** What editors show faded, since nothing needs it. */
const unneeded = new Set(['unused-segment', 'unused-flag', 'unused-suppression', 'unreachable-rule', 'duplicate-rule']);

/** How another file is found: its address, and its text. */
export interface Elsewhere {
  uri(file: string): string;
  text(file: string): Promise<Text>;
}

/** A diagnostic as editors show it: the message, and on a line of its own what to do. */
export async function shownDiagnostic(diagnostic: Diagnostic, text: Text, elsewhere: Elsewhere): Promise<Shown> {
  const { rule, severity, message, label, help, related, span } = diagnostic;
  const first = label === undefined || message.includes(label) ? message : `${message} (${label})`;
  const shown: Shown = {
    range: rangeOf(text, span),
    severity: severities[severity],
    code: rule,
    source: 'flagwright',
    message: help === undefined ? first : `${first}\n${help}`,
  };
  if (unneeded.has(rule)) shown.tags = [DiagnosticTag.Unnecessary];
  if (related.length > 0) {
    shown.relatedInformation = await Promise.all(
      related.map(async (other) => ({
        message: other.message,
        location: {
          uri: elsewhere.uri(other.file),
          range: rangeOf(await elsewhere.text(other.file), other.span),
        },
      })),
    );
  }
  return shown;
}
