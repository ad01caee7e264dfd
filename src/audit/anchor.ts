import type { History } from '../history/history.ts';
import type { Git } from '../platform/git.ts';
import type { Checked, Violation } from './verify.ts';

/** The ref that remembers up to where history was looked at. Whoever can write to the repository can move it. */
export const anchorRef = 'refs/flagwright/audit';

/** A commit that must be in the history. */
export interface Anchor {
  /** Where it comes from: the ref, or what was given. */
  readonly from: string;
  /** Full id; undefined if the repository has no such commit. */
  readonly commit: string | undefined;
}

/** So many of the commits that are gone are shown. */
const shownLost = 5;

/** Whether each anchor is an ancestor of the head. */
export async function checkAnchors(git: Git, history: History, anchors: readonly Anchor[]): Promise<Checked> {
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
    } else if (!history.has(commit)) {
      notes.push(
        `the anchor ${commit.slice(0, 7)} was merged in, but is not on the first-parent chain any more: what came before it is folded into merges`,
      );
    }
  }
  return { violations, notes, checked: anchors.length };
}

async function rewritten(
  git: Git,
  { head }: History,
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
    message: 'history was rewritten: the anchor is no ancestor of the head',
    evidence: [
      `anchor ${commit}, from ${from}`,
      `head ${head}`,
      common === undefined ? 'they have no commit in common' : `both come from ${common}`,
      ...shown,
      ...(lost.length > shownLost ? [`and ${lost.length - shownLost} more`] : []),
    ],
  };
}
