import { columnsOf } from '../columns.ts';
import { hanging } from '../hanging.ts';
import { printable, prose } from '../../diagnostic/printable.ts';
import type { Style } from '../style.ts';
import { marks } from '../table.ts';
import type { Changed } from './changed.ts';
import { cut, moreText } from './cut.ts';
import { notCountedText, exposureChanges, sameExposureText } from './exposure.ts';

const mostEntries = 12;
const mostChanges = 10;
/** A wider name of a field is on a line of its own. */
const widestName = 24;
const exposureColumn = 21;

/** What changes, a block for each environment; flags are named where there are several. */
export function changedLines(all: readonly Changed[], style: Style): string[] {
  const { paint, unicode } = style;
  const { shown, left } = cut(all, mostEntries);
  const isOne = new Set(all.map(({ name }) => name)).size === 1;
  const lines: string[] = [];
  shown.forEach((one, at) => {
    if (at === 0 || shown[at - 1]?.environment !== one.environment) {
      if (at > 0) lines.push('');
      const where = one.environment === undefined ? 'of the definition' : `in ${printable(one.environment, unicode)}`;
      lines.push(paint.bold(`changes ${where}`));
    }
    if (!isOne || one.because !== '') {
      const because = one.because === '' ? '' : paint.dim(`   ${one.because}`);
      lines.push(`  ${paint.cyan(printable(one.name, unicode))}${because}`);
      lines.push(...entryLines(one, 4, style));
    } else lines.push(...entryLines(one, 2, style));
  });
  return left > 0 ? [...lines, paint.dim(`  ${prose(moreText(left), unicode)}`)] : lines;
}

function entryLines({ changes, effect }: Changed, indent: number, style: Style): string[] {
  const { paint, unicode, width } = style;
  const { shown, left } = cut(changes, mostChanges);
  const rows = shown.map(({ what, how }) => ({ name: prose(what, unicode), text: prose(how, unicode) }));
  const names = [...rows.map(({ name }) => name), effect ? 'exposure' : ''].filter(
    (name) => columnsOf(name) <= widestName,
  );
  const column = Math.max(10, ...names.map(columnsOf)) + 2;
  const margin = ' '.repeat(indent);
  const row = (name: string, text: string, tone = (same: string): string => same): string[] => {
    const wide = columnsOf(name) > column - 2;
    const label = wide ? '' : name;
    const mark = margin + label + ' '.repeat(column - columnsOf(label));
    const body = hanging(mark, text, width).map((line) => line.slice(0, mark.length) + tone(line.slice(mark.length)));
    return wide ? [...hanging(margin, name, width), ...body] : body;
  };
  const lines = rows.flatMap(({ name, text }) => row(name, text));
  if (left > 0) lines.push(paint.dim(margin + prose(moreText(left, 'changes'), unicode)));
  if (!effect) return lines;
  const shares = exposureChanges(effect, marks(style).to).map((share) => prose(share, unicode));
  if (shares.length === 0) return [...lines, ...row('exposure', prose(sameExposureText(effect), unicode), paint.dim)];
  const rules = notCountedText(effect);
  return [
    ...lines,
    ...exposureLines(shares, indent + column, style).flatMap((text, at) => row(at === 0 ? 'exposure' : '', text)),
    ...(rules === '' ? [] : row('', prose(rules, unicode), paint.dim)),
  ];
}

/** Shares side by side, as many on a line as fit. */
function exposureLines(shares: readonly string[], used: number, { width }: Style): string[] {
  const column = Math.max(exposureColumn, ...shares.map((share) => columnsOf(share) + 3));
  const perLine = Math.max(1, Math.floor((width - used + 3) / column));
  const lines: string[] = [];
  for (let at = 0; at < shares.length; at += perLine) {
    const cells = shares.slice(at, at + perLine).map((share) => share + ' '.repeat(column - columnsOf(share)));
    lines.push(cells.join('').trimEnd());
  }
  return lines;
}
