import { anchorRef } from '../../audit/anchor.ts';
import { UserError } from '../../diagnostic/user-error.ts';
import type { Host } from '../../workspace/host.ts';

export interface AnchorReport {
  readonly command: 'audit-anchor';
  readonly ok: boolean;
  readonly ref: string;
  /** Full id of the head, to be kept elsewhere. */
  readonly anchor: string;
  /** Where the ref pointed before. */
  readonly previous: string | undefined;
  /** False if the ref was there already, or stays because history was rewritten. */
  readonly moved: boolean;
}

/**
 * Moves the anchor to the head. It is not moved off a commit that is no longer in the history: that would hide that history
 * was rewritten.
 * @throws UserError outside of a repository, without commits, with `--at`, and if somebody else moves it meanwhile
 */
export async function auditAnchor(host: Host): Promise<AnchorReport> {
  if (!host.git)
    throw new UserError('this needs a git repository, and this folder is not in one', 'git init starts one');
  if (host.at !== undefined) throw new UserError('the anchor can only move to HEAD', 'leave out --at');
  const git = await host.git();
  const head = (await git.head())?.commit;
  if (head === undefined) throw new UserError('this repository has no commit yet', 'commit the flags first');
  const previous = await git.audit.refTarget(anchorRef);
  const report = { command: 'audit-anchor', ref: anchorRef, anchor: head, previous } as const;
  if (previous === head) return { ...report, ok: true, moved: false };
  if (previous !== undefined && (await git.mergeBase(previous, head)) !== previous) {
    return { ...report, ok: false, moved: false };
  }
  if (!(await git.audit.moveRef(anchorRef, head, previous))) {
    throw new UserError(`somebody else has moved ${anchorRef} meanwhile`, 'try again');
  }
  return { ...report, ok: true, moved: true };
}
