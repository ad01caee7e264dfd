import { judgeRange, type RangeVerdict } from '../audit/range/judge-range.ts';
import type { Review } from '../policy/review-list.ts';
import type { Git } from '../git/git.ts';
import { commitRange, type CommitRange } from './commit-range.ts';
import type { Host } from './host.ts';
import { requireHistory } from './opened-history.ts';
import { projectFolder } from './project-folder.ts';
import { side } from './two-sides.ts';

/** What the policy in force says of a range. */
export interface JudgedRange extends RangeVerdict {
  readonly git: Git;
  readonly range: CommitRange;
}

/**
 * Judges a range by the policy of its base.
 * @throws UserError outside of a repository, in a shallow clone, and for a revision that stands for no commit
 */
export async function rangeVerdict(
  host: Host,
  named: string | undefined,
  reviews: readonly Review[],
): Promise<JudgedRange> {
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
  return { git, range, ...verdict };
}
