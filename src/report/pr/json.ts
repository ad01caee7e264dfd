import type { PrFlag, PrReport } from '../../commands/pr/pr.ts';
import { oneChangeJson } from '../changes.ts';
import { jsonText } from '../json.ts';
import { diagnosticJson } from '../lint/json.ts';
import { LintTexts } from '../lint/texts.ts';
import { judgedCommitData } from '../policy/check-json.ts';
import { missingApprovalsData } from '../policy/required-json.ts';

/** The pull request as data; see schemas/output/pr.schema.json. */
export function prJson(report: PrReport): string {
  const { command, ok, base, head, policyFrom, risk, meaning, diagnostics } = report;
  const texts = new LintTexts(report.texts);
  return jsonText({
    schemaVersion: 1,
    command,
    ok,
    base: base.commit,
    head: head.commit,
    includesWorkingTree: report.includesWorkingTree,
    policyFrom: policyFrom ?? null,
    risk,
    flags: report.flags.map(flagData),
    segments: meaning.segments.map(({ key, file, change, changes, flags }) => {
      return { key, file, change, flags, changes: changes.map(oneChangeJson) };
    }),
    governance: meaning.governance.map(({ file, change, changes }) => ({ file, change, changes: changes.map(oneChangeJson) })), // prettier-ignore
    diagnostics: diagnostics.map((one) => diagnosticJson(one, texts)),
    commits: report.commits.map(judgedCommitData),
    approvals: report.approvals.map(missingApprovalsData),
    expiries: report.expiries.map(({ flag, owner, before, after, daysLeft }) => {
      return { flag, owner: owner ?? null, before: before ?? null, after: after ?? null, daysLeft: daysLeft ?? null };
    }),
  });
}

function flagData({ changed, risk, environments, dependents, systems, owners }: PrFlag): object {
  const { key, file, change, owner, criticality, changes } = changed;
  return {
    key,
    file,
    change,
    owner: owner ?? null,
    criticality,
    risk,
    changes: changes.map(oneChangeJson),
    environments: Object.fromEntries(
      environments.map(({ environment, activeBefore, activeAfter, before, after, moved }) => [
        environment,
        { activeBefore, activeAfter, exposureBefore: before, exposureAfter: after, moved },
      ]),
    ),
    impact: { dependents, systems, owners },
  };
}
