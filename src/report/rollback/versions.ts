import type { RollbackReport } from '../../commands/rollback/rollback-report.ts';
import type { Restoration, VersionLabel } from '../../rollback/target/restoration.ts';
import { columnsOf, takeStart } from '../columns.ts';
import { clip, printable, prose } from '../../diagnostic/printable.ts';
import type { Style } from '../style.ts';
import { tableLines, tableWidth, type Column } from '../table.ts';
import { whenText } from '../when.ts';
import { cut, moreText } from './cut.ts';

const mostRestorations = 15;
const longestIncident = 24;
const narrowestWhy = 16;

interface Row {
  readonly name: string;
  readonly version: VersionLabel | undefined;
  /** What is in its place where there is no version. */
  readonly otherwise: string;
}

/**
 * Which versions are left and which come back: both of the one definition that was asked for by name, else those that
 * are undone.
 */
export function versionLines({ what, plan }: RollbackReport, style: Style): string[] {
  const { restorations, now } = plan;
  const [only] = restorations;
  if (only && restorations.length === 1 && what.includes(only.key)) return rowLines(bothVersions(only), now, style);
  const { shown, left } = cut(restorations, mostRestorations);
  const rows = shown.map((one) => ({
    name: `${nameOfVersion(one)}  ${stepOf(one)}`,
    version: one.from,
    otherwise: '',
  }));
  const more = left > 0 ? [style.paint.dim(`  ${prose(moreText(left), style.unicode)}`)] : [];
  return [style.paint.bold('undoes'), ...rowLines(aligned(rows), now, style), ...more];
}

/** `7 → 6`, or `7 → off`. */
export function stepOf({ from, to, mode }: Restoration): string {
  const after = to ? `${to.number}` : mode === 'off' || mode === 'inverse' ? 'off' : 'none';
  return `${from?.number ?? 'new'} → ${after}`;
}

export function nameOfVersion({ kind, key }: Restoration): string {
  return kind === 'segment' ? `segment ${key}` : key;
}

function bothVersions(one: Restoration): Row[] {
  const rows: Row[] = [
    one.from
      ? { name: `version ${one.from.number}`, version: one.from, otherwise: '' }
      : { name: 'as it is', version: undefined, otherwise: 'in no commit yet' },
  ];
  if (one.to) rows.push({ name: `version ${one.to.number}`, version: one.to, otherwise: '' });
  else if (one.mode === 'off')
    rows.push({ name: 'off', version: undefined, otherwise: 'no version: it is only switched off' });
  else rows.push({ name: 'before it', version: undefined, otherwise: 'there was none: it is switched off' });
  return rows;
}

/** Names and steps below each other. */
function aligned(rows: readonly Row[]): Row[] {
  const parts = rows.map(({ name }) => name.split('  '));
  const width = Math.min(32, Math.max(...parts.map(([name = '']) => columnsOf(name))));
  return rows.map((row, at) => ({ ...row, name: `${(parts[at]?.[0] ?? '').padEnd(width)}  ${parts[at]?.[1] ?? ''}` }));
}

function rowLines(rows: readonly Row[], now: number, { paint, width, unicode }: Style): string[] {
  const cells = (of: (version: VersionLabel) => string): string[] =>
    rows.map(({ version }) => (version ? prose(of(version), unicode) : ''));
  const columns: Column[] = [
    {
      cells: rows.map(({ name }) => prose(name, unicode)),
      paint: (text) => paint.bold(text),
      cap: Math.floor(width / 2),
    },
    { cells: cells(({ commit }) => commit.slice(0, 7)), paint: (text) => paint.yellow(text) },
    { cells: cells(({ author, committedAt }) => `${shortName(author.name)}, ${whenText(committedAt, now)}`) },
  ];
  const filled = columns.filter((column) => column.cells.some((cell) => cell !== ''));
  // One line each: what it is about is the beginning of its subject.
  const room = Math.max(narrowestWhy, width - tableWidth(filled, { indent: 2 }) - 2);
  const why: Column = {
    cells: rows.map(({ version, otherwise }) => (version ? whyText(version, room, unicode) : otherwise)),
    wrap: true,
    paint: (text) => paint.dim(text),
  };
  return tableLines([...filled, why], { width, indent: 2 });
}

/** The subject as far as there is room, and the incident. */
function whyText({ subject, incident }: VersionLabel, room: number, unicode: boolean): string {
  const about = incident === undefined ? '' : prose(clip(incident, longestIncident), unicode);
  const left = room - '""'.length - (about === '' ? 0 : columnsOf(about) + 2);
  // The incident says more than the first words of a subject.
  if (left < narrowestWhy && about !== '') return about;
  const shown = subject.length > left ? clip(subject, left - '...'.length) : subject;
  const said = subject === '' ? '' : `"${prose(shown, unicode)}"`;
  return [said, about].filter((part) => part !== '').join('  ');
}

function shortName(name: string): string {
  const plain = printable(name);
  return columnsOf(plain) > 16 ? `${takeStart(plain, 13)}...` : plain;
}
