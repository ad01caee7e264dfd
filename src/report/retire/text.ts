import type { RetireReport } from '../../commands/retire/retire.ts';
import { printable, prose } from '../../diagnostic/printable.ts';
import { shellWord } from '../../diagnostic/shell-word.ts';
import { commitLines } from '../commit-lines.ts';
import { wrapLines } from '../columns.ts';
import { counted, type Style } from '../style.ts';
import { marks, tableLines } from '../table.ts';

const day = 86_400_000;
/** More places in code than this are counted. */
const mostPlaces = 20;

/** Whether a flag can be retired, what is in the way, and what goes. */
export function retireText(report: RetireReport, style: Style): string {
  const { paint, unicode } = style;
  const blocks = [
    [heading(report, style)],
    factLines(report, style),
    bindingLines(report, style),
    codeLines(report, style),
  ];
  if (report.obstacles.length > 0) blocks.push(obstacleLines(report, style));
  else blocks.push(changeLines(report, style));
  if (report.refused) {
    const { message, help } = report.refused;
    blocks.push([
      `${paint.bold.red('refused')}: ${prose(message, unicode)}`,
      `${paint.cyan('help')}: ${prose(help, unicode)}`,
    ]);
  }
  if (report.commit) {
    const undo = `flagwright rollback --commit ${report.commit.commit.slice(0, 7)} --apply --reason "..."`;
    blocks.push([...commitLines(report.commit, style), `${paint.dim('undo')}   ${undo}`]);
  }
  if (report.next.length > 0) {
    blocks.push([paint.bold('to do it'), `  ${printable(report.next.map(shellWord).join(' '), unicode)}`]);
  }
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function heading({ flag, into, ok, commit, obstacles }: RetireReport, { paint, unicode }: Style): string {
  const name = `${printable(flag, unicode)}${into === undefined ? '' : `, everybody keeps "${printable(into, unicode)}"`}`;
  if (commit) return `${paint.bold(`Retired ${name}`)}`;
  const state = ok ? paint.green('READY') : paint.red('BLOCKED');
  const count = obstacles.length === 0 ? '' : `: ${counted(obstacles.length, 'thing')} in the way`;
  return `${paint.bold(`Retire ${name}`)}   ${state}${count}`;
}

function factLines({ criteria, serving, notYet, into, now, owner }: RetireReport, style: Style): string[] {
  const { unicode, width } = style;
  const facts: [string, string][] = [];
  if (criteria !== undefined) facts.push(['confirm', prose(criteria, unicode)]);
  if (serving) {
    const days = serving.since === undefined ? undefined : Math.floor(now / day) - Math.floor(serving.since / day);
    facts.push([
      'served',
      `"${printable(serving.variant, unicode)}" to everybody${days === undefined ? '' : `, for ${counted(days, 'day')}`}`,
    ]);
  }
  if (into !== undefined && notYet.length > 0) {
    const names = notYet.map((name) => printable(name, unicode)).join(', ');
    facts.push(['not yet', `not everybody gets "${printable(into, unicode)}" in ${names}`]);
  }
  if (owner !== undefined) facts.push(['owner', printable(owner, unicode)]);
  const columns = [{ cells: facts.map(([name]) => name) }, { cells: facts.map(([, fact]) => fact), wrap: true }];
  return facts.length === 0 ? [] : tableLines(columns, { width, indent: 2, gap: 3 });
}

const says = { prerequisite: 'needs it', conflict: 'conflicts with it', fallback: 'falls back to it' } as const;

function bindingLines({ bindings }: RetireReport, style: Style): string[] {
  const { paint, unicode } = style;
  if (bindings.length === 0) return [];
  const { error } = marks(style);
  const lines = bindings.flatMap(({ kind, flag, file, line, column, drops, reason }) => {
    const mark = drops ? paint.green(unicode ? '✓' : '+') : paint.red(error);
    const fate = drops ? `dropped: ${reason}` : reason;
    return [
      `  ${mark} ${printable(flag, unicode)} ${says[kind]}`,
      paint.dim(`    ${printable(file, unicode)}:${line}:${column}`),
      ...wrapLines(prose(fate, unicode), style.width - 4).map((text) => `    ${text}`),
    ];
  });
  return [paint.bold('flags that name it'), ...lines];
}

function codeLines({ references }: RetireReport, { paint, unicode }: Style): string[] {
  if (references.length === 0) return [];
  const shown = references.slice(0, mostPlaces);
  const names = shown.map(({ file, line, column }) => `${printable(file, unicode)}:${line}:${column}`);
  const columns = [{ cells: names }, { cells: shown.map(({ text }) => printable(text, unicode)) }];
  const lines = tableLines(columns, { width: Infinity, indent: 2 });
  if (references.length > shown.length) lines.push(`  and ${references.length - shown.length} more`);
  return [paint.bold('code that uses it'), ...lines];
}

function obstacleLines({ obstacles }: RetireReport, style: Style): string[] {
  const { paint, unicode, width } = style;
  const { error, to } = marks(style);
  const lines = obstacles.flatMap(({ message, help }) => [
    ...wrapLines(prose(message, unicode), width - 4).map(
      (text, index) => `  ${index === 0 ? paint.red(error) : ' '} ${text}`,
    ),
    ...wrapLines(`${to} ${prose(help, unicode)}`, width - 4).map((text) => `    ${text}`),
  ]);
  return [paint.bold('in the way'), ...lines];
}

function changeLines({ removes, files, commit }: RetireReport, { paint, unicode }: Style): string[] {
  const edited = [...files].filter(([, text]) => text !== null).map(([file]) => file);
  return [
    paint.bold(commit ? 'removed' : 'removes'),
    ...removes.map((file) => `  ${printable(file, unicode)}`),
    ...(edited.length > 0 ? [paint.bold(commit ? 'edited' : 'edits')] : []),
    ...edited.map((file) => `  ${printable(file, unicode)}`),
  ];
}
