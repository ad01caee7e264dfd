import type { Person } from '../git/commit-info.ts';
import type { Git } from '../git/git.ts';
import { UnreadableFileError } from '../platform/file-tree.ts';
import type { Signature } from '../git/signatures.ts';
import { maxFileSize } from '../source/document.ts';

/** A commit, and the file of SSH keys that was in force for it. */
export interface SignedCommit {
  readonly commit: string;
  /** Content; undefined takes what git is configured with. */
  readonly allowedSigners: Uint8Array | undefined;
}

/**
 * The signatures of commits, by full id. Those that share a file of keys are checked together.
 * @throws GitError if there is no such commit
 */
export async function signaturesOf(
  git: Git,
  commits: readonly SignedCommit[],
): Promise<ReadonlyMap<string, Signature>> {
  const groups = new Map<string | undefined, { ids: string[]; keys: Uint8Array | undefined }>();
  for (const { commit, allowedSigners } of commits) {
    const name = allowedSigners && Buffer.from(allowedSigners).toString('latin1');
    const group = groups.get(name) ?? { ids: [], keys: allowedSigners };
    groups.set(name, group);
    group.ids.push(commit);
  }
  const found = new Map<string, Signature>();
  for (const { ids, keys } of groups.values()) {
    for (const [id, signature] of await git.signatures(ids, keys)) found.set(id, signature);
  }
  return found;
}

/**
 * The file of SSH keys in a commit; empty, so that no key is known, where it has none or it cannot be read.
 * @param path from the root
 * @throws GitError if there is no such commit
 */
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
