import { judgeRange, type RangeVerdict } from '../audit/range/judge-range.ts';
import type { Review } from '../policy/review-list.ts';
import type { Git } from '../git/git.ts';
import { commitRange, type CommitRange } from './commit-range.ts';
import type { Host } from './host.ts';
import { requireHistory } from './opened-history.ts';
import { projectFolder } from './project-folder.ts';
import { side } from './two-sides.ts';

/** What commands that judge a range are asked for. */
export interface JudgeOptions {
  /** `BASE`, `BASE..HEAD` or `BASE...HEAD`; without it since the branch that the current one was made from. */
  readonly range: string | undefined;
  /** Approvals that the forge reports. */
  readonly reviews: readonly Review[];
}

/** What was judged, and by which policy. */
export interface JudgedEnds {
  /** Where the head left the base, and the name that was given; full ids of commits. */
  readonly base: { readonly name: string; readonly commit: string };
  readonly head: { readonly name: string; readonly commit: string };
  /** Full id of the commit whose policy and owners count; undefined where it has no policy. */
  readonly policyFrom: string | undefined;
}

/** What the policy in force says of a range. */
export interface JudgedRange extends RangeVerdict {
  readonly git: Git;
  readonly range: CommitRange;
  readonly ends: JudgedEnds;
}

/**
 * Judges a range, and what is not committed yet, by the policy of its base.
 * @throws UserError outside of a repository, in a shallow clone, and for a revision that stands for no commit
 */
export async function rangeVerdict(host: Host, { range: named, reviews }: JudgeOptions): Promise<JudgedRange> {
  const git = await requireHistory(host);
  const range = await commitRange(host, git, named);
  const [before, after] = await Promise.all([
    side(host, git, range.tip, range.baseName),
    side(host, git, range.head, range.headName),
  ]);
  const author = (await git.author()) ?? { name: 'unknown', email: 'unknown' };
  const verdict = await judgeRange(
    git,
    {
      head: range.head,
      folder: range.includesWorkingTree ? projectFolder(host) : after.folder,
      passed: host.passed,
      base: { commit: range.tip, folder: before.folder },
      uncommitted: range.uncommitted,
      author,
      reviews,
      now: host.clock.now().getTime(),
    },
    (done, total) => host.progress.update('reading', done, total),
  );
  const ends: JudgedEnds = {
    base: { name: range.baseName, commit: range.base },
    head: { name: range.headName, commit: range.head },
    policyFrom: verdict.hasPolicy ? range.tip : undefined,
  };
  return { git, range, ends, ...verdict };
}
