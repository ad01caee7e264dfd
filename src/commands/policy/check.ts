import type { JudgedCommit } from '../../audit/range/judge-range.ts';
import type { Review } from '../../policy/review-list.ts';
import type { Host } from '../../workspace/host.ts';
import { rangeVerdict } from '../../workspace/range-verdict.ts';

export interface PolicyCheckOptions {
  /** `BASE`, `BASE..HEAD` or `BASE...HEAD`; without it since the branch that the current one was made from. */
  readonly range: string | undefined;
  /** Approvals that the forge reports. */
  readonly reviews: readonly Review[];
}

export interface PolicyCheckReport {
  readonly command: 'policy-check';
  readonly ok: boolean;
  /** Where the head left the base, and the name that was given. */
  readonly base: { readonly name: string; readonly commit: string };
  readonly head: { readonly name: string; readonly commit: string };
  /** Full id of the commit whose policy and owners count; undefined where it has no policy. */
  readonly policyFrom: string | undefined;
  /** Those that change something, oldest first. */
  readonly commits: readonly JudgedCommit[];
  readonly notes: readonly string[];
}

/**
 * The verdict on a range, and on what is not committed yet.
 * @throws UserError outside of a repository, in a shallow clone, and for a revision that stands for no commit
 */
export async function policyCheck(
  host: Host,
  { range: named, reviews }: PolicyCheckOptions,
): Promise<PolicyCheckReport> {
  const { range, commits, hasPolicy, mustSign } = await rangeVerdict(host, named, reviews);
  return {
    command: 'policy-check',
    ok: commits.every(({ violations }) => violations.length === 0),
    base: { name: range.baseName, commit: range.base },
    head: { name: range.headName, commit: range.head },
    policyFrom: hasPolicy ? range.tip : undefined,
    commits,
    notes: [
      ...(hasPolicy ? [] : [`there is no policy.yaml in ${range.baseName}: anybody may change anything`]),
      ...(mustSign ? ['what is not committed yet must be signed when it is: git commit -S'] : []),
      ...commits.flatMap(({ emergency, info, violations }) =>
        emergency === undefined || violations.some(({ code }) => code === 'emergency-not-allowed')
          ? []
          : [`emergency ${emergency} of ${info.id.slice(0, 7)} must be reviewed by somebody else afterwards`],
      ),
    ],
  };
}
