import type { ExplainedFile } from '../../commands/explain.ts';
import type { Severity } from '../../diagnostic/diagnostic.ts';
import type { RiskSeverity } from '../../rollback/risk.ts';
import { takeStart, wrapLines } from '../columns.ts';
import { printable, prose } from '../printable.ts';
import type { Style } from '../style.ts';

const mostLines = 24;

/** A text below its heading. */
export function paragraph({ width, unicode }: Style, text: string): string[] {
  return wrapLines(prose(text, unicode), width - 2).map((line) => `  ${line}`);
}

/** Parts of files, each below its path. @param when what is to be said of them, such as `, committed on 2026-11-01` */
export function fileLines(files: readonly ExplainedFile[], when: string, { paint, width }: Style): string[] {
  return files.flatMap(({ path, text }) => {
    const body = text.replace(/\n$/, '').split('\n');
    const lines = body.slice(0, mostLines).map((line) => `  ${takeStart(printable(line), width - 2)}`.trimEnd());
    if (body.length > mostLines) lines.push(`  ${paint.dim(`# and ${body.length - mostLines} more lines`)}`);
    return [`  ${paint.dim(`# ${printable(path)}${when}`)}`, ...lines];
  });
}

/** Of a rule's severity or a risk's. */
export function painter({ paint }: Style, severity: Severity | RiskSeverity): (text: string) => string {
  if (severity === 'error' || severity === 'critical' || severity === 'high') return paint.red;
  return severity === 'warning' || severity === 'medium' ? paint.yellow : paint.cyan;
}
