import type { UsageReport } from '../../commands/usage/usage.ts';
import { printable, prose } from '../../diagnostic/printable.ts';
import { alternatives } from '../../diagnostic/suggest.ts';
import type { CodePlace } from '../../usage/code-place.ts';
import { takeStart } from '../columns.ts';
import { counted, type Style } from '../style.ts';
import { nextSteps, tableLines } from '../table.ts';

/** More places of one flag than this are counted rather than shown, where others are shown as well. */
const mostPlaces = 5;

/** Where flags are in code, then what is wrong: what nobody uses, and what is used and does not exist. */
export function usageText(report: UsageReport, style: Style): string {
  const { paint, unicode } = style;
  const { flags, named, unread } = report;
  const used = flags.filter(({ references }) => references.length > 0);
  const blocks = used.map(({ key, references }) => [
    `${paint.bold(printable(key, unicode))}  ${paint.dim(counted(references.length, 'reference'))}`,
    ...placeLines(references, named ? Infinity : mostPlaces, style),
  ]);
  blocks.push(unusedLines(report, style), undeclaredLines(report, style), deletedLines(report, style));
  if (unread.length > 0) {
    const [first] = unread;
    const what = `${printable(first?.file ?? '', unicode)}: ${prose(first?.reason ?? '', unicode)}`;
    blocks.push([paint.yellow(`${counted(unread.length, 'file')} not read: ${what}`)]);
  }
  blocks.push([summary(report, used.length)]);
  if (!named && used.length > 0) blocks.push(nextSteps(['flagwright usage FLAG', 'flagwright usage --deleted'], style));
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function placeLines(places: readonly CodePlace[], most: number, style: Style): string[] {
  const { paint, unicode, isTerminal, width } = style;
  const shown = places.slice(0, most);
  const names = shown.map(({ file, line, column }) => `${printable(file, unicode)}:${line}:${column}`);
  const widest = names.reduce((wide, name) => Math.max(wide, name.length), 0);
  const room = isTerminal ? Math.max(20, width - widest - 4) : Infinity;
  const lines = tableLines(
    [
      { cells: names },
      { cells: shown.map(({ text }) => cut(printable(text, unicode), room)), paint: (text) => paint.dim(text) },
    ],
    { width: Infinity, indent: 2 },
  );
  if (places.length > shown.length) lines.push(paint.dim(`  and ${places.length - shown.length} more`));
  return lines;
}

function unusedLines({ flags, unused, named, files }: UsageReport, { paint, unicode }: Style): string[] {
  // Nothing was searched, so nothing is known to be unused.
  if (files === 0 && flags.length > 0)
    return [
      paint.yellow('no code was found to search'),
      '  name it in flagwright.yaml: code: { include: ["../src/**"] }',
    ];
  if (unused.length === 0) return [];
  if (named) return unused.map((key) => `no code uses ${paint.bold(printable(key, unicode))}`);
  return [paint.bold('not used in code'), ...unused.map((key) => `  ${printable(key, unicode)}`)];
}

function undeclaredLines({ undeclared }: UsageReport, style: Style): string[] {
  const { paint, unicode } = style;
  if (undeclared.length === 0) return [];
  return [
    paint.bold.red('used in code, but not declared'),
    ...undeclared.flatMap(({ key, call, near, ...place }) => {
      const names = near.map((name) => printable(name, unicode));
      const hint = names.length > 0 ? `; did you mean ${alternatives(names)}?` : '';
      return [
        `  ${printable(key, unicode)}  in ${printable(call, unicode)}()${hint}`,
        ...placeLines([place], 1, style).map((line) => `  ${line}`),
      ];
    }),
  ];
}

function deletedLines({ deleted = [] }: UsageReport, style: Style): string[] {
  const { paint, unicode } = style;
  if (deleted.length === 0) return [];
  return [
    paint.bold('removed, but still in code'),
    ...deleted.flatMap(({ key, commit, references }) => [
      `  ${printable(key, unicode)}  ${paint.dim(commit === undefined ? 'removal not committed' : `removed in ${commit.slice(0, 7)}`)}`,
      ...placeLines(references, mostPlaces, style).map((line) => `  ${line}`),
    ]),
  ];
}

function summary({ flags, unused, undeclared, deleted, named, files }: UsageReport, used: number): string {
  const where = counted(files, 'file');
  if (named)
    return `${counted(
      flags.reduce((sum, { references }) => sum + references.length, 0),
      'reference',
    )} in ${where}`;
  const parts = [`${used} of ${counted(flags.length, 'flag')} used in ${where}`];
  if (unused.length > 0) parts.push(`${unused.length} unused`);
  if (undeclared.length > 0) parts.push(`${undeclared.length} undeclared`);
  if (deleted)
    parts.push(
      deleted.length === 0 ? 'no removed flag is left in code' : `${deleted.length} removed but still in code`,
    );
  return parts.join(', ');
}

function cut(text: string, room: number): string {
  const start = takeStart(text, room);
  return start === text ? text : `${takeStart(text, room - 3)}...`;
}
