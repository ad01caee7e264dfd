import type { Signature } from '../platform/audit-git.ts';
import type { Person } from '../platform/commit-info.ts';
import type { Git } from '../platform/git.ts';
import { UnreadableFileError } from '../platform/file-tree.ts';
import { maxFileSize } from '../source/document.ts';

/** A commit, and the file of SSH keys that was in force for it. */
export interface SignedCommit {
  readonly commit: string;
  /** Content; undefined takes what git is configured with. */
  readonly allowedSigners: Uint8Array | undefined;
}

const none: Signature = { status: 'none', signer: undefined, fingerprint: undefined };

/** The signatures of commits. Those that share a file of keys are checked together. */
export async function signaturesOf(
  git: Git,
  commits: readonly SignedCommit[],
): Promise<ReadonlyMap<string, Signature>> {
  const found = new Map<string, Signature>(commits.map(({ commit }) => [commit, none]));
  const signed = await Promise.all(commits.map(async ({ commit }) => isSigned(git, commit)));
  const groups = new Map<string | undefined, { ids: string[]; keys: Uint8Array | undefined }>();
  commits.forEach(({ commit, allowedSigners }, index) => {
    if (!signed[index]) return;
    const name = allowedSigners && Buffer.from(allowedSigners).toString('latin1');
    const group = groups.get(name) ?? { ids: [], keys: allowedSigners };
    groups.set(name, group);
    group.ids.push(commit);
  });
  for (const { ids, keys } of groups.values()) {
    for (const [id, signature] of await git.audit.signatures(ids, keys)) found.set(id, signature);
  }
  return found;
}

/** Git tells an unsigned commit from one that it could not check in no other way. */
async function isSigned(git: Git, commit: string): Promise<boolean> {
  const object = await git.object(commit);
  const header = object?.content.toString('latin1').split('\n\n', 1)[0] ?? '';
  return /^gpgsig(?:-sha256)? /m.test(header);
}

/** The file of SSH keys in a commit; empty, so that no key is known, where it has none. */
export async function allowedSignersAt(git: Git, commit: string, path: string): Promise<Uint8Array> {
  try {
    return await git.tree(commit).read(path, maxFileSize);
  } catch (error) {
    if (error instanceof UnreadableFileError) return new Uint8Array();
    throw error;
  }
}

/** Whether a signer is somebody: by the address of a GPG key, or one of the principals of an SSH key. */
export function isSignedBy({ signer }: Signature, { email }: Person): boolean {
  if (signer === undefined || email === '') return false;
  const address = /<([^<>]*)>\s*$/.exec(signer)?.[1];
  const wanted = email.toLowerCase();
  if (address !== undefined) return address.toLowerCase() === wanted;
  return signer.split(',').some((principal) => principal.trim().toLowerCase() === wanted);
}
