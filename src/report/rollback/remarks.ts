import type { RollbackReport } from '../../commands/rollback/rollback-report.ts';
import { hanging } from '../hanging.ts';
import { LintTexts } from '../lint/texts.ts';
import { printable, prose } from '../../diagnostic/printable.ts';
import type { Style } from '../style.ts';
import { marks, tableLines } from '../table.ts';
import { cut, moreText } from './cut.ts';

const mostDiagnostics = 8;
const mostNotes = 8;
const ranks = { error: 0, warning: 1, info: 2 };

/** What a risk of the same result says in other words. */
const saidByRisk: Readonly<Record<string, readonly string[]>> = {
  'prerequisite-disabled': ['cascade', 'missing-prerequisite'],
  'conflicting-flags': ['new-conflict'],
  expired: ['expired-target'],
  'fallback-unavailable': ['fallback-unavailable', 'fallback-lost'],
  'retired-system': ['missing-prerequisite', 'fallback-unavailable'],
};

/** What lint would say of the result and no risk says, errors first. */
export function diagnosticLines({ plan, texts: sources }: RollbackReport, style: Style): string[] {
  const { paint, width, unicode } = style;
  const codes = new Set(plan.risks.map(({ code }) => code));
  const unsaid = plan.diagnostics.filter(({ rule }) => saidByRisk[rule]?.some((code) => codes.has(code)) !== true);
  if (unsaid.length === 0) return [];
  const symbols = marks(style);
  const texts = new LintTexts(sources);
  const sorted = unsaid.sort((a, b) => ranks[a.severity] - ranks[b.severity]);
  const { shown, left } = cut(sorted, mostDiagnostics);
  const lines = [paint.bold(unsaid.length < plan.diagnostics.length ? 'lint would also say' : 'lint would say')];
  for (const one of shown) {
    const isError = one.severity === 'error';
    const rule = `${isError ? symbols.error : symbols.warning} ${printable(one.rule, unicode)}`;
    const { line } = texts.position(one.file, one.span.start);
    lines.push(
      ...tableLines(
        [
          { cells: [rule], paint: (text) => (isError ? paint.red(text) : paint.yellow(text)) },
          { cells: [prose(one.message, unicode)], wrap: true },
        ],
        { width, indent: 2, gap: 3 },
      ),
      paint.dim(`    ${printable(one.file, unicode)}:${line}`),
    );
  }
  return left > 0 ? [...lines, paint.dim(`  ${prose(moreText(left), unicode)}`)] : lines;
}

/** What is good to know. */
export function noteLines({ plan: { notes } }: RollbackReport, { paint, width, unicode }: Style): string[] {
  if (notes.length === 0) return [];
  const { shown, left } = cut(notes, mostNotes);
  const lines = shown.flatMap((note) => hanging('  - ', prose(note, unicode), width));
  if (left > 0) lines.push(`  ${prose(moreText(left), unicode)}`);
  return [paint.bold('good to know'), ...lines.map((line) => paint.dim(line))];
}
