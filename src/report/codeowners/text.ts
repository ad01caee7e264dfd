import type { CodeownersReport } from '../../commands/codeowners/codeowners.ts';
import { printable, prose } from '../../diagnostic/printable.ts';
import { counted, type Style } from '../style.ts';
import { nextSteps } from '../table.ts';
import { unifiedDiff } from '../unified-diff.ts';

/** The lines as they are to be written; of a check, how the file differs from them. */
export function codeownersText(report: CodeownersReport, style: Style): string {
  const { mode, ok, file, block, lines, leftOut, before, after, written } = report;
  const { paint, unicode } = style;
  const name = printable(file, unicode);
  const notes = leftOut.map(({ path, reason }) =>
    paint.yellow(`# left out: ${printable(path, unicode)}: ${prose(reason, unicode)}`),
  );
  if (mode === 'show') return `${[...block.map((line) => printable(line, unicode)), ...notes].join('\n')}\n`;
  const count = counted(lines.length, 'line');
  if (mode === 'check' && !ok) {
    const next = nextSteps(['flagwright codeowners --write'], style);
    return `${[unifiedDiff({ file, before, after }, style), ...notes, '', `${paint.red('out of date')}: ${name}`, '', ...next].join('\n')}\n`;
  }
  return `${[written ? `wrote ${name}: ${count}` : `${name} is up to date: ${count}`, ...notes].join('\n')}\n`;
}
