import type { NewReport } from '../../commands/new/new.ts';
import { inDays } from '../../diagnostic/relative-time.ts';
import { printable } from '../../diagnostic/printable.ts';
import type { Style } from '../style.ts';
import { nextSteps, tableLines } from '../table.ts';

/** What was written and how to go on; with `--dry-run` what would be. */
export function newText(report: NewReport, style: Style): string {
  const { paint } = style;
  const { key, type, owner, expires, daysLeft, review, environments, file, text, written } = report;
  if (!written) return `${paint.bold(`would write ${printable(file)}`)}\n\n${text}`;
  const named = (enabled: boolean): string =>
    environments
      .filter((one) => one.enabled === enabled)
      .map(({ name }) => printable(name))
      .join(', ');
  const rows = [
    ['type', type],
    ['owner', printable(owner)],
    ['expires', expires === undefined ? '' : `${expires}${daysLeft === undefined ? '' : `   ${inDays(daysLeft)}`}`],
    ['review', review === undefined ? '' : `every ${review}`],
    ['on in', named(true) || 'no environment yet'],
    ['off in', named(false)],
  ].filter(([, value]) => value !== '');
  const facts = tableLines(
    [
      { cells: rows.map(([name = '']) => name), paint: (cell) => paint.dim(cell) },
      { cells: rows.map(([, value = '']) => value), wrap: true },
    ],
    { width: style.width, indent: 2, gap: 3 },
  );
  const next = nextSteps([`flagwright show ${key}`, 'flagwright lint'], style);
  return `${[paint.bold(`wrote ${printable(file)}`), '', ...facts, '', ...next].join('\n')}\n`;
}
