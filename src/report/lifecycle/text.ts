import type { FlagLifecycle, LifecycleReport } from '../../commands/lifecycle/lifecycle.ts';
import { printable, prose } from '../../diagnostic/printable.ts';
import { isoDate } from '../../diagnostic/relative-time.ts';
import { counted, type Style } from '../style.ts';
import { marks, nextSteps, tableLines, type Column } from '../table.ts';
import { groupsOf } from './groups.ts';
import { stateSentences } from './state-words.ts';

/** The flags that need a decision, one a line, the most urgent first or by owner. */
export function lifecycleText(report: LifecycleReport, style: Style): string {
  const { paint, unicode } = style;
  const { flags, missingHistory } = report;
  const blocks = [[heading(report)]];
  for (const { owner, contact, flags: group } of groupsOf(report)) {
    const name = owner === undefined ? 'no owner' : printable(owner, unicode);
    const title =
      report.by === 'owner' ? [paint.bold(name) + (contact ? paint.dim(`  ${printable(contact, unicode)}`) : '')] : [];
    blocks.push([...title, ...rows(group, report, style)]);
  }
  if (missingHistory !== undefined) {
    blocks.push([paint.dim(`stale and extended too often are not known: ${prose(missingHistory, unicode)}`)]);
  }
  const next = nextCommands(flags);
  if (next.length > 0) blocks.push(nextSteps(next, style));
  return `${blocks.map((block) => block.join('\n')).join('\n\n')}\n`;
}

function heading({ flags, total, filtered, now }: LifecycleReport): string {
  const waiting = flags.filter(({ states }) => states.length > 0).length;
  const of = `of ${counted(total, 'flag')}`;
  const date = isoDate(now);
  if (waiting === 0) return `${date}: ${filtered ? 'no such flag' : `none ${of}`} needs a decision`;
  return `${date}: ${waiting} ${of} ${waiting === 1 ? 'needs' : 'need'} a decision`;
}

function rows(flags: readonly FlagLifecycle[], report: LifecycleReport, style: Style): string[] {
  const { paint, unicode } = style;
  const { error, warning } = marks(style);
  const isStopped = ({ states }: FlagLifecycle): boolean =>
    states.includes('expired') || states.includes('extended-too-often');
  const mark = (flag: FlagLifecycle): string => (isStopped(flag) ? error : flag.states.length > 0 ? warning : ' ');
  const paintMark = (flag: FlagLifecycle, text: string): string =>
    isStopped(flag) ? paint.red(text) : paint.yellow(text);
  const columns: Column[] = [
    {
      cells: flags.map((flag) => `${mark(flag)} ${printable(flag.key, unicode)}`),
      paint: (text, row) => paintMark(flags[row] as FlagLifecycle, text.slice(0, 1)) + text.slice(1),
      cap: Math.floor(style.width * 0.4),
    },
    { cells: flags.map((flag) => prose(stateSentences(flag, report).join('; '), unicode)), wrap: true },
  ];
  if (report.by !== 'owner') {
    columns.push({
      cells: flags.map(({ owner }) => (owner === undefined ? '' : `owner ${printable(owner, unicode)}`)),
    });
  }
  return tableLines(columns, { width: style.width, indent: 2, gap: 3 });
}

/** One command for each kind of decision there is to make. */
function nextCommands(flags: readonly FlagLifecycle[]): string[] {
  const has = (...wanted: readonly string[]): boolean =>
    flags.some(({ states }) => states.some((state) => wanted.includes(state)));
  return [
    ...(has('expired', 'expiring', 'rolled-out', 'stale', 'extended-too-often') ? ['flagwright retire FLAG'] : []),
    ...(has('expired', 'expiring') ? ['flagwright extend FLAG --until DATE --reason WHY'] : []),
    ...(has('review-overdue') ? ['flagwright reviewed FLAG'] : []),
  ];
}
