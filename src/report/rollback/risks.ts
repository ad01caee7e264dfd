import type { RollbackPlan } from '../../rollback/plan/plan.ts';
import { columnsOf } from '../columns.ts';
import { hanging } from '../hanging.ts';
import { printable, prose } from '../../diagnostic/printable.ts';
import type { Style } from '../style.ts';
import { marks } from '../table.ts';
import { moreText } from './cut.ts';
import { groupedRisks, type RiskGroup, type ShownRisk } from './risk-groups.ts';

/** Narrower, messages are below the name of the risk. */
const narrowest = 34;

/** Risks, worst first, each with what it rests on and the ways out. */
export function riskLines(plan: RollbackPlan, style: Style): string[] {
  const { paint, unicode, width } = style;
  const { groups, left } = groupedRisks(plan);
  if (groups.length === 0) return [];
  const severityWidth = Math.max(...groups.map(({ severity }) => severity.length));
  const codes = groups.map(({ code }) => printable(code, unicode));
  const codeWidth = Math.max(...codes.map(columnsOf));
  const beside = 2 + severityWidth + 2 + codeWidth + 2;
  const isBeside = width - beside >= narrowest;
  const margin = isBeside ? beside : 4;
  const lines = [paint.bold('risks')];
  groups.forEach((group, at) => {
    const name = codes[at] as string;
    const padding = ' '.repeat(codeWidth - columnsOf(name));
    const head = `  ${group.severity.padEnd(severityWidth)}  ${name}${padding}  `;
    const [first = '', ...others] = groupLines(group, margin, style);
    const label = `  ${toned(group, style)(group.severity)}${head.slice(2 + group.severity.length)}`;
    if (isBeside) lines.push(label + first.slice(margin), ...others);
    else lines.push(label.trimEnd(), first, ...others);
  });
  return left > 0 ? [...lines, paint.dim(`  ${prose(moreText(left, 'risks'), unicode)}`)] : lines;
}

function groupLines(group: RiskGroup, margin: number, style: Style): string[] {
  const { paint, unicode, width } = style;
  const indent = ' '.repeat(margin);
  const lines = group.shown.flatMap((one) => riskOf(one, indent, style));
  if (group.left === 0) return lines;
  const more = hanging(indent, prose(moreText(group.left, group.code), unicode), width);
  return [...lines, ...(group.severity === 'critical' ? more : more.map((line) => paint.dim(line)))];
}

function riskOf(
  { message, accepted, shownEvidence, evidenceLeft, ways }: ShownRisk,
  indent: string,
  style: Style,
): string[] {
  const { paint, unicode, width } = style;
  const evidence = evidenceLeft > 0 ? [...shownEvidence, moreText(evidenceLeft)] : shownEvidence;
  return [
    ...hanging(indent, prose(accepted ? `${message} (accepted)` : message, unicode), width),
    ...evidence.flatMap((text) => hanging(`${indent}  `, prose(text, unicode), width)).map((line) => paint.dim(line)),
    ...ways.flatMap((way) => hanging(`${indent}${marks(style).to} `, prose(way, unicode), width)),
  ];
}

/** Red is what stops. */
function toned({ severity, shown }: RiskGroup, { paint }: Style): (text: string) => string {
  if (shown.some(({ blocks }) => blocks)) return paint.red;
  if (shown.every(({ accepted }) => accepted)) return paint.dim;
  return severity === 'critical' || severity === 'high'
    ? paint.yellow
    : severity === 'low'
      ? paint.dim
      : (text) => text;
}
