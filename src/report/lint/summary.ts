import type { LintReport, LintSummary } from '../../commands/lint-report.ts';
import { counted, type Style } from '../style.ts';

/** What `--fix` did, or would do. */
export function fixedLine({ fixed: { changes, count, written } }: LintReport, { paint }: Style): string {
  const what = `${counted(count, 'problem')} in ${counted(changes.length, 'file')}`;
  return written ? paint.green(`fixed ${what}`) : `would fix ${what}; nothing was written`;
}

/** What was found, and in how much: the last line of a report for people. */
export function summaryLine({ summary }: LintReport, { paint }: Style): string {
  const files = paint.dim(`(${counted(summary.files, 'file')})`);
  const counts = [
    summary.errors > 0 ? paint.red(counted(summary.errors, 'error')) : '',
    summary.warnings > 0 ? paint.yellow(counted(summary.warnings, 'warning')) : '',
    summary.infos > 0 ? paint.cyan(counted(summary.infos, 'info')) : '',
  ].filter((part) => part !== '');
  if (counts.length === 0) return `${contentsOf(summary)}: ${paint.green('no problems')} ${files}`;
  const fixable = summary.fixable > 0 ? `; ${summary.fixable} fixable with --fix` : '';
  return `${counts.join(', ')} in ${counted(summary.flags, 'flag')} ${files}${fixable}`;
}

/** `5 flags, 3 segments, 4 specs`; what there is none of is left out, but for flags. */
export function contentsOf({ flags, segments, specs }: LintSummary): string {
  const parts = [counted(flags, 'flag')];
  if (segments > 0) parts.push(counted(segments, 'segment'));
  if (specs > 0) parts.push(counted(specs, 'spec'));
  return parts.join(', ');
}
