import type { Moved, SimulateReport } from '../../commands/simulate/simulate.ts';
import { isoDate } from '../../diagnostic/relative-time.ts';
import { percentText } from '../../evaluate/population.ts';
import { wrapLines } from '../columns.ts';
import { clip, printable, prose } from '../../diagnostic/printable.ts';
import { counted, type Style } from '../style.ts';
import { marks, nextSteps, tableLines } from '../table.ts';

const longestValue = 40;
const longestContext = 120;

/** One line of the table. */
interface Row {
  readonly topic: string;
  readonly name: string;
  readonly share: number;
  readonly count: number;
  readonly note?: string;
}

/** Who in a population gets what, and who moves. */
export function simulateText(report: SimulateReport, style: Style): string {
  const { paint, unicode, width } = style;
  const { flag, environment, moved, error } = report;
  const say = (text: string): string => prose(text, unicode);
  const wrapped = (text: string): string => wrapLines(say(text), width).join('\n');
  const key = printable(flag, unicode);
  const blocks = [
    `${paint.bold(key)} in ${printable(environment, unicode)}   ${isoDate(report.now)}`,
    wrapped(populationText(report)),
    table([...shareRows(report), ...(moved ? movedRows(moved, style) : [])], style).join('\n'),
  ];
  if (moved) blocks.push(wrapped(movedText(moved)));
  if (error !== undefined) blocks.push(paint.red(wrapped(`some could not be evaluated: ${error}`)));
  const next = moved
    ? `flagwright diff ${printable(moved.revision, unicode)}`
    : `flagwright simulate ${key} --env ${printable(environment, unicode)} --against HEAD`;
  blocks.push(nextSteps([next], style).join('\n'));
  return `${blocks.join('\n\n')}\n`;
}

function populationText({ size, file, shared }: SimulateReport): string {
  const all = Object.keys(shared).length === 0 ? '' : `, all with ${clip(JSON.stringify(shared), longestContext)}`;
  if (file !== undefined) return `${counted(size, 'context')} of ${file}${all}`;
  return `${counted(size, 'context')}: targetingKey 0 to ${size - 1}${all}`;
}

function shareRows({ variants, reasons, rules }: SimulateReport): Row[] {
  const rows = (topic: string, counts: SimulateReport['variants']): Row[] =>
    counts.map(({ name, share, count }, index) => ({ topic: index === 0 ? topic : '', name, share, count }));
  return [...rows('variant', variants), ...rows('reason', reasons), ...rows('rule', rules)];
}

function movedRows({ moves, revalued }: Moved, style: Style): Row[] {
  const { to } = marks(style);
  const value = (json: unknown): string => clip(JSON.stringify(json), longestValue);
  const rows = moves.map((move) => ({
    name: `${move.from ?? 'nothing'} ${to} ${move.to ?? 'nothing'}`,
    share: move.share,
    count: move.count,
    note: `${move.examples.join(', ')}${move.examples.length > 0 && move.examples.length < move.count ? ', ...' : ''}`,
  }));
  const values = revalued.map(({ variant, before, after, share, count }) => {
    const note = `${value(before)} ${to} ${value(after)}`;
    return { name: variant, share, count, note };
  });
  return [
    ...rows.map((row, index) => ({ ...row, topic: index === 0 ? 'moved' : '' })),
    ...values.map((row, index) => ({ ...row, topic: index === 0 ? 'value' : '' })),
  ];
}

function table(rows: readonly Row[], { width, unicode, paint }: Style): string[] {
  return tableLines(
    [
      { cells: rows.map(({ topic }) => topic), paint: (text) => paint.dim(text) },
      { cells: rows.map(({ name }) => clip(printable(name, unicode), 40)) },
      { heading: 'share', cells: rows.map(({ share }) => percentText(share)), align: 'right' },
      { heading: 'contexts', cells: rows.map(({ count }) => String(count)), align: 'right' },
      { cells: rows.map(({ note = '' }) => prose(note, unicode)), wrap: true, paint: (text) => paint.dim(text) },
    ],
    { width, indent: 2, paintHeading: paint.dim },
  );
}

function movedText({ revision, commit, count, share, revalued }: Moved): string {
  const against = `${revision} (${commit.slice(0, 7)})`;
  const values = revalued.length > 0 ? '; some variants have another value' : '';
  if (count === 0) return `nobody moves against ${against}${values}`;
  return `${percentText(share)} get another variant than at ${against}${values}`;
}
