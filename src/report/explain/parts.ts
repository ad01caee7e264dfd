import type { ExplainedFile } from '../../commands/explain/explained-file.ts';
import type { Severity } from '../../diagnostic/diagnostic.ts';
import type { RiskSeverity } from '../../rollback/risk.ts';
import { exampleProjectSummary } from '../../lint/complete-example.ts';
import { wrapLines } from '../columns.ts';
import { printable, prose } from '../../diagnostic/printable.ts';
import type { Style } from '../style.ts';

/** Some examples make their point by their length. */
const mostLines = 60;

/** A text below its heading. */
export function paragraph({ width, unicode }: Style, text: string): string[] {
  return wrapLines(prose(text, unicode), width - 2).map((line) => `  ${line}`);
}

/** Files, each below its path, in whole lines however wide they are: so they can be copied. @param when text about them, such as `, committed on 2026-11-01` */
export function fileLines(files: readonly ExplainedFile[], when: string, { paint }: Style): string[] {
  return files.flatMap(({ path, text }) => {
    const body = text.replace(/\n$/, '').split('\n');
    const lines = body.slice(0, mostLines).map((line) => `  ${printable(line)}`.trimEnd());
    if (body.length > mostLines) lines.push(`  ${paint.dim(`# and ${body.length - mostLines} more lines`)}`);
    return [`  ${paint.dim(`# ${printable(path)}${when}`)}`, ...lines];
  });
}

/** Where the examples are. */
export const placeLines = (style: Style): string[] => ['', ...paragraph(style, exampleProjectSummary)];

/** Of a rule's severity or a risk's. */
export function painter({ paint }: Style, severity: Severity | RiskSeverity): (text: string) => string {
  if (severity === 'error' || severity === 'critical' || severity === 'high') return paint.red;
  return severity === 'warning' || severity === 'medium' ? paint.yellow : paint.cyan;
}
