import { join } from 'node:path';
import { createFile, removeFolder, temporaryFolder } from '../platform/disk-writer.ts';
import type { GitOptions } from './git-process.ts';
import { runGit, splitZ } from './git-process.ts';
import type { GitObject } from './object-reader.ts';

/**
 * What git makes of a commit's signature. `untrusted`: it is right, but nobody vouches for the key, or says whose it is.
 * `unknown`: there is one, and it cannot be checked here (no such key, no gpg; for SSH also where no file of allowed
 * signers is set).
 */
export type SignatureStatus =
  | 'none'
  | 'good'
  | 'untrusted'
  | 'bad'
  | 'expired'
  | 'expired-key'
  | 'revoked-key'
  | 'unknown';

export interface Signature {
  readonly status: SignatureStatus;
  /** `Name <address>` of a GPG key, the principal of an SSH key. Nobody says that it is the author. */
  readonly signer: string | undefined;
  /** Fingerprint of the key, of a GPG key the primary one; `SHA256:…` of an SSH key. */
  readonly fingerprint: string | undefined;
}

/** Git's `%G?`. `N` it says of an SSH signature too that it has no file to check against. */
const statuses: Readonly<Record<string, SignatureStatus>> = {
  G: 'good',
  U: 'untrusted',
  B: 'bad',
  X: 'expired',
  Y: 'expired-key',
  R: 'revoked-key',
};

/** What is configured must not decide who checks signatures. */
const PROGRAMS = ['gpg.program=gpg', 'gpg.openpgp.program=gpg', 'gpg.x509.program=gpgsm', 'gpg.ssh.program=ssh-keygen'];

const FIELDS = ['%H', '%G?', '%GS', '%GF', '%GP'];

const LOG: readonly string[] = [
  'log',
  '--no-walk=unsorted',
  '--no-patch',
  '--no-notes',
  '--no-decorate',
  '--no-mailmap',
  '--no-show-signature',
  '--no-color',
  '-z',
  `--format=${FIELDS.join('%x00')}`,
  '--stdin',
];

const none: Signature = { status: 'none', signer: undefined, fingerprint: undefined };

/** Made with SSH, and nobody has said whose keys count. */
const unchecked: Signature = { ...none, status: 'unknown' };

/**
 * The signatures of commits. Git checks those of all that have one through one process, which starts one more for each.
 * @param ids full ids
 * @param read gives an object by its id
 * @param allowedSigners content of the file of SSH keys, for ssh-keygen; undefined takes the one that the user has
 *   configured. One that the repository's own configuration names is not taken: a repository does not vouch for itself
 * @returns by id
 * @throws GitError if one of them is not a commit of this repository
 */
export async function signatures(
  ids: readonly string[],
  options: Pick<GitOptions, 'cwd' | 'env' | 'signal'>,
  read: (oid: string) => Promise<GitObject | undefined>,
  allowedSigners?: Uint8Array,
): Promise<ReadonlyMap<string, Signature>> {
  const unique = [...new Set(ids)];
  const objects = await Promise.all(unique.map(read));
  const found = new Map<string, Signature>();
  const signed = unique.flatMap((id, index) => {
    const object = objects[index];
    const signature = object?.type === 'commit' ? signatureIn(object.content) : '';
    if (signature !== undefined) return [{ id, isSsh: signature.startsWith('-----BEGIN SSH SIGNATURE-----') }];
    found.set(id, none);
    return [];
  });
  if (signed.length === 0) return found;
  const files = await usersKeyFiles(options);
  const hasKeys = allowedSigners !== undefined || files.allowed !== undefined;
  for (const { id, isSsh } of signed) if (isSsh && !hasKeys) found.set(id, unchecked);
  const toCheck = signed.map(({ id }) => id).filter((id) => !found.has(id));
  if (toCheck.length === 0) return found;
  const values = await withKeys(allowedSigners, files, async (settings) => {
    const stdin = `${toCheck.join('\n')}\n`;
    const { stdout } = await runGit([...settings.flatMap((one) => ['-c', one]), ...LOG], { ...options, stdin });
    return splitZ(stdout);
  });
  for (let at = 0; at + FIELDS.length <= values.length; at += FIELDS.length) {
    const [id = '', letter = '', signer, key, primary] = values.slice(at, at + FIELDS.length);
    const status = statuses[letter] ?? 'unknown';
    found.set(id, { status, signer: signer || undefined, fingerprint: primary || key || undefined });
  }
  return found;
}

interface KeyFiles {
  readonly allowed: string | undefined;
  readonly revoked: string | undefined;
}

/** The files of SSH keys that the user has configured, or the system, whatever the repository's configuration says. */
async function usersKeyFiles(options: Pick<GitOptions, 'cwd' | 'env' | 'signal'>): Promise<KeyFiles> {
  const names = '^gpg\\.ssh\\.(allowedsignersfile|revocationfile)$';
  const args = ['config', '-z', '--show-scope', '--type=path', '--get-regexp', names];
  const values = splitZ((await runGit(args, { ...options, okCodes: [0, 1] })).stdout);
  const last: Record<string, string> = {};
  for (let at = 0; at + 1 < values.length; at += 2) {
    const [scope = '', setting = ''] = values.slice(at, at + 2);
    const [name = '', value] = setting.split('\n', 2);
    if (scope !== 'local' && scope !== 'worktree' && value) last[name] = value;
  }
  return { allowed: last['gpg.ssh.allowedsignersfile'], revoked: last['gpg.ssh.revocationfile'] };
}

/** Settings of git, for as long as something runs: a file of keys is there only while it does. */
async function withKeys<T>(
  allowedSigners: Uint8Array | undefined,
  { allowed = '', revoked }: KeyFiles,
  run: (settings: readonly string[]) => Promise<T>,
): Promise<T> {
  // A repository may revoke keys where the user says nothing of it: that takes trust away and gives none.
  const settings = [...PROGRAMS, ...(revoked === undefined ? [] : [`gpg.ssh.revocationFile=${revoked}`])];
  if (allowedSigners === undefined) return run([...settings, `gpg.ssh.allowedSignersFile=${allowed}`]);
  const folder = temporaryFolder('signers');
  try {
    const path = join(folder, 'allowed_signers');
    createFile(path, allowedSigners, 0o600);
    return await run([...settings, `gpg.ssh.allowedSignersFile=${path}`]);
  } finally {
    removeFolder(folder);
  }
}

/** The signature among the headers of a commit, which end at the first empty line; undefined if there is none. */
function signatureIn(content: Uint8Array): string | undefined {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const end = bytes.indexOf('\n\n');
  const headers = bytes.toString('latin1', 0, end < 0 ? bytes.length : end);
  return /\ngpgsig(?:-sha256)? (.*)/.exec(headers)?.[1];
}
