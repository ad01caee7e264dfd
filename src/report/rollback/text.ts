import type { NextCommand, RollbackReport } from '../../commands/rollback/rollback-report.ts';
import { columnsOf } from '../columns.ts';
import { commandLines } from '../command-line.ts';
import { hanging } from '../hanging.ts';
import { printable, prose } from '../../diagnostic/printable.ts';
import type { Style } from '../style.ts';
import { choicesIn } from './choices.ts';
import { approvalLines } from './approvals.ts';
import { carrierLines } from './carriers.ts';
import { changedIn } from './changed.ts';
import { changedLines } from './changed-lines.ts';
import { decisionLines } from './decisions.ts';
import { hitLines } from './hit.ts';
import { appliedLines, refusedLines } from './outcome.ts';
import { diagnosticLines, noteLines } from './remarks.ts';
import { riskLines } from './risks.ts';
import { isNothing, standing, verdictOf } from './verdict.ts';
import { versionLines } from './versions.ts';

/** The verdict is where it is seen, also on a terminal that is very wide. */
const verdictColumn = 80;

/**
 * A rollback from top to bottom: what would happen, who is hit, what could go wrong, and the command that does it.
 * After `--apply`: what was done, or why it was not.
 */
export function rollbackText(report: RollbackReport, style: Style): string {
  const { applied, refused, plan } = report;
  if (applied) return joined([appliedLines(report, applied, style)]);
  const refusal = refused ? [refusedLines(refused, style)] : [];
  // What was previewed is not what would happen now, so that is shown.
  if (refused && refused.reason !== 'changed') return joined(refusal);
  if (isNothing(plan)) return joined([...refusal, nothingLines(report, style), noteLines(report, style)]);
  return joined([...refusal, ...previewBlocks(report, style)]);
}

function previewBlocks(report: RollbackReport, style: Style): string[][] {
  const { plan } = report;
  const { paint } = style;
  return [
    headLines(report, style),
    versionLines(report, style),
    changedLines(changedIn(plan), style),
    hitLines(plan, style),
    decisionLines(plan.decisions, style),
    carrierLines(plan.carriers, style),
    riskLines(plan, style),
    approvalLines(plan, style),
    diagnosticLines(report, style),
    noteLines(report, style),
    nextLines(report.next, style),
    verdictOf(plan) === 'BLOCKED' ? [paint.dim('nothing was written')] : [],
  ];
}

/** A whole command for each way to go on, so that each can be copied as it is. */
function nextLines(next: readonly NextCommand[], { paint, width, unicode }: Style): string[] {
  if (next.length === 0) return [];
  const lines = next.flatMap(({ answers, words }) => [
    ...choicesIn(next, answers).map((label) => `  ${paint.dim(`${printable(label, unicode)}:`)}`),
    ...commandLines(words, width).map((line) => printable(line, unicode)),
  ]);
  return [paint.bold(next.length > 1 ? 'to do it, choose one' : 'to do it'), ...lines];
}

function headLines(report: RollbackReport, style: Style): string[] {
  const { plan } = report;
  const { paint, width, unicode } = style;
  const verdict = verdictOf(plan);
  const painted = verdict === 'BLOCKED' ? paint.bold.red(verdict) : paint.bold.green(verdict);
  const title = prose(`Roll back ${report.what}`, unicode);
  const room = Math.min(width, verdictColumn) - verdict.length;
  const isBeside = columnsOf(title) + 2 <= room;
  const head = isBeside
    ? [`${paint.bold(title)}${' '.repeat(room - columnsOf(title))}${painted}`]
    : [...hanging('', title, width).map((line) => paint.bold(line)), painted];
  const level = plan.risk === 'none' ? 'No risk found' : `Risk ${plan.risk}`;
  return [...head, ...hanging('', `${level}: ${prose(standing(report), unicode)}`, width)];
}

function nothingLines({ what }: RollbackReport, { width, unicode }: Style): string[] {
  return hanging('', prose(`nothing to do: everything is already in that state (${what})`, unicode), width);
}

function joined(blocks: readonly (readonly string[])[]): string {
  const shown = blocks.filter((block) => block.length > 0);
  return `${shown.map((block) => block.join('\n')).join('\n\n')}\n`;
}
