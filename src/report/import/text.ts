import type { ImportedFile } from '../../commands/import/files.ts';
import type { ImportReport, PlacedNote } from '../../commands/import/import.ts';
import { printable, prose } from '../../diagnostic/printable.ts';
import { counted, type Style } from '../style.ts';
import { nextSteps } from '../table.ts';
import { unifiedDiff } from '../unified-diff.ts';

/** As many files and keys are listed. */
const mostListed = 20;

/** What was written, what could not be kept and who gets something else; with `--dry-run` the files themselves. */
export function importText(report: ImportReport, style: Style): string {
  const { flags, files, refusal, written, title } = report;
  const { paint, unicode } = style;
  const lines: string[] = [];
  if (refusal) {
    const details = listed(refusal.details).map((detail) => `  ${prose(detail, unicode)}`);
    lines.push(`${paint.bold.red('refused')}: ${prose(refusal.why, unicode)}`, ...details);
    lines.push(`${paint.cyan('help')}: ${prose(refusal.help, unicode)}`, '');
  } else if (!written && files.length > 0) {
    for (const file of files) lines.push(...shownFile(file, style), '');
  } else {
    lines.push(...resultLines(report, style), '');
  }
  lines.push(...noteLines(report, style), ...movementLines(report, style), ...placeholderLines(flags, title, style));
  if (!refusal && !written && files.length > 0) lines.push(`would write ${counted(files.length, 'file')}; leave out --dry-run to write`); // prettier-ignore
  const [first] = flags;
  if (written && first) lines.push(...nextSteps(['flagwright lint', `flagwright show ${first.key}`], style)); // prettier-ignore
  return `${lines.join('\n').trimEnd()}\n`;
}

function shownFile({ file, before, after }: ImportReport['files'][number], style: Style): string[] {
  if (before !== null) return [unifiedDiff({ file, before, after }, style)];
  return [style.paint.bold(`would write ${printable(file, style.unicode)}`), '', ...after.trimEnd().split('\n').map((line) => printable(line, style.unicode))]; // prettier-ignore
}

function resultLines({ flags, files, segments, title, source }: ImportReport, { paint, unicode }: Style): string[] {
  const count = (change: ImportedFile['change']): number => flags.filter((flag) => flag.change === change).length;
  const parts = (['added', 'changed', 'unchanged'] as const).filter((change) => count(change) > 0).map((change) => `${count(change)} ${change}`); // prettier-ignore
  const also = segments.length > 0 ? [counted(segments.length, 'segment')] : [];
  const head = `${counted(flags.length, 'flag')} of ${title} from ${printable(source, unicode)}`;
  const what = [...parts, ...also].join(', ');
  return [paint.bold(what === '' ? head : `${head}: ${what}`), ...listed(files.map(({ file, before }) => `${before === null ? 'wrote' : 'changed'} ${file}`)).map((line) => `  ${printable(line, unicode)}`)]; // prettier-ignore
}

const headings: Readonly<Record<PlacedNote['kind'], string>> = {
  refused: 'left out',
  changed: 'means something else here',
  lost: 'not kept',
};

function noteLines({ notes, refusal }: ImportReport, { paint, unicode }: Style): string[] {
  const lines: string[] = [];
  for (const kind of ['refused', 'changed', 'lost'] as const) {
    const own = notes.filter((note) => note.kind === kind);
    if (own.length === 0 || (kind === 'refused' && refusal)) continue;
    const told = own.map(({ flag, file, at, reason }) => `${file}:${at.line}:${at.column}: ${flag === undefined ? '' : `${flag}: `}${reason}`); // prettier-ignore
    lines.push(paint.bold(headings[kind]), ...told.map((line) => `  ${prose(line, unicode)}`), '');
  }
  return lines;
}

function movementLines({ movements, title }: ImportReport, { paint, unicode }: Style): string[] {
  if (movements.length === 0) return [];
  const told = movements.map(({ flag, environment, rule, moved, of }) => `${flag} in ${environment}${rule === undefined ? '' : `, rule ${rule}`}: ${moved} of ${of} keys get another variant`); // prettier-ignore
  return [
    paint.bold(`people who move, because ${title} hashes differently`),
    ...listed(told).map((line) => `  ${printable(line, unicode)}`),
    '',
  ];
}

function placeholderLines(flags: readonly ImportedFile[], title: string, { paint, unicode }: Style): string[] {
  const open = flags.filter(({ placeholders }) => placeholders.length > 0);
  if (open.length === 0) return [];
  const fields = [...new Set(open.flatMap(({ placeholders }) => placeholders))].join(' and ');
  const keys = listed(open.map(({ key }) => key), 5).join(', '); // prettier-ignore
  return [
    paint.bold('to be written by you'),
    `  ${prose(`${fields} of ${keys}: look for "Imported from ${title}"`, unicode)}`,
    '',
  ];
}

function listed(items: readonly string[], most = mostListed): readonly string[] {
  return items.length > most ? [...items.slice(0, most), `and ${items.length - most} more`] : items;
}
