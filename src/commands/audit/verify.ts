import { anchorRef, type Anchor } from '../../audit/anchor.ts';
import { verify, type Verification } from '../../audit/verify.ts';
import { UserError } from '../../diagnostic/user-error.ts';
import type { Git } from '../../git/git.ts';
import type { Host } from '../../workspace/host.ts';
import { requireHistory } from '../../workspace/opened-history.ts';
import { projectFolder } from '../../workspace/project-folder.ts';

export interface VerifyOptions {
  /** A hash that was kept elsewhere; the ref is checked as well. */
  readonly anchor?: string | undefined;
}

export interface VerifyReport extends Verification {
  readonly command: 'audit-verify';
  readonly ok: boolean;
  readonly head: string;
}

/**
 * Checks the record. Nothing that the tool keeps on disk is read.
 * @throws UserError for an anchor that is not a hash
 */
export async function auditVerify(host: Host, { anchor }: VerifyOptions): Promise<VerifyReport> {
  const git = await requireHistory(host);
  const head = host.at ?? (await git.headCommit());
  if (head === undefined) throw new UserError('this repository has no commit yet', 'commit the flags first');
  const anchors: Anchor[] = [];
  const kept = await git.audit.refTarget(anchorRef);
  if (kept !== undefined) anchors.push({ from: anchorRef, commit: kept });
  if (anchor !== undefined) anchors.push({ from: anchor, commit: await commitOf(git, anchor) });
  const verification = await verify(
    git,
    { head, folder: projectFolder(host) },
    anchors,
    host.clock.now().getTime(),
    (done, total) => host.progress.update('reading', done, total),
  );
  const ok = verification.violations.length === 0;
  return { command: 'audit-verify', ok, head, ...verification };
}

/** A name could be moved together with what it names; and one that is gone is a finding, not a mistake. */
async function commitOf(git: Git, anchor: string): Promise<string | undefined> {
  if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(anchor)) {
    throw new UserError(
      `"${anchor}" is not a full commit id`,
      'give --anchor the hash that `flagwright audit anchor` printed',
    );
  }
  return git.audit.refTarget(anchor);
}
