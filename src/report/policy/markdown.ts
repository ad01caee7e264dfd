import type { JudgedCommit } from '../../audit/range/judge-range.ts';
import type { PolicyCheckReport } from '../../commands/policy/check.ts';
import type { PolicyRequiredReport } from '../../commands/policy/required.ts';
import { clip } from '../../diagnostic/printable.ts';
import type { MissingApprovals } from '../../workspace/missing-approvals.ts';
import { commentTable } from '../comment-table.ts';
import { codeText, escapeText } from '../markdown.ts';
import { counted } from '../style.ts';
import { candidatesText, placeText, remedyOf } from './remedy.ts';

/** The verdict as a comment. Whatever a user wrote is shown as it is. */
export function policyCheckMarkdown({ ok, commits, notes, base, policyFrom }: PolicyCheckReport): string {
  const violations = commits.flatMap((one) => one.violations);
  const heading = ok ? 'the policy allows it' : counted(violations.length, 'violation');
  const judge = policyFrom === undefined ? '' : `Judged by the policy of ${codeText(clip(base.name, 200))} (${policyFrom.slice(0, 7)}).`; // prettier-ignore
  const parts = [
    `### Flagwright policy: ${heading}`,
    violationTable(commits),
    ...notes.map((note) => escapeText(note)),
    judge,
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** Missing approvals as a comment. */
export function policyRequiredMarkdown({ approvals, others }: PolicyRequiredReport): string {
  const heading = approvals.length === 0 ? 'no approval is missing' : 'approvals needed';
  const parts = [`### Flagwright policy: ${heading}`, approvalTable(approvals)];
  if (others > 0) parts.push(`${counted(others, 'violation')} that no approval settles: \`flagwright policy check\``);
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** Violations as a table; empty where there is none. */
export function violationTable(commits: readonly JudgedCommit[]): string {
  const rows = commits.flatMap(({ info, violations }) =>
    violations.map((violation) => {
      const places = violation.against?.places.map(placeText) ?? [];
      const shown = places.slice(0, 5).map((place) => codeText(clip(place, 200)));
      if (places.length > shown.length) shown.push(`${places.length - shown.length} more`);
      const remedy = remedyOf(violation);
      const texts = [violation.message, ...(remedy === undefined ? [] : [remedy])].map((one) =>
        escapeText(clip(one, 500)),
      );
      return `| ${commitName(info.id)} ${escapeText(clip(info.author.name, 100))} | ${texts.join('<br>')} | ${shown.join('<br>')} |`;
    }),
  );
  return commentTable(['Commit', 'Violation', 'Where'], rows);
}

/** Approvals that are missing, as a table; empty where none is. */
export function approvalTable(approvals: readonly MissingApprovals[]): string {
  const rows = approvals.map(({ rule, from, missing, candidates, places, commits }) => {
    const shown = places.slice(0, 5).map((place) => codeText(clip(placeText(place), 200)));
    if (places.length > shown.length) shown.push(`${places.length - shown.length} more`);
    const whom = escapeText(clip(`${from.join(', ')}; ${candidatesText(candidates)}`, 500));
    const where = [...shown, `in ${commits.slice(0, 5).map(commitName).join(', ')}`].join('<br>');
    return `| **${missing}** more | ${whom} | ${where} | ${codeText(clip(rule, 200))} |`;
  });
  return commentTable(['Approvals', 'From', 'For', 'Rule'], rows);
}

function commitName(id: string): string {
  return id === 'uncommitted' ? 'not committed yet' : codeText(id.slice(0, 7));
}
