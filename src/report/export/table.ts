import type { ExportReport } from '../../commands/export/export.ts';
import { printable } from '../../diagnostic/printable.ts';
import type { Support } from '../../export/statement.ts';
import { counted, type Style } from '../style.ts';
import { tableLines } from '../table.ts';

/** What the engine makes of each flag, and why. */
export function exportTable({ engine, environment, statements, refusal }: ExportReport, style: Style): string {
  const { paint } = style;
  if (statements.length === 0) return `${refusal?.why ?? 'the project has no flags'}\n`;
  const paintSupport = (text: string, row: number): string => {
    const { support } = statements[row]!;
    return support === 'exact' ? paint.green(text) : support === 'approximate' ? paint.yellow(text) : paint.red(text);
  };
  const lines = tableLines(
    [
      { heading: 'flag', cells: statements.map(({ key }) => printable(key)), paint: (text) => paint.bold(text) },
      { heading: engine, cells: statements.map(({ support }) => support), paint: paintSupport },
      { heading: 'why', cells: statements.map(({ reasons }) => printable(reasons.join('; '))) },
    ],
    { width: style.isTerminal ? style.width : Infinity, paintHeading: paint.dim },
  );
  const count = (support: Support): number => statements.filter((one) => one.support === support).length;
  const counts = (['exact', 'approximate', 'unsupported'] as const).filter((one) => count(one) > 0).map((one) => `${count(one)} ${one}`); // prettier-ignore
  const where = environment === undefined ? '' : ` in ${environment}`;
  return `${[...lines, '', `${counted(statements.length, 'flag')}${where}: ${counts.join(', ')}`].join('\n')}\n`;
}
