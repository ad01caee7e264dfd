import type { GitOptions } from './git-process.ts';
import { runGit, splitZ } from './git-process.ts';
import type { GitObject } from './object-reader.ts';

/**
 * What git makes of a commit's signature. `untrusted`: it is good, but nobody vouches for the key. `unknown`: there is
 * one, and it cannot be checked here (no such key; for SSH also where no file of allowed signers is set).
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
  /** As git names who signed; nobody says that it is the author. */
  readonly signer: string | undefined;
}

/** Git's `%G?`. */
const statuses: Readonly<Record<string, SignatureStatus>> = {
  N: 'none',
  G: 'good',
  U: 'untrusted',
  B: 'bad',
  X: 'expired',
  Y: 'expired-key',
  R: 'revoked-key',
  E: 'unknown',
};

const ARGS: readonly string[] = [
  'log',
  '--no-walk=unsorted',
  '--no-patch',
  '--no-show-signature',
  '--no-color',
  '--encoding=UTF-8',
  '-z',
  '--format=%H%x00%G?%x00%GS',
  '--stdin',
];

/**
 * Has git check the signatures of commits, through one process.
 * @param ids full ids
 * @param read gives an object by its id
 * @returns by id
 * @throws GitError if one of them is no commit of this repository
 */
export async function signatures(
  ids: readonly string[],
  options: Pick<GitOptions, 'cwd' | 'env' | 'signal'>,
  read: (oid: string) => Promise<GitObject | undefined>,
): Promise<ReadonlyMap<string, Signature>> {
  const found = new Map<string, Signature>();
  if (ids.length === 0) return found;
  const { stdout } = await runGit(ARGS, { ...options, stdin: `${[...new Set(ids)].join('\n')}\n` });
  const values = splitZ(stdout);
  const unsigned: string[] = [];
  for (let at = 0; at + 3 <= values.length; at += 3) {
    const [id = '', letter = '', signer = ''] = values.slice(at, at + 3);
    const status = statuses[letter] ?? 'unknown';
    found.set(id, { status, signer: signer === '' ? undefined : signer });
    if (status === 'none') unsigned.push(id);
  }
  // Git says the same of an SSH signature that it has no file to check against as of none at all.
  const look = async (id: string): Promise<void> => {
    const object = await read(id);
    if (object && hasSignature(object.content)) found.set(id, { status: 'unknown', signer: undefined });
  };
  await Promise.all(unsigned.map(look));
  return found;
}

/** Whether the headers of a commit, which end at the first empty line, hold a signature. */
function hasSignature(content: Uint8Array): boolean {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const end = bytes.indexOf('\n\n');
  const signature = bytes.indexOf('\ngpgsig');
  return signature >= 0 && (end < 0 || signature < end);
}
