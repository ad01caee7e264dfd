import type { ExplainedExample, ExplainedRule, ExplainReport } from '../../commands/explain/explain.ts';
import type { ExplainedRisk } from '../../commands/explain/explain-risk.ts';
import type { Severity } from '../../diagnostic/diagnostic.ts';
import type { RiskSeverity } from '../../rollback/risk.ts';
import { hanging } from '../hanging.ts';
import { prose } from '../../diagnostic/printable.ts';
import { counted, type Style } from '../style.ts';
import { marks, nextSteps, tableLines } from '../table.ts';
import { fileLines, painter, paragraph, placeLines } from './parts.ts';
import { explainedRiskLines } from './risk-text.ts';

const mostExamples = 2;

/** What a rule or a risk means, why, what to do, and examples; or one line for each of them. */
export function explainText({ all, rules, risks }: ExplainReport, style: Style): string {
  const each = [
    ...rules.map((rule) => explanation(rule, style)),
    ...risks.map((risk) => explainedRiskLines(risk, style)),
  ];
  const lines = all
    ? overview(rules, risks, style)
    : each.flatMap((one, index) => (index === 0 ? one : ['', '', ...one]));
  return `${lines.join('\n')}\n`;
}

interface Row {
  readonly name: string;
  readonly severity: Severity | RiskSeverity;
  readonly summary: string;
}

function overview(rules: readonly ExplainedRule[], risks: readonly ExplainedRisk[], style: Style): string[] {
  const { paint, width } = style;
  const groups = new Map<string, Row[]>();
  const add = (group: string, row: Row): void => {
    const rows = groups.get(group);
    if (rows) rows.push(row);
    else groups.set(group, [row]);
  };
  for (const { id: name, group, severity, summary } of rules) add(group, { name, severity, summary });
  for (const { code: name, severity, summary } of risks) add('risks of a rollback', { name, severity, summary });
  const widest = Math.max(0, ...[...groups.values()].flat().map(({ name }) => name.length));
  const lines = [...groups].flatMap(([group, rows]) => {
    const columns = [
      { cells: rows.map(({ name }) => name.padEnd(widest)) },
      {
        cells: rows.map(({ severity }) => severity.padEnd('critical'.length)),
        paint: (text: string, row: number) => painter(style, rows[row]?.severity ?? 'info')(text),
      },
      { cells: rows.map(({ summary }) => prose(summary, style.unicode)), wrap: true },
    ];
    return [paint.bold(group), ...tableLines(columns, { width, indent: 2 }), ''];
  });
  const count = `${counted(rules.length, 'rule')}, ${counted(risks.length, 'risk')}`;
  return [...lines, count, '', ...nextSteps(['flagwright explain NAME'], style)];
}

function explanation(rule: ExplainedRule, style: Style): string[] {
  const { paint, width, unicode } = style;
  const lines = [
    `${paint.bold(rule.id)}   ${painter(style, rule.severity)(rule.severity)}   ${paint.dim(rule.group)}`,
    '',
    ...paragraph(style, rule.summary),
    '',
    paint.bold('why'),
    ...paragraph(style, rule.why),
  ];
  if (rule.severityNote !== undefined) lines.push('', paint.bold('severity'), ...paragraph(style, rule.severityNote));
  lines.push('', paint.bold('what it says, and what to do'));
  for (const { text, help } of rule.messages) {
    lines.push(...hanging('  - ', prose(placeholders(text), unicode), width));
    if (help !== undefined)
      lines.push(...hanging(`    ${marks(style).to} `, prose(placeholders(help), unicode), width));
  }
  lines.push(...examples('bad', rule.bad, style), ...examples('good', rule.good, style), ...placeLines(style), '');
  if (rule.fixed)
    lines.push(paint.bold('settings'), ...paragraph(style, 'Nothing can lower this rule or suppress it.'));
  else {
    lines.push(
      paint.bold('settings'),
      ...paragraph(style, 'In flagwright.yaml, for all files: off, info, warning or error.'),
    );
    lines.push(`    rules: { ${rule.id}: ${rule.severity === 'error' ? 'warning' : 'error'} }`);
    for (const { name, description } of rule.options) {
      lines.push(...paragraph(style, `With the option ${name}, a duration. ${description}`));
      lines.push(`    rules: { ${rule.id}: [${rule.severity}, { ${name}: 30d }] }`);
    }
    lines.push(...paragraph(style, 'For one line, at its end or alone on the line above:'));
    lines.push(`    # flagwright-ignore ${rule.id}: the reason`);
  }
  return lines;
}

/** `{flag}` in a message stands for a name. */
function placeholders(text: string): string {
  return text.replace(/\{(\w+)\}/g, '<$1>');
}

function examples(title: string, all: readonly ExplainedExample[], style: Style): string[] {
  const { paint } = style;
  const color = title === 'bad' ? paint.red : paint.green;
  return all
    .slice(0, mostExamples)
    .flatMap(({ files, past, today }) => [
      '',
      paint.bold(color(title)) + paint.dim(today === undefined ? '' : `   on ${today}`),
      ...past.flatMap((commit) => fileLines(commit.files, `, committed on ${commit.on}`, style)),
      ...fileLines(files, past.length > 0 ? ', now' : '', style),
    ]);
}
