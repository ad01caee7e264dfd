import type { BisectReport, FoundCommit } from '../../commands/bisect/bisect.ts';
import type { Evaluation } from '../../evaluate/evaluation.ts';
import { wrapLines } from '../columns.ts';
import { clip, printable, prose } from '../../diagnostic/printable.ts';
import { counted, type Style } from '../style.ts';
import { marks, nextSteps, tableLines } from '../table.ts';
import { whenText } from '../when.ts';

const longestValue = 40;
const mostChanges = 12;

/** The commit since which a context gets what it gets, and what that commit changed. */
export function bisectText(report: BisectReport, style: Style): string {
  const { found } = report;
  const blocks = found === undefined ? nothingFound(report, style) : foundBlocks(report, found, style);
  return `${blocks.map((block) => block.join('\n')).join('\n\n')}\n`;
}

function foundBlocks(report: BisectReport, found: FoundCommit, style: Style): string[][] {
  const { paint, unicode, width } = style;
  const { flag, environment, before, after, now, evaluations, candidates } = report;
  const key = printable(flag, unicode);
  const { to } = marks(style);
  const id = found.commit.slice(0, 7);
  const heading = `${paint.bold(key)} in ${printable(environment, unicode)}   ${nameOf(before, unicode)} ${to} ${paint.bold(nameOf(after, unicode))}`;
  const author = printable(found.info.author.name, unicode);
  const commit = [
    `  ${paint.yellow(id)}  ${whenText(found.committedAt, now)}  ${author}`,
    ...wrapLines(prose(`"${found.info.subject}"`, unicode), width - 2).map((line) => `  ${paint.dim(line)}`),
  ];
  const rows = found.changed.flatMap(({ kind, key: name, changes }) => {
    const title = printable(kind === 'segment' ? `segment ${name}` : name, unicode);
    const lines = changes.slice(0, mostChanges).map(({ summary }) => prose(summary, unicode));
    if (changes.length > mostChanges) lines.push(`and ${changes.length - mostChanges} more changes`);
    return lines.map((line, index) => ({ title: index === 0 ? title : '', line }));
  });
  const table = tableLines(
    [
      { cells: rows.map(({ title }) => title), paint: (text) => paint.bold(text), cap: 32 },
      { cells: rows.map(({ line }) => line), wrap: true },
    ],
    { width, indent: 2 },
  );
  const results = tableLines(
    [
      { cells: ['before', 'after'], paint: (text) => paint.dim(text) },
      { cells: [resultText(before, unicode), resultText(after, unicode)], wrap: true },
    ],
    { width, indent: 2 },
  );
  const effort = `found with ${counted(evaluations, 'evaluation')} among ${counted(candidates, 'commit')} that changed what it depends on`;
  const steps = [`flagwright diff ${id}~..${id}`, `flagwright history ${key}`];
  return [
    [heading],
    commit,
    table,
    results,
    wrapLines(effort, width).map((line) => paint.dim(line)),
    nextSteps(steps, style),
  ];
}

function nothingFound(report: BisectReport, style: Style): string[][] {
  const { paint, unicode, width } = style;
  const { flag, environment, after, good, bad, isGoodNamed, evaluations, candidates } = report;
  const key = printable(flag, unicode);
  const heading = `${paint.bold(key)} in ${printable(environment, unicode)}   ${paint.bold(nameOf(after, unicode))}   no change found`;
  const result = resultText(after, unicode);
  const [from, to] = [good.slice(0, 7), bad.slice(0, 7)];
  const looked = `it gives ${result} at ${to}, and did so in each earlier state that was tried (${evaluations - 1} of ${candidates - 1}), back to ${from}`;
  const all = `it gives ${result}, and has done so in all ${counted(candidates, 'state')} since ${from}`;
  const sentence = isGoodNamed
    ? `it gives ${result} at ${from} as at ${to}; name a commit where it was different, or leave --good out to look for one`
    : evaluations === candidates
      ? all
      : `${looked}; if it was different in between, name such a commit: --good REV`;
  return [
    [heading],
    wrapLines(prose(sentence, unicode), width - 2).map((line) => `  ${line}`),
    nextSteps([`flagwright history ${key}`], style),
  ];
}

function nameOf({ variant, errorCode }: Evaluation, unicode: boolean): string {
  if (variant !== undefined) return printable(variant, unicode);
  return errorCode === 'FLAG_NOT_FOUND' ? 'no flag' : 'no variant';
}

/** `on (true), SPLIT: rule eu-gradual`. */
function resultText(evaluation: Evaluation, unicode: boolean): string {
  const { variant, value, reason, errorMessage, flagMetadata } = evaluation;
  const given = value === undefined ? '' : ` (${clip(JSON.stringify(value), longestValue)})`;
  const { rule, prerequisite } = flagMetadata;
  const about = errorMessage ?? (rule === undefined ? prerequisite : `rule ${rule}`);
  const result = variant === undefined ? nameOf(evaluation, unicode) : `${variant}${given}`;
  return prose(`${result}, ${reason}${about === undefined ? '' : `: ${about}`}`, unicode);
}
