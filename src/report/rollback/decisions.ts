import { shellWord } from '../../diagnostic/shell-word.ts';
import type { Decision } from '../../rollback/plan/plan.ts';
import { hanging } from '../hanging.ts';
import { printable, prose } from '../../diagnostic/printable.ts';
import type { Style } from '../style.ts';
import { marks } from '../table.ts';
import { cut, moreText } from './cut.ts';

const mostSettled = 10;
const margin = '           ';

/** What somebody has to decide: each open question with its answers and what to add for each; then what was decided. */
export function decisionLines(decisions: readonly Decision[], style: Style): string[] {
  const { paint, width, unicode } = style;
  if (decisions.length === 0) return [];
  const lines = [paint.bold('decisions')];
  const { to } = marks(style);
  for (const one of decisions) {
    if (one.chosen !== undefined) continue;
    lines.push(...labelled('open', prose(one.question, unicode), paint.red, width));
    for (const { id, label } of one.options) {
      lines.push(...hanging(`${margin}${to} `, prose(label, unicode), width));
      // What is to be copied is never broken.
      lines.push(`${margin}${' '.repeat(to.length + 1)}${paint.bold(answerOption(one, id, unicode))}`);
    }
  }
  const { shown, left } = cut(
    decisions.filter(({ chosen }) => chosen !== undefined),
    mostSettled,
  );
  for (const one of shown) {
    lines.push(...labelled('settled', prose(`${one.question} ${to} ${chosenText(one)}`, unicode), paint.green, width));
  }
  return left > 0 ? [...lines, paint.dim(`  ${prose(moreText(left), unicode)}`)] : lines;
}

/** `--decide ID=ANSWER`, as it is typed. */
export function answerOption({ id }: Decision, answer: string, unicode = true): string {
  return `--decide ${printable(shellWord(`${id}=${answer}`), unicode)}`;
}

/** The answer that was given, in its words. */
export function chosenText({ options, chosen }: Decision): string {
  return `${options.find(({ id }) => id === chosen)?.label ?? chosen}`;
}

function labelled(label: string, text: string, tone: (text: string) => string, width: number): string[] {
  const [first = '', ...others] = hanging(margin, text, width);
  return [`  ${tone(label)}${first.slice(2 + label.length)}`, ...others];
}
