import type { RollbackPlan } from '../../rollback/plan/plan.ts';
import { columnsOf } from '../columns.ts';
import { hanging } from '../hanging.ts';
import { clip, printable, prose } from '../../diagnostic/printable.ts';
import type { Style } from '../style.ts';
import { tableLines } from '../table.ts';
import { moreText, namesText } from './cut.ts';
import { hitText, hitWeight } from './hit-state.ts';
import { hitTree } from './hit-tree.ts';

const mostLines = 20;
/** No key is that long, unless somebody tries how long one may be. */
const longestKey = 200;

/** Who is hit: the flags that need those rolled back, as a tree, and the systems and teams. */
export function hitLines({ impact, restorations, effects }: RollbackPlan, style: Style): string[] {
  const { paint, width, unicode } = style;
  const roots = [...restorations.map(({ key }) => key), ...effects.map(({ flag }) => flag)];
  const { lines: tree, left } = hitTree(impact.dependents, roots, mostLines, unicode);
  const lines = [paint.bold('who is hit')];
  if (tree.length === 0) lines.push(paint.dim('  no other flag needs what is rolled back'));
  else {
    const flag = (row: number) => tree[row]?.flag;
    lines.push(
      ...tableLines(
        [
          {
            cells: tree.map(({ branch, key }) => branch + printable(clip(key, longestKey), unicode)),
            cap: Math.floor(width / 2),
          },
          {
            cells: tree.map(({ flag: one, isAbove }) =>
              isAbove ? '(above)' : one ? prose(hitText(one), unicode) : '',
            ),
            wrap: true,
            paint: (text, row) => {
              const one = flag(row);
              return one && !tree[row]?.isAbove && hitWeight(one) > 1 ? paint.yellow(text) : paint.dim(text);
            },
          },
          { cells: tree.map(({ flag: one, isAbove }) => (isAbove ? '' : printable(one?.owner ?? '', unicode))) },
          { cells: tree.map(({ flag: one, isAbove }) => (isAbove ? '' : printable(one?.criticality ?? '', unicode))) },
        ],
        { width, indent: 2 },
      ),
    );
  }
  if (left > 0) lines.push(paint.dim(`  ${prose(moreText(left, 'flags'), unicode)}`));
  return [...lines, ...touched(impact, style)];
}

/** Systems and teams, on one line if they fit. */
function touched({ systems, owners }: RollbackPlan['impact'], { width, unicode, paint }: Style): string[] {
  const parts = [
    { label: 'systems', names: systems },
    { label: 'owners', names: owners },
  ]
    .filter(({ names }) => names.length > 0)
    .map(({ label, names }) => ({ label, text: prose(namesText(names), unicode) }));
  const line = `  ${parts.map(({ label, text }) => `${label}  ${text}`).join('         ')}`;
  if (parts.length === 0) return [];
  if (columnsOf(line) <= width)
    return [`  ${parts.map(({ label, text }) => `${paint.dim(label)}  ${text}`).join('         ')}`];
  return parts.flatMap(({ label, text }) => hanging(`  ${label.padEnd(7)}  `, text, width));
}
