import type { Host } from '../../workspace/host.ts';
import { missingApprovals, type MissingApprovals } from '../../workspace/missing-approvals.ts';
import { rangeVerdict, type JudgedEnds, type JudgeOptions } from '../../workspace/range-verdict.ts';

export interface PolicyRequiredReport extends JudgedEnds {
  readonly command: 'policy-required';
  readonly ok: true;
  /** Approvals that are missing, for each rule and circle of people. */
  readonly approvals: readonly MissingApprovals[];
  /** How many violations no approval settles. */
  readonly others: number;
}

/**
 * Who must still approve a range.
 * @throws UserError as `policy check` does
 */
export async function policyRequired(host: Host, options: JudgeOptions): Promise<PolicyRequiredReport> {
  const { ends, commits } = await rangeVerdict(host, options);
  const violations = commits.flatMap((one) => one.violations);
  return {
    command: 'policy-required',
    ok: true,
    ...ends,
    approvals: missingApprovals(commits),
    others: violations.filter(({ code }) => code !== 'approvals-missing').length,
  };
}
