import type { LintReport } from '../../commands/lint/lint-report.ts';
import type { Style } from '../style.ts';
import { fixedLine, summaryLine } from './summary.ts';

/**
 * Diagnostics as a compiler shows them, and counts at the end. What draws them measures text, which is slow to load,
 * so it is loaded only when there is something to draw.
 */
export async function lintText(report: LintReport, style: Style): Promise<string> {
  const parts: string[] = [];
  const { changes, written } = report.fixed;
  if (changes.length > 0 && !written) {
    const { unifiedDiff } = await import('../unified-diff.ts');
    parts.push(...changes.map((change) => unifiedDiff(change, style)));
  }
  if (report.diagnostics.length > 0) {
    const { diagnosticBlocks } = await import('./blocks.ts');
    parts.push(...diagnosticBlocks(report, style));
  }
  if (changes.length > 0) parts.push(fixedLine(report, style));
  return `${[...parts, summaryLine(report, style)].join('\n\n')}\n`;
}
