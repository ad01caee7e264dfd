import type { Attention } from '../../commands/status/attention.ts';
import type { Interrupted } from '../../workspace/host.ts';
import type { StatusReport } from '../../commands/status/status.ts';
import { ago } from '../../diagnostic/relative-time.ts';
import { columnsOf, wrapLines } from '../columns.ts';
import { printable, prose } from '../../diagnostic/printable.ts';
import { counted, type Style } from '../style.ts';
import { marks, nextSteps, tableLines, type Column } from '../table.ts';

/** More than this many need a list of their own. */
const mostShown = 10;

/** The project on one screen: what it is, where flags are on, what needs somebody, how to go on. */
export function statusText(report: StatusReport, style: Style): string {
  const { paint } = style;
  const blocks = [header(report, style), environments(report, style), attention(report, style)];
  const next = report.flags === 0 ? ['flagwright new', 'flagwright lint'] : ['flagwright lint', 'flagwright lifecycle'];
  blocks.push(nextSteps([...next, 'flagwright --help'], style));
  if (report.interrupted) blocks.unshift(interruptedLines(report.interrupted, style));
  if (report.headProblem !== undefined) blocks.splice(1, 0, [paint.dim(`git: ${prose(report.headProblem)}`)]);
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

/** First of all: what follows may show it half done. */
function interruptedLines({ subject, files }: Interrupted, style: Style): string[] {
  const { paint } = style;
  const change = `a change was interrupted: ${printable(subject)} (${counted(files.length, 'file')})`;
  const way = 'git status shows how far it came; the next change command finishes or undoes it';
  return [`${paint.red(marks(style).error)} ${change}`, ...wrapLines(way, style.width - 2).map((line) => `  ${line}`)];
}

function header({ project, flags, environments: all, head, now }: StatusReport, { paint, width }: Style): string[] {
  const name = printable(project);
  const counts = [counted(flags, 'flag'), counted(all.length, 'environment')];
  if (head) {
    const at = head.commit.slice(0, 7);
    const where = head.branch === undefined ? `detached at ${at}` : `${printable(head.branch)} at ${at}`;
    counts.push(`${where} (${ago(head.committedAt.getTime(), now)})`);
  }
  const line = `${name}   ${counts.join(', ')}`;
  if (columnsOf(line) <= width) return [`${paint.bold(name)}   ${counts.join(', ')}`];
  return [paint.bold(name), `  ${counts.slice(0, 2).join(', ')}`, ...counts.slice(2).map((part) => `  ${part}`)];
}

/** On one line if they fit, else one below the other. The highest first: it matters most. */
function environments(report: StatusReport, style: Style): string[] {
  const rows = [...report.environments].reverse();
  const line = `  ${rows.map(({ name, on, off }) => `${printable(name)}  ${on} on  ${off} off`).join('    ')}`;
  if (report.flags === 0) return [];
  if (columnsOf(line) <= style.width) return [line];
  const count = (of: 'on' | 'off'): Column => ({ cells: rows.map((row) => `${row[of]} ${of}`), align: 'right' });
  const names: Column = { cells: rows.map(({ name }) => printable(name)), cap: 40 };
  return tableLines([names, count('on'), count('off')], { width: style.width, indent: 2, gap: 3 });
}

function attention(report: StatusReport, style: Style): string[] {
  const { paint } = style;
  const shown = report.attention.slice(0, mostShown);
  if (report.flags === 0 && shown.length === 0) return ['no flags yet'];
  if (shown.length === 0) {
    const { warning, info } = report.counts;
    const others = warning + info > 0 ? paint.dim(` (lint has ${counted(warning + info, 'remark')})`) : '';
    return [paint.green('nothing needs you') + others];
  }
  const { error, warning } = marks(style);
  const isError = (row: number): boolean => shown[row]?.severity === 'error';
  const columns: Column[] = [
    {
      cells: shown.map(({ severity }) => (severity === 'error' ? error : warning)),
      paint: (text, row) => (isError(row) ? paint.red(text) : paint.yellow(text)),
    },
    { cells: shown.map(({ flag, file }) => printable(flag ?? file)) },
    { cells: shown.map(messageOf), wrap: true },
    { cells: shown.map(({ owner }) => (owner === undefined ? '' : `owner ${printable(owner)}`)) },
  ];
  const lines = attentionLines(shown, columns, style);
  const more = report.attention.length - shown.length;
  if (more > 0) lines.push(paint.dim(`  and ${more} more: flagwright lint`));
  return [paint.bold('needs you'), ...lines];
}

function messageOf({ message, more }: Attention): string {
  return prose(message) + (more > 0 ? ` (and ${more} more)` : '');
}

/** The mark and the name are one column, so that a long name can be on a line of its own. */
function attentionLines(shown: readonly Attention[], columns: readonly Column[], style: Style): string[] {
  const [mark, name, message, owner] = columns as [Column, Column, Column, Column];
  const named: Column = {
    cells: name.cells.map((text, row) => `${mark.cells[row]} ${text}`),
    paint: (text, row) => (mark.paint?.(text.slice(0, 1), row) ?? '') + text.slice(1),
    cap: Math.floor(style.width * 0.4),
  };
  return tableLines(shown.length > 0 ? [named, message, owner] : [], { width: style.width, indent: 2, gap: 3 });
}
