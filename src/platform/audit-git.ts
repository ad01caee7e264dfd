import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GitError, runGit, splitZ, type GitOptions } from './git-process.ts';

/** What git says of the signature of a commit. */
export interface Signature {
  /**
   * `good`: right, and of a key that is known to belong to the signer. `unknown-signer`: right, but nothing says whose key
   * it is. `unchecked`: there is one, and it could not be checked (no gpg, no such key). `expired` stands for a
   * signature or a key.
   */
  readonly status: 'none' | 'good' | 'bad' | 'unknown-signer' | 'expired' | 'revoked' | 'unchecked';
  /** Whose key it is: `Name <address>` of a GPG key, the principal of an SSH key. */
  readonly signer: string | undefined;
  /** Fingerprint of the key: `SHA256:…` of an SSH key. */
  readonly fingerprint: string | undefined;
}

/** What an audit needs of git beyond history. */
export interface AuditGit {
  /**
   * The signatures of commits, by id, through one git process (which starts one more for each signature).
   * @param ids full ids of commits
   * @param allowedSigners content of the file of SSH keys, for ssh-keygen; undefined takes the one that is configured
   */
  signatures(ids: readonly string[], allowedSigners: Uint8Array | undefined): Promise<ReadonlyMap<string, Signature>>;
  /** The commit that a full ref name points to; undefined if there is no such ref. */
  refTarget(ref: string): Promise<string | undefined>;
  /** Moves a ref only if it still points to `from` (undefined: if it is not there yet). False if it does not. */
  moveRef(ref: string, to: string, from: string | undefined): Promise<boolean>;
  /** Ids of all commits from which `commit` is made, without those of `not`, newest first. */
  reachable(commit: string, not: string): Promise<readonly string[]>;
}

const STATES: Readonly<Record<string, Signature['status']>> = {
  G: 'good',
  B: 'bad',
  U: 'unknown-signer',
  X: 'expired',
  Y: 'expired',
  R: 'revoked',
};

/** What is configured in the repository must not decide who checks its signatures. */
const PROGRAMS = ['gpg.program=gpg', 'gpg.openpgp.program=gpg', 'gpg.x509.program=gpgsm', 'gpg.ssh.program=ssh-keygen'];

const FORMAT = '--format=%H%x00%G?%x00%GS%x00%GF%x00%GP';

export function auditGit(at: Pick<GitOptions, 'cwd' | 'env' | 'signal'>): AuditGit {
  return {
    async signatures(ids, allowedSigners) {
      if (ids.length === 0) return new Map();
      const folder = allowedSigners && mkdtempSync(join(tmpdir(), 'flagwright-signers-'));
      try {
        const settings = [...PROGRAMS];
        if (folder !== undefined) {
          const path = join(folder, 'allowed_signers');
          writeFileSync(path, allowedSigners ?? '');
          settings.push(`gpg.ssh.allowedSignersFile=${path}`);
        }
        const args = settings.flatMap((setting) => ['-c', setting]);
        args.push('log', '--no-walk=unsorted', '--no-patch', '--no-notes', '--no-color', '--no-show-signature');
        const { stdout } = await runGit([...args, '--encoding=UTF-8', '-z', FORMAT, '--stdin'], {
          ...at,
          stdin: `${[...new Set(ids)].join('\n')}\n`,
        });
        return readSignatures(splitZ(stdout));
      } finally {
        if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
      }
    },
    async refTarget(ref) {
      const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`];
      const { code, stdout } = await runGit(args, { ...at, okCodes: [0, 1, 128] });
      const id = stdout.toString('latin1').trim();
      return code === 0 && /^[0-9a-f]{40,64}$/.test(id) ? id : undefined;
    },
    async moveRef(ref, to, from) {
      const args = [
        'update-ref',
        '--create-reflog',
        '-m',
        'flagwright audit anchor',
        ref,
        to,
        from ?? '0'.repeat(to.length),
      ];
      try {
        await runGit(args, at);
        return true;
      } catch (error) {
        if (error instanceof GitError && /cannot lock ref/.test(error.stderr)) return false;
        throw error;
      }
    },
    async reachable(commit, not) {
      const { stdout } = await runGit(['rev-list', '--end-of-options', commit, `^${not}`, '--'], at);
      return stdout.toString('latin1').split('\n').filter(Boolean);
    },
  };
}

function readSignatures(values: readonly string[]): Map<string, Signature> {
  const found = new Map<string, Signature>();
  for (let i = 0; i + 5 <= values.length; i += 5) {
    const [id = '', state = '', signer, fingerprint, primary] = values.slice(i, i + 5);
    found.set(id, {
      // Only signed commits are asked for, so `N` means that nothing was there to check it with.
      status: STATES[state] ?? 'unchecked',
      signer: signer || undefined,
      fingerprint: primary || fingerprint || undefined,
    });
  }
  return found;
}
