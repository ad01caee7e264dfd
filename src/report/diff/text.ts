import type { DiffReport } from '../../commands/diff/diff.ts';
import type { ChangedFile } from '../../workspace/meaning-diff.ts';
import type { Change } from '../../meaning/change.ts';
import { inReadingOrder, isOfTheWhole, wholeText } from '../changes.ts';
import { columnsOf } from '../columns.ts';
import { printable, prose } from '../../diagnostic/printable.ts';
import type { Style } from '../style.ts';
import { tableLines, type Column } from '../table.ts';
import { diffHeading } from './heading.ts';

/** What has changed in meaning, a block for each flag, segment and governance file. */
export function diffText(report: DiffReport, style: Style): string {
  const { paint, unicode } = style;
  const plain = (text: string): string => printable(text, unicode);
  const blocks: string[][] = [[diffHeading(report, plain)]];
  for (const flag of report.flags) {
    const facts = [plain(flag.key), flag.owner === undefined ? '' : plain(flag.owner), plain(flag.criticality)];
    blocks.push(block(flag, facts, report, style));
  }
  for (const segment of report.segments) {
    const users = segment.flags.map(plain);
    const used = users.length > 0 ? [`  ${paint.dim(`changes who gets what of ${listed(users)}`)}`] : [];
    blocks.push([...block(segment, [plain(segment.key), 'segment'], report, style), ...used]);
  }
  for (const file of report.governance) {
    blocks.push(block(file, [plain(file.file.slice(file.file.lastIndexOf('/') + 1))], report, style));
  }
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function listed(names: readonly string[]): string {
  return names.length > 5 ? `${names.slice(0, 4).join(', ')} and ${names.length - 4} more` : names.join(', ');
}

function block(
  file: ChangedFile,
  [name = '', ...facts]: readonly string[],
  { environments }: DiffReport,
  style: Style,
): string[] {
  const { paint } = style;
  const tags: Readonly<Record<ChangedFile['change'], string>> = {
    added: paint.green('NEW'),
    removed: paint.red('REMOVED'),
    moved: 'MOVED',
    modified: '',
  };
  const heading = [paint.bold(name), ...facts, tags[file.change]].filter((part) => part !== '').join('   ');
  return [heading, ...changeLines(inReadingOrder(file.changes, environments), style)];
}

/** The environment or the field, then how it has changed; a change of the whole without a name is alone. */
function changeLines(ordered: readonly Change[], { paint, width, unicode }: Style): string[] {
  const lines: string[] = [];
  for (const one of ordered.filter(isOfTheWhole)) {
    const text = prose(wholeText(one), unicode);
    if (text !== '') lines.push(...tableLines([{ cells: [text], wrap: true }], { width, indent: 2 }));
  }
  const named = ordered.filter((one) => !isOfTheWhole(one));
  const inner = Math.max(0, ...named.map((one) => (one.environment === undefined ? 0 : columnsOf(one.subject))));
  const detailOf = ({ environment, subject, detail }: Change): string =>
    environment === undefined || subject === ''
      ? prose(detail, unicode)
      : `${printable(subject, unicode).padEnd(Math.min(inner, 40))}  ${prose(detail, unicode)}`;
  const columns: Column[] = [
    {
      cells: named.map(({ environment, subject, path }) =>
        printable(environment ?? (subject || `${path.at(-1)}`), unicode),
      ),
      paint: (text, row) => (named[row]?.environment === undefined ? text : paint.cyan(text)),
      cap: Math.floor(width * 0.4),
    },
    { cells: named.map(detailOf), wrap: true },
  ];
  return named.length === 0 ? lines : [...lines, ...tableLines(columns, { width, indent: 2, gap: 3 })];
}
