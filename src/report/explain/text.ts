import type { ExplainedExample, ExplainedFile, ExplainedRule, ExplainReport } from '../../commands/explain.ts';
import type { Severity } from '../../diagnostic/diagnostic.ts';
import { takeStart, wrapLines } from '../columns.ts';
import { printable, prose } from '../printable.ts';
import { counted, type Style } from '../style.ts';
import { marks, nextSteps, tableLines } from '../table.ts';

const mostExamples = 2;
const mostLines = 24;

/** What a rule means, why, what it says, what to do, bad and good; or one line for each rule. */
export function explainText(report: ExplainReport, style: Style): string {
  const [rule] = report.rules;
  const lines = report.all || !rule ? overview(report.rules, style) : explanation(rule, style);
  return `${lines.join('\n')}\n`;
}

function overview(rules: readonly ExplainedRule[], style: Style): string[] {
  const { paint, width } = style;
  const lines: string[] = [];
  const widest = Math.max(0, ...rules.map(({ id }) => id.length));
  for (const group of new Set(rules.map((rule) => rule.group))) {
    const own = rules.filter((rule) => rule.group === group);
    lines.push(paint.bold(group));
    const columns = [
      { cells: own.map(({ id }) => id.padEnd(widest)) },
      {
        cells: own.map(({ severity }) => severity.padEnd('warning'.length)),
        paint: (text: string, row: number) => painter(own[row]?.severity ?? 'info', style)(text),
      },
      { cells: own.map(({ summary }) => prose(summary, style.unicode)), wrap: true },
    ];
    lines.push(...tableLines(columns, { width, indent: 2 }), '');
  }
  return [...lines, counted(rules.length, 'rule'), '', ...nextSteps(['flagwright explain RULE'], style)];
}

function explanation(rule: ExplainedRule, style: Style): string[] {
  const { paint, width, unicode } = style;
  const paragraph = (text: string): string[] => wrapLines(prose(text, unicode), width - 2).map((line) => `  ${line}`);
  const lines = [
    `${paint.bold(rule.id)}   ${painter(rule.severity, style)(rule.severity)}   ${paint.dim(rule.group)}`,
    '',
    ...paragraph(rule.summary),
    '',
    paint.bold('why'),
    ...paragraph(rule.why),
  ];
  if (rule.severityNote !== undefined) lines.push('', paint.bold('severity'), ...paragraph(rule.severityNote));
  lines.push('', paint.bold('what it says, and what to do'));
  for (const { text, help } of rule.messages) {
    lines.push(...hanging('- ', placeholders(text), style));
    if (help !== undefined) lines.push(...hanging(`  ${marks(style).to} `, placeholders(help), style));
  }
  lines.push(...examples('bad', rule.bad, style), ...examples('good', rule.good, style), '');
  if (rule.fixed) lines.push(paint.bold('settings'), ...paragraph('Nothing can lower this rule or suppress it.'));
  else {
    lines.push(paint.bold('settings'), ...paragraph('In flagwright.yaml, for all files: off, info, warning or error.'));
    lines.push(`    rules: { ${rule.id}: ${rule.severity === 'error' ? 'warning' : 'error'} }`);
    lines.push(...paragraph('For one line, at its end or alone on the line above:'));
    lines.push(`    # flagwright-ignore ${rule.id}: the reason`);
  }
  return lines;
}

/** `{flag}` in a message stands for a name. */
function placeholders(text: string): string {
  return text.replace(/\{(\w+)\}/g, '<$1>');
}

function hanging(mark: string, text: string, { width, unicode }: Style): string[] {
  const wrapped = wrapLines(prose(text, unicode), width - 2 - mark.length);
  return wrapped.map((line, index) => `  ${index === 0 ? mark : ' '.repeat(mark.length)}${line}`);
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

function fileLines(files: readonly ExplainedFile[], when: string, { paint, width }: Style): string[] {
  return files.flatMap(({ path, text }) => {
    const body = text.replace(/\n$/, '').split('\n');
    const lines = body.slice(0, mostLines).map((line) => `  ${takeStart(printable(line), width - 2)}`.trimEnd());
    if (body.length > mostLines) lines.push(`  ${paint.dim(`# and ${body.length - mostLines} more lines`)}`);
    return [`  ${paint.dim(`# ${printable(path)}${when}`)}`, ...lines];
  });
}

function painter(severity: Severity, { paint }: Style): (text: string) => string {
  if (severity === 'error') return paint.red;
  return severity === 'warning' ? paint.yellow : paint.cyan;
}
