import type { ShowReport } from '../../commands/show/show.ts';
import { inDays } from '../../diagnostic/relative-time.ts';
import { columnsOf, wrapLines } from '../columns.ts';
import { printable, prose } from '../../diagnostic/printable.ts';
import { counted, type Style } from '../style.ts';
import { marks, nextSteps, tableLines } from '../table.ts';
import { whenText } from '../when.ts';
import { relationBlocks } from './relations.ts';
import { environmentLines } from './environments.ts';

/** One flag on a screen: what it is, until when, where and for whom it is on, what it hangs on, what is wrong. */
export function showText(report: ShowReport, style: Style): string {
  const blocks = [
    heading(report, style),
    wrapLines(prose(report.description ?? ''), style.width - 2).map((line) => `  ${line}`),
    facts(report, style),
    section('environments', environmentLines(report, style), style),
    ...relationBlocks(report, style).map(({ title, lines }) => section(title, lines, style)),
    problems(report, style),
    nextSteps(report.diagnostics.length > 0 ? ['flagwright lint', 'flagwright list'] : ['flagwright list'], style),
  ];
  const filled = blocks.filter((block) => block.some((line) => line.trim() !== ''));
  return `${filled.map((block) => block.join('\n')).join('\n\n')}\n`;
}

function heading({ flag, file }: ShowReport, { paint, width }: Style): string[] {
  const facts = [flag.type, flag.criticality].filter((fact) => fact !== undefined).map((fact) => printable(fact));
  const key = printable(flag.key);
  const line = [key, ...facts].join('   ');
  const path = printable(file);
  const first = [paint.bold(key), ...facts].join('   ');
  if (columnsOf(line) + 3 + columnsOf(path) <= width) return [`${first}   ${paint.dim(path)}`];
  return [first, paint.dim(path)];
}

function section(title: string, lines: readonly string[], { paint }: Style): string[] {
  return lines.length === 0 ? [] : [paint.bold(title), ...lines];
}

function facts(report: ShowReport, { paint, width }: Style): string[] {
  const { flag, contact, created, retire, review, extensions, tags, version, now } = report;
  const rows: [string, string][] = [];
  const overdue = new Set<string>();
  if (flag.owner !== undefined) rows.push(['owner', contact === undefined ? flag.owner : `${flag.owner}   ${contact}`]);
  if (version) {
    const { number, commit, committedAt, author } = version;
    rows.push(['version', `${number}   ${commit.slice(0, 7)}, ${whenText(committedAt, now)}, ${author.name}`]);
  }
  if (created !== undefined) rows.push(['created', created]);
  if (flag.expires !== undefined) {
    const days = flag.daysLeft;
    const moved = extensions > 0 ? `, after ${counted(extensions, 'extension')}` : '';
    const when =
      days === undefined ? '' : days < 0 ? `   expired ${inDays(days)}${moved}` : `   ${inDays(days)}${moved}`;
    if (days !== undefined && days < 0) overdue.add('expires');
    rows.push(['expires', flag.expires + when]);
  }
  if (review) {
    const { every, last, daysLeft } = review;
    const next = daysLeft === undefined ? '' : daysLeft < 0 ? ', overdue' : `, next ${inDays(daysLeft)}`;
    if (daysLeft !== undefined && daysLeft < 0) overdue.add('review');
    rows.push(['review', `every ${every ?? '?'}, last ${last ?? 'never'}${next}`]);
  }
  if (retire !== undefined) rows.push(['retire', retire]);
  if (tags.length > 0) rows.push(['tags', tags.join(', ')]);
  if (!isPlainBoolean(report)) rows.push(['variants', variantsText(report)]);
  return tableLines(
    [
      { cells: rows.map(([name]) => name), paint: (text) => paint.dim(text) },
      {
        cells: rows.map(([, text]) => prose(text)),
        wrap: true,
        paint: (text, row) => (overdue.has(rows[row]?.[0] ?? '') ? paint.red(text) : text),
      },
    ],
    { width, indent: 2, gap: 3 },
  );
}

function isPlainBoolean({ variants, off }: ShowReport): boolean {
  return variants.on === true && variants.off === false && off === 'off' && Object.keys(variants).length === 2;
}

function variantsText({ variants, off }: ShowReport): string {
  const parts = Object.entries(variants).map(([name, value]) => {
    const text = JSON.stringify(value) ?? 'nothing';
    return `${name}${name === off ? ' (off)' : ''}: ${text.length > 40 ? `${text.slice(0, 37)}...` : text}`;
  });
  return parts.join(', ');
}

function problems({ diagnostics }: ShowReport, style: Style): string[] {
  const { paint, width } = style;
  if (diagnostics.length === 0) return [paint.green('no problems')];
  const symbols = marks(style);
  const isError = (row: number): boolean => diagnostics[row]?.severity === 'error';
  const lines = tableLines(
    [
      {
        cells: diagnostics.map(
          ({ severity, rule }) => `${severity === 'error' ? symbols.error : symbols.warning} ${rule}`,
        ),
        paint: (text, row) => (isError(row) ? paint.red(text) : paint.yellow(text)),
      },
      { cells: diagnostics.map(({ message }) => prose(message)), wrap: true },
    ],
    { width, indent: 2, gap: 3 },
  );
  return [paint.bold('problems'), ...lines];
}
