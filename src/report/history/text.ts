import type { HistoryEntry, HistoryReport } from '../../commands/history/history.ts';
import type { Change } from '../../meaning/change.ts';
import { shortDate } from '../../diagnostic/relative-time.ts';
import { inReadingOrder } from '../changes.ts';
import { columnsOf, takeStart } from '../columns.ts';
import { printable, prose } from '../../diagnostic/printable.ts';
import { counted, type Style } from '../style.ts';
import { nextSteps, tableLines, type Column } from '../table.ts';
import { whenText } from '../when.ts';
import { notesOf } from './notes.ts';

/** More changes of one version than this are counted only; `--json` has them all. */
const mostChanges = 12;

/** One line of the table; the first of a version also says which it is. */
interface Row {
  readonly head: readonly [number: string, commit: string, when: string, author: string];
  readonly text: string;
  readonly isNote: boolean;
}

/** The versions of a flag, newest first: what each changed, and why. */
export function historyText(report: HistoryReport, style: Style): string {
  const { paint, unicode, width } = style;
  const { flag, entries, total, firstAt, removed } = report;
  const state = removed ? `, ${paint.red('removed')}` : '';
  const key = printable(flag);
  const since = `${shortDate(firstAt, 0)}`;
  const heading = `${paint.bold(key)}   ${counted(total, 'version')} since ${since}${state}`;
  const rows = entries.flatMap((entry) => rowsOf(entry, report, unicode));
  const cell = (index: 0 | 1 | 2 | 3): string[] => rows.map(({ head }) => head[index]);
  const columns: Column[] = [
    { cells: cell(0), align: 'right', paint: (text) => paint.bold(text) },
    { cells: cell(1), paint: (text) => paint.yellow(text) },
    { cells: cell(2) },
    { cells: cell(3) },
    {
      cells: rows.map(({ text }) => text),
      wrap: true,
      paint: (text, row) => (rows[row]?.isNote ? paint.dim(text) : text),
    },
  ];
  const table = entries.length === 0 ? ['  no version is of that kind'] : tableLines(columns, { width, indent: 2 });
  const next = removed ? [] : [`flagwright blame ${key}`, `flagwright show ${key}`];
  const blocks = [[heading], table, warnings(report, style), next.length > 0 ? nextSteps(next, style) : []];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function rowsOf(entry: HistoryEntry, { now, environments }: HistoryReport, unicode: boolean): Row[] {
  const { segment, version, changes } = entry;
  const { number, commit, committedAt, info } = version;
  const author = printable(info.author.name, unicode);
  const short = columnsOf(author) > 16 ? `${takeStart(author, 13)}...` : author;
  const head = [
    segment === undefined ? `${number}` : '',
    commit.slice(0, 7),
    whenText(committedAt, now),
    short,
  ] as const;
  const all = sentences(inReadingOrder(changes, environments));
  const texts = all.slice(0, mostChanges).map((text) => prose(text, unicode));
  if (all.length > mostChanges) texts.push(`and ${all.length - mostChanges} more changes`);
  const lines = [
    ...texts.map((text) => ({ text, isNote: false })),
    ...notesOf(entry).map((text) => ({ text: prose(text, unicode), isNote: true })),
  ];
  return lines.map((line, index) => ({ head: index === 0 ? head : (['', '', '', ''] as const), ...line }));
}

/** What is the same in several environments is said once of them all. */
function sentences(changes: readonly Change[]): string[] {
  const environmentsOf = new Map<string, string[]>();
  for (const { environment, subject, detail } of changes) {
    const what = [subject, detail].filter((part) => part !== '').join(' ');
    const known = environmentsOf.get(what) ?? [];
    environmentsOf.set(what, environment === undefined ? known : [...known, environment]);
  }
  return [...environmentsOf].map(([what, names]) => (names.length === 0 ? what : `${names.join(', ')} ${what}`));
}

function warnings({ incomplete, offChain }: HistoryReport, { paint }: Style): string[] {
  const lines: string[] = [];
  if (incomplete) lines.push('incomplete: what was before cannot be followed');
  if (offChain !== undefined) {
    const name = printable(offChain.replace(/^refs\/(?:remotes|heads)\//, ''));
    lines.push(`${name} is at a commit that this branch did not go through: numbers may be others there`);
  }
  return lines.map((line) => paint.yellow(line));
}
