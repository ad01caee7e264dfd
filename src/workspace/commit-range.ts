import type { Uncommitted } from '../audit/made-changes.ts';
import { UserError } from '../diagnostic/user-error.ts';
import type { Git } from '../git/git.ts';
import { resolveRevision } from '../history/revision.ts';
import { baseCommit } from './base-commit.ts';
import type { Host } from './host.ts';
import { nothingUncommitted, uncommittedSince } from './uncommitted.ts';

/** Commits that are to land on a base. */
export interface CommitRange {
  /** The base as people know it. */
  readonly baseName: string;
  /** Full id of the commit where the head left the base. */
  readonly base: string;
  /** Full id of the commit that the base is now: what is in force there counts. */
  readonly tip: string;
  readonly head: string;
  /** The head as people know it. */
  readonly headName: string;
  /** Empty where only commits were asked for. */
  readonly uncommitted: Uncommitted;
  readonly includesWorkingTree: boolean;
}

/**
 * The commits that a range names: `BASE...HEAD`, or likewise `BASE..HEAD`; with `BASE` alone those of the current branch and what is
 * not committed yet; without anything those since the branch that it was made from. With `--at`, that commit instead of the
 * branch, by default against its parent.
 * @throws UserError if a revision stands for no commit, or there is nothing to compare with
 */
export async function commitRange(host: Host, git: Git, range: string | undefined): Promise<CommitRange> {
  const [, from, dots, to] = /^(.*?)(\.\.\.?)(?!\.)(.*)$/s.exec(range ?? '') ?? [];
  if (dots !== undefined && host.at !== undefined) {
    throw new UserError(`--at and the range cannot be combined: ${range}`, 'leave one of them out');
  }
  const now = host.clock.now();
  const head =
    dots === undefined ? (host.at ?? (await git.headCommit())) : await resolveRevision(git, to || 'HEAD', now);
  if (head === undefined) {
    throw new UserError('this repository has no commit yet, so no policy is in force', 'commit the flags first');
  }
  const { tip, name } = await baseOf(host, git, dots === undefined ? range : from || 'HEAD', head);
  const base = await git.mergeBase(tip, head);
  if (base === undefined) {
    throw new UserError(`${name} and the commits to judge have no commit in common`, 'name another base');
  }
  const includesWorkingTree = dots === undefined && host.at === undefined && git.repository.root !== undefined;
  const uncommitted = includesWorkingTree ? await uncommittedSince(host, git, head) : nothingUncommitted;
  const headName = to || (host.at === undefined ? 'HEAD' : head.slice(0, 7));
  return { baseName: name, base, tip, head, headName, uncommitted, includesWorkingTree };
}

async function baseOf(
  host: Host,
  git: Git,
  named: string | undefined,
  head: string,
): Promise<{ tip: string; name: string }> {
  if (named !== undefined) return { tip: await resolveRevision(git, named, host.clock.now()), name: named };
  if (host.at === undefined) {
    const { tip, revision } = await baseCommit(git, undefined);
    return { tip, name: revision };
  }
  const parent = (await git.commitInfos([head])).get(head)?.parents[0];
  if (parent === undefined) throw new UserError('this commit has no parent, so no policy was in force', 'name another');
  return { tip: parent, name: 'its parent' };
}
