import type { ChangeReport, RefusedChange } from '../../workspace/change-flag.ts';
import type { Change } from '../../meaning/change.ts';
import { printable, prose } from '../../diagnostic/printable.ts';
import { commitLines } from '../commit-lines.ts';
import type { Style } from '../style.ts';
import { nextSteps } from '../table.ts';
import { unifiedDiff } from '../unified-diff.ts';

/** What a change command did: the change in meaning, and where it is now. */
export function changeText(report: ChangeReport, style: Style): string {
  const { flag, changes, refused, dryRun, commit, file, written } = report;
  const { paint, unicode } = style;
  if (refused) return `${refusalLines(report, refused, style).join('\n')}\n`;
  if (changes.length === 0) return `${flag} is already in that state; nothing to do\n`;
  if (dryRun) return `${unifiedDiff(report, style)}\n`;
  const lines = [paint.bold(flag), ...changeLines(changes, style), ''];
  if (commit) lines.push(...commitLines(commit, style));
  else if (written) {
    lines.push(`wrote ${printable(file, unicode)}`, '');
    lines.push(...nextSteps([`git diff`, `flagwright show ${flag}`], style));
  }
  return `${lines.join('\n')}\n`;
}

function changeLines(changes: readonly Change[], { unicode }: Style): string[] {
  return changes.map(({ summary }) => `  ${prose(summary, unicode)}`);
}

function refusalLines(report: ChangeReport, { message, help, theirs }: RefusedChange, style: Style): string[] {
  const { paint, unicode } = style;
  const lines = [`${paint.bold.red('refused')}: ${prose(message, unicode)}`];
  if (theirs.length > 0) {
    lines.push('', paint.dim('what is there since'), ...changeLines(theirs, style));
    lines.push('', paint.dim('what you asked for'));
    lines.push(
      ...(report.changes.length > 0
        ? changeLines(report.changes, style)
        : ['  nothing more: it is already in that state']),
    );
    lines.push('');
  }
  // What a hook said has lines of its own.
  const [first = '', ...others] = help.split('\n');
  lines.push(`${paint.cyan('help')}: ${prose(first, unicode)}`);
  return [...lines, ...others.map((line) => `  ${printable(line, unicode)}`)];
}
