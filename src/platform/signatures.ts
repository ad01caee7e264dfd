import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

/** What is configured in the repository must not decide who checks its signatures. */
const PROGRAMS = ['gpg.program=gpg', 'gpg.openpgp.program=gpg', 'gpg.x509.program=gpgsm', 'gpg.ssh.program=ssh-keygen'];

const FIELDS = ['%H', '%G?', '%GS', '%GF', '%GP'];

const LOG: readonly string[] = [
  'log',
  '--no-walk=unsorted',
  '--no-patch',
  '--no-notes',
  '--no-show-signature',
  '--no-color',
  '--encoding=UTF-8',
  '-z',
  `--format=${FIELDS.join('%x00')}`,
  '--stdin',
];

const none: Signature = { status: 'none', signer: undefined, fingerprint: undefined };

/**
 * The signatures of commits. Git checks those of all that have one through one process, which starts one more for each.
 * @param ids full ids
 * @param read gives an object by its id
 * @param allowedSigners content of the file of SSH keys, for ssh-keygen; undefined takes the one that is configured
 * @returns by id
 * @throws GitError if one of them is no commit of this repository
 */
export async function signatures(
  ids: readonly string[],
  options: Pick<GitOptions, 'cwd' | 'env' | 'signal'>,
  read: (oid: string) => Promise<GitObject | undefined>,
  allowedSigners?: Uint8Array,
): Promise<ReadonlyMap<string, Signature>> {
  const unique = [...new Set(ids)];
  const objects = await Promise.all(unique.map(read));
  const unsigned = (index: number): boolean => {
    const object = objects[index];
    return object?.type === 'commit' && !hasSignature(object.content);
  };
  const found = new Map(unique.filter((_, index) => unsigned(index)).map((id) => [id, none]));
  const toCheck = unique.filter((id) => !found.has(id));
  if (toCheck.length === 0) return found;
  const values = await withSettings(allowedSigners, async (settings) => {
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

/** Settings of git, for as long as something runs: a file of keys is there only while it does. */
async function withSettings<T>(
  allowedSigners: Uint8Array | undefined,
  run: (settings: readonly string[]) => Promise<T>,
): Promise<T> {
  if (allowedSigners === undefined) return run(PROGRAMS);
  const folder = mkdtempSync(join(tmpdir(), 'flagwright-signers-'));
  try {
    const path = join(folder, 'allowed_signers');
    writeFileSync(path, allowedSigners);
    return await run([...PROGRAMS, `gpg.ssh.allowedSignersFile=${path}`]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Whether the headers of a commit, which end at the first empty line, hold a signature. */
function hasSignature(content: Uint8Array): boolean {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const signature = bytes.indexOf('\ngpgsig');
  if (signature < 0) return false;
  const end = bytes.indexOf('\n\n');
  return end < 0 || signature < end;
}
