import type { JudgedCommit } from '../../audit/range/judge-range.ts';
import type { Host } from '../../workspace/host.ts';
import { rangeVerdict, type JudgedEnds, type JudgeOptions } from '../../workspace/range-verdict.ts';

export interface PolicyCheckReport extends JudgedEnds {
  readonly command: 'policy-check';
  readonly ok: boolean;
  /** Those that change something, oldest first. */
  readonly commits: readonly JudgedCommit[];
  readonly notes: readonly string[];
}

/**
 * The verdict on a range, and on what is not committed yet.
 * @throws UserError outside of a repository, in a shallow clone, and for a revision that stands for no commit
 */
export async function policyCheck(host: Host, options: JudgeOptions): Promise<PolicyCheckReport> {
  const { range, ends, commits, hasPolicy, mustSign } = await rangeVerdict(host, options);
  return {
    command: 'policy-check',
    ok: commits.every(({ violations }) => violations.length === 0),
    ...ends,
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
