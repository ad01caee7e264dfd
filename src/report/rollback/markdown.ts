import type { NextCommand, RollbackReport } from '../../commands/rollback/rollback-report.ts';
import type { CommitReport } from '../../workspace/commit-change.ts';
import { choicesIn } from './choices.ts';
import { commandLine } from '../command-line.ts';
import { clip, printable } from '../../diagnostic/printable.ts';
import { approvalTexts } from './approvals.ts';
import { carrierItems, changeTable, decisionItems, diagnosticItems, hitItems, riskTable } from './markdown-parts.ts';
import { said } from './markdown-words.ts';
import { commitText, pushText, stateNow, undoWords } from './outcome-words.ts';
import { isNothing, standing, verdictOf } from './verdict.ts';
import { nameOfVersion, stepOf } from './versions.ts';
import { cut, moreText } from './cut.ts';

const most = 10;

/**
 * A rollback for the channel of an incident: the verdict, what changes, who is hit, what could go wrong, the command.
 * Whatever a user wrote is shown as it is: it makes no markup, no links, no mentions.
 */
export function rollbackMarkdown(report: RollbackReport): string {
  const { applied, refused, plan, next } = report;
  const what = said(report.what);
  if (applied) return joined(appliedParts(report, applied, what));
  const refusal = refused
    ? [`### Rollback refused: ${said(refused.message)}`, `Nothing was written. ${said(refused.help)}`]
    : [];
  if (refused && refused.reason !== 'changed') return joined(refusal);
  if (isNothing(plan))
    return joined([...refusal, `### Nothing to roll back: everything is already in that state (${what})`]);
  const level = plan.risk === 'none' ? 'No risk found' : `Risk **${plan.risk}**`;
  return joined([
    ...refusal,
    `### Roll back ${what}: ${verdictOf(plan)}`,
    `${level}: ${said(standing(report))}.`,
    versions(report),
    changeTable(plan),
    section('Who is hit', hitItems(plan)),
    section('Decisions', decisionItems(plan)),
    section('What carries the load', carrierItems(plan)),
    riskTable(plan),
    section('Approvals', items(approvalTexts(plan))),
    section('Lint would say', diagnosticItems(report)),
    section('Good to know', items(plan.notes)),
    ...next.map((one) => nextPart(one, next)),
  ]);
}

function nextPart({ answers, words }: NextCommand, next: readonly NextCommand[]): string {
  const heading = choicesIn(next, answers)
    .map((label) => `${said(label)}:\n\n`)
    .join('');
  return `${heading}${codeBlock(commandLine(words))}`;
}

function appliedParts(report: RollbackReport, applied: CommitReport, what: string): string[] {
  const { pushError } = applied;
  const push = pushError === undefined ? said(pushText(applied)) : `**not pushed**: ${said(pushError)}`;
  const facts = [said(commitText(applied, report.plan)), said(stateNow(report)), push];
  const undo = undoWords(applied);
  return [
    `### Rolled back ${what}`,
    facts
      .filter((fact) => fact !== '')
      .map((fact) => `- ${fact}`)
      .join('\n'),
    undo ? `To undo it:\n\n${codeBlock(commandLine(undo))}` : '',
  ];
}

function versions({ plan: { restorations } }: RollbackReport): string {
  const { shown, left } = cut(restorations, most);
  const lines = shown.map((one) => {
    const { from } = one;
    const by = from ? ` (undoes ${from.commit.slice(0, 7)} by ${from.author.name}: "${clip(from.subject, 100)}")` : '';
    return `${nameOfVersion(one)} ${stepOf(one)}${by}`;
  });
  return items(left > 0 ? [...lines, moreText(left)] : lines).join('\n');
}

function items(texts: readonly string[]): string[] {
  const { shown, left } = cut(texts, most);
  return [...shown, ...(left > 0 ? [moreText(left)] : [])].map((one) => `- ${said(one)}`);
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `**${title}**\n\n${lines.join('\n')}`;
}

/** In a fence that is longer than any in the text. */
function codeBlock(line: string): string {
  const longestRun = Math.max(2, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longestRun + 1);
  return `${fence}sh\n${printable(line)}\n${fence}`;
}

function joined(parts: readonly string[]): string {
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}
