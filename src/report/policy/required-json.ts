import type { PolicyRequiredReport } from '../../commands/policy/required.ts';
import type { MissingApprovals } from '../../workspace/missing-approvals.ts';
import { jsonText } from '../json.ts';

/** Missing approvals as data; see schemas/output/policy-required.schema.json. */
export function policyRequiredJson(report: PolicyRequiredReport): string {
  const { command, base, head, policyFrom, approvals, others } = report;
  return jsonText({
    schemaVersion: 1,
    command,
    base: base.commit,
    head: head.commit,
    policyFrom: policyFrom ?? null,
    approvals: approvals.map(missingApprovalsData),
    otherViolations: others,
  });
}

export function missingApprovalsData({ places, commits, ...rest }: MissingApprovals): object {
  return {
    ...rest,
    places: places.map(({ flag, environment }) => ({ flag, environment: environment === '' ? null : environment })),
    commits: commits.map((id) => (id === 'uncommitted' ? null : id)),
  };
}
