import type { Review } from '../../policy/review-list.ts';
import type { Host } from '../../workspace/host.ts';
import { missingApprovals, type MissingApprovals } from '../../workspace/missing-approvals.ts';
import { rangeVerdict } from '../../workspace/range-verdict.ts';

export interface PolicyRequiredOptions {
  /** As `policy check` takes it. */
  readonly range: string | undefined;
  readonly reviews: readonly Review[];
}

export interface PolicyRequiredReport {
  readonly command: 'policy-required';
  readonly ok: true;
  readonly base: { readonly name: string; readonly commit: string };
  readonly head: { readonly name: string; readonly commit: string };
  /** Full id of the commit whose policy and owners count; undefined where it has no policy. */
  readonly policyFrom: string | undefined;
  /** Approvals that are missing, for each rule and circle of people. */
  readonly approvals: readonly MissingApprovals[];
  /** How many violations no approval settles. */
  readonly others: number;
}

/**
 * Who must still approve a range.
 * @throws UserError as `policy check` does
 */
export async function policyRequired(host: Host, options: PolicyRequiredOptions): Promise<PolicyRequiredReport> {
  const { range, commits, hasPolicy } = await rangeVerdict(host, options.range, options.reviews);
  const violations = commits.flatMap((one) => one.violations);
  return {
    command: 'policy-required',
    ok: true,
    base: { name: range.baseName, commit: range.base },
    head: { name: range.headName, commit: range.head },
    policyFrom: hasPolicy ? range.tip : undefined,
    approvals: missingApprovals(commits),
    others: violations.filter(({ code }) => code !== 'approvals-missing').length,
  };
}
