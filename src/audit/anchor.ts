import type { Git } from '../git/git.ts';
import type { Checked, Violation } from './violation.ts';

/** The ref that remembers up to where history was looked at. Whoever can write to the repository can move it. */
export const anchorRef = 'refs/flagwright/audit';

/** A commit that must be in the history. */
export interface Anchor {
  /** Where it comes from: the ref, or what was given. */
  readonly from: string;
  /** Full id; undefined if the repository has no such commit. */
  readonly commit: string | undefined;
}

/** The history that an anchor must be in. */
export interface AnchoredHistory {
  /** Full id. */
  readonly head: string;
  /** Whether a commit is on the first-parent chain. */
  isOnChain(id: string): boolean;
}

/** So many of the commits that are gone are shown. */
const shownLost = 5;

/** Whether each anchor is an ancestor of the head. @throws GitError if git cannot tell */
export async function checkAnchors(git: Git, history: AnchoredHistory, anchors: readonly Anchor[]): Promise<Checked> {
  const violations: Violation[] = [];
  const notes: string[] = [];
  if (anchors.length === 0) {
    notes.push('there is no anchor, so rewritten history cannot be found: `flagwright audit anchor` sets one');
  }
  for (const { from, commit } of anchors) {
    if (commit === undefined) {
      const message = `the anchor ${from} is not in this repository`;
      violations.push({ code: 'rewritten-history', commit: from, message, evidence: [`head ${history.head}`] });
      continue;
    }
    const common = await git.mergeBase(commit, history.head);
    if (common !== commit) {
      violations.push(await rewritten(git, history, { from, commit }, common));
    } else if (!history.isOnChain(commit)) {
      notes.push(
        `the anchor ${commit.slice(0, 7)} is no longer on the first-parent chain: a merge the wrong way round brought it in`,
      );
    }
  }
  violations.push(...(await movedBack(git, anchors)));
  return { violations, notes, checked: anchors.length };
}

/** An anchor that was moved back hides what was rewritten between: another anchor tells, or the log of the ref. */
async function movedBack(git: Git, anchors: readonly Anchor[]): Promise<Violation[]> {
  const kept = anchors.find(({ from }) => from === anchorRef)?.commit;
  if (kept === undefined) return [];
  const given = anchors.flatMap(({ from, commit }) => (from === anchorRef || commit === undefined ? [] : [commit]));
  const past = (await git.audit.pastTargets(anchorRef)).map((commit) => ({
    commit,
    how: `${anchorRef} was there before`,
  }));
  const later = [...given.map((commit) => ({ commit, how: 'it was given with --anchor' })), ...past];
  const seen = new Set<string>();
  for (const { commit, how } of later) {
    if (seen.has(commit)) continue;
    seen.add(commit);
    const common = await git.mergeBase(kept, commit);
    // The log may be older than a history that has nothing in common with the current one: that is told by the anchors themselves.
    if (common === commit || (common !== kept && !how.startsWith(anchorRef))) continue;
    const evidence = [`${anchorRef} is at ${kept}`, `anchor ${commit}: ${how}`];
    return [
      { code: 'anchor-moved-back', commit: kept, message: 'the anchor was moved back to an older commit', evidence },
    ];
  }
  return [];
}

async function rewritten(
  git: Git,
  { head }: AnchoredHistory,
  { from, commit }: { from: string; commit: string },
  common: string | undefined,
): Promise<Violation> {
  const lost = await git.audit.reachable(commit, head);
  const infos = await git.commitInfos(lost.slice(0, shownLost));
  const shown = [...infos.values()].map(
    ({ id, subject, author, committedAt }) =>
      `gone: ${id} of ${committedAt.toISOString().slice(0, 10)}, ${author.name} <${author.email}>: ${subject}`,
  );
  return {
    code: 'rewritten-history',
    commit,
    message: 'history was rewritten: the anchor is not an ancestor of the head',
    evidence: [
      `anchor ${commit}, from ${from}`,
      `head ${head}`,
      common === undefined ? 'they have no commit in common' : `both come from ${common}`,
      ...shown,
      ...(lost.length > shownLost ? [`and ${lost.length - shownLost} more`] : []),
    ],
  };
}
