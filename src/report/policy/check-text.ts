import type { JudgedCommit } from '../../audit/range/judge-range.ts';
import type { Violation } from '../../audit/violation.ts';
import type { PolicyCheckReport } from '../../commands/policy/check.ts';
import { clip, prose } from '../../diagnostic/printable.ts';
import { hanging } from '../hanging.ts';
import { counted, type Style } from '../style.ts';
import { placeText, remedyOf } from './remedy.ts';

/** Commits that violate the policy, each with what is wrong and what to do; then the verdict. */
export function policyCheckText(report: PolicyCheckReport, style: Style): string {
  const { paint, unicode } = style;
  const violating = report.commits.filter(({ violations }) => violations.length > 0);
  const blocks = violating.map((commit) => commitBlock(commit, style));
  if (report.notes.length > 0)
    blocks.push(report.notes.map((note) => `${paint.cyan('note')}: ${prose(note, unicode)}`));
  blocks.push(verdictLines(report, style));
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function commitBlock({ info, violations }: JudgedCommit, style: Style): string[] {
  const { paint, unicode } = style;
  const id = info.id === 'uncommitted' ? 'not committed yet' : info.id.slice(0, 7);
  const subject = info.id === 'uncommitted' ? '' : `  ${prose(clip(info.subject, 72), unicode)}`;
  return [
    `${paint.bold(id)}  ${prose(info.author.name, unicode)}${subject}`,
    ...violations.flatMap((one) => violationLines(one, style)),
  ];
}

function violationLines(violation: Violation, { paint, unicode, width }: Style): string[] {
  const mark = unicode ? '✗' : 'x';
  const places = violation.against?.places.map(placeText) ?? [];
  const facts = violation.against ? places : violation.evidence;
  const shown = facts.slice(0, 8);
  if (facts.length > shown.length) shown.push(`and ${facts.length - shown.length} more`);
  const remedy = remedyOf(violation);
  const wanted = violation.code === 'approvals-missing' ? (violation.evidence[1] ?? '') : '';
  const arrow = unicode ? '→' : '->';
  const [first = '', ...rest] = hanging('    ', prose(violation.message, unicode), width);
  return [
    `  ${paint.red(mark)} ${first.slice(4)}`,
    ...rest,
    ...[...shown, wanted]
      .filter((line) => line !== '')
      .flatMap((line) => hanging('      ', prose(line, unicode), width)),
    ...(remedy === undefined ? [] : hanging(`      ${arrow} `, prose(remedy, unicode), width)),
  ];
}

/** What was judged by what, and how it came out. */
export function verdictLines({ base, head, policyFrom, commits, ok }: PolicyCheckReport, style: Style): string[] {
  const { paint, unicode } = style;
  const violations = commits.flatMap((one) => one.violations).length;
  const named = ({ name, commit }: PolicyCheckReport['base']): string =>
    commit.startsWith(name) ? commit.slice(0, 7) : `${prose(name, unicode)} (${commit.slice(0, 7)})`;
  const pending = commits.some(({ info }) => info.id === 'uncommitted');
  const made = commits.length - (pending ? 1 : 0);
  const what = [
    ...(made > 0 || !pending ? [counted(made, 'commit')] : []),
    ...(pending ? ['what is not committed yet'] : []),
  ].join(' and ');
  if (commits.length === 0)
    return [`nothing to judge: no commit since ${named(base)} changes a flag or who governs it`];
  const verdict = ok ? paint.green('the policy allows it') : paint.red(counted(violations, 'violation'));
  const judge = policyFrom === undefined ? '' : ` by the policy of ${named({ name: base.name, commit: policyFrom })}`;
  return [`${verdict}: ${what}`, paint.dim(`judged up to ${named(head)}${judge}`)];
}
