import type { ComparedWith, LintReport, LintSummary } from '../../commands/lint/lint-report.ts';
import { printable } from '../../diagnostic/printable.ts';
import { counted, type Style } from '../style.ts';

/** What `--fix` did, or would do. */
export function fixedLine({ fixed: { changes, count, written } }: LintReport, { paint }: Style): string {
  const what = `${counted(count, 'problem')} in ${counted(changes.length, 'file')}`;
  return written ? paint.green(`fixed ${what}`) : `would fix ${what}; nothing was written`;
}

/** What was found, and in how much: the last line of a report for people. */
export function summaryLine({ summary, against }: LintReport, { paint }: Style): string {
  const files = paint.dim(`(${counted(summary.files, 'file')})`);
  const counts = [
    summary.errors > 0 ? paint.red(counted(summary.errors, 'error')) : '',
    summary.warnings > 0 ? paint.yellow(counted(summary.warnings, 'warning')) : '',
    summary.infos > 0 ? paint.cyan(counted(summary.infos, 'info')) : '',
  ].filter((part) => part !== '');
  if (counts.length === 0) {
    const none = against ? nothingNew(against) : 'no problems';
    if (summary.flags === 0) return `${paint.yellow('0 flags: nothing to check')} ${files}`;
    return `${contentsOf(summary)}: ${paint.green(none)} ${files}`;
  }
  const fixable = summary.fixable > 0 ? `; ${summary.fixable} fixable with --fix` : '';
  const compared = against ? `; compared with ${baseName(against)}` : '';
  return `${counts.join(', ')} in ${counted(summary.flags, 'flag')} ${files}${fixable}${compared}`;
}

/** `nothing new against origin/main (abc1234); 1 older error` */
export function nothingNew(against: ComparedWith): string {
  const older = against.older > 0 ? `; ${counted(against.older, 'older error')}` : '';
  return `nothing new against ${baseName(against)}${older}`;
}

/** `origin/main (abc1234)` */
export function baseName({ revision, commit }: ComparedWith): string {
  const id = commit.slice(0, 7);
  return commit.startsWith(revision) ? id : `${printable(revision)} (${id})`;
}

/** `5 flags, 3 segments, 4 specs`; kinds without files are left out, except flags. */
export function contentsOf({ flags, segments, specs }: LintSummary): string {
  const parts = [counted(flags, 'flag')];
  if (segments > 0) parts.push(counted(segments, 'segment'));
  if (specs > 0) parts.push(counted(specs, 'spec'));
  return parts.join(', ');
}
