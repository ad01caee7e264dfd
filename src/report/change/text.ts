import type { ChangeReport, RefusedChange } from '../../commands/change-flag.ts';
import type { CommitReport } from '../../commands/commit-change.ts';
import type { Change } from '../../history/change.ts';
import { printable, prose } from '../printable.ts';
import type { Style } from '../style.ts';
import { nextSteps } from '../table.ts';
import { unifiedDiff } from '../unified-diff.ts';

/** What a change command did: the change in meaning, and where it is now. */
export function changeText(report: ChangeReport, style: Style): string {
  const { flag, changes, refused, dryRun, commit, file, written } = report;
  const { paint, unicode } = style;
  if (refused) return `${refusalLines(report, refused, style).join('\n')}\n`;
  if (changes.length === 0) return `${flag} is so already; nothing to do\n`;
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
      ...(report.changes.length > 0 ? changeLines(report.changes, style) : ['  nothing more: it is so already']),
    );
    lines.push('');
  }
  // What a hook said has lines of its own.
  const [first = '', ...others] = help.split('\n');
  lines.push(`${paint.cyan('help')}: ${prose(first, unicode)}`);
  return [...lines, ...others.map((line) => `  ${printable(line, unicode)}`)];
}

function commitLines(commit: CommitReport, { paint, unicode }: Style): string[] {
  const { branch, newBranch, subject, pushedTo, pushError } = commit;
  const place = branch === undefined ? 'at HEAD, on no branch' : `on ${newBranch ? 'the new branch ' : ''}${branch}`;
  const lines = [`commit ${commit.commit.slice(0, 7)} ${printable(place, unicode)}: ${prose(subject, unicode)}`];
  if (pushedTo !== undefined) return [...lines, `pushed to ${printable(pushedTo, unicode)}`];
  if (pushError !== undefined) {
    const said = pushError.split('\n').map((line) => `  ${printable(line, unicode)}`);
    return [...lines, `${paint.bold.red('not pushed')}: git says`, ...said];
  }
  if (branch === undefined) return lines;
  const command = newBranch ? `git push origin ${branch}` : 'git push';
  return [...lines, paint.dim(`not pushed: ${printable(command, unicode)}, or next time --push`)];
}
