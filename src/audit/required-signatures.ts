import type { CommitInfo } from '../git/commit-info.ts';
import type { Git } from '../git/git.ts';
import type { Signature } from '../git/signatures.ts';
import { keysOf, type Rules } from './house.ts';
import { isValidAt } from './key-validity.ts';
import type { Judgement } from './judgements.ts';
import { isSignedBy } from './signatures.ts';
import type { Violation } from './violation.ts';

/**
 * Why a commit must be signed; undefined if it need not be. Where anything must be signed, what decides about it must be as well:
 * governance files, and the file of keys.
 */
export function reasonToSign({ policy, keysPath }: Rules, { changes, keys }: Judgement): string | undefined {
  const required = policy.signatures?.required ?? [];
  if (required.length === 0) return undefined;
  for (const { parts } of changes) {
    for (const { flag, environment, kinds } of parts.flatMap(({ counts }) => counts)) {
      if (kinds.includes('governance')) return `it changes ${flag}`;
      if (required.includes(environment)) return `it changes ${flag} in ${environment}`;
    }
  }
  return keysPath !== undefined && keys.includes(keysPath)
    ? `it changes ${keysPath}, which says who may sign`
    : undefined;
}

/**
 * The signatures of all commits that must be signed: under each file of keys those that it counts for.
 * @param instants by number of commit, when it may have been made
 * @returns what gives them, and how many commits there are
 * @throws GitError if there is no such commit
 */
export async function requiredSignatures(
  git: Git,
  ids: readonly string[],
  judged: readonly Judgement[],
  instants: readonly (readonly number[])[],
): Promise<{ readonly get: (commit: string, rules: Rules) => Signature | undefined; readonly count: number }> {
  const wanted = new Map<string, { readonly rules: Rules; readonly commits: Set<string> }>();
  const all = new Set<string>();
  const want = (judgement: Judgement, mustBeSigned: boolean): void => {
    for (const rules of judgement.checksRules ? judgement.house.rules : []) {
      if (reasonToSign(rules, judgement) === undefined) continue;
      const name = rules.keysBlob ?? '';
      const group = wanted.get(name) ?? { rules, commits: new Set<string>() };
      wanted.set(name, group);
      group.commits.add(ids[judgement.commit]!);
      if (mustBeSigned) all.add(ids[judgement.commit]!);
    }
  };
  for (const judgement of judged) {
    want(judgement, true);
    // A merge need not vouch for what it brings, and may.
    if (judgement.voucher) want(judgement.voucher, false);
  }
  const found = new Map<string, ReadonlyMap<string, Signature>>();
  for (const [name, { rules, commits }] of wanted) {
    const keys = await keysOf(git, rules);
    const signatures = await git.signatures([...commits], keys);
    const numbers = new Map(judged.map(({ commit }) => [ids[commit]!, commit]));
    found.set(name, new Map([...signatures].map(([id, one]) => [id, inTime(one, keys, instants[numbers.get(id) ?? -1] ?? [])]))); // prettier-ignore
  }
  return { get: (commit, { keysBlob }) => found.get(keysBlob ?? '')?.get(commit), count: all.size };
}

/** Git asks whether a key counted when the commit says it was made, and a commit can say anything. */
function inTime(signature: Signature, keys: Uint8Array, instants: readonly number[]): Signature {
  const { status, fingerprint } = signature;
  if (status !== 'good' || fingerprint === undefined) return signature;
  return instants.every((instant) => isValidAt(keys, fingerprint, instant))
    ? signature
    : { ...signature, status: 'expired-key' };
}

/** In words, what is wrong with signatures that are not good. */
const faults: Readonly<Partial<Record<Signature['status'], string>>> = {
  bad: 'the signature is wrong',
  expired: 'the signature has expired',
  'expired-key': 'the key of the signature does not count for the time at which it was made',
  'revoked-key': 'the key of the signature is revoked',
};

/**
 * What is wrong with a signature; undefined if it is good and the author's, or a trusted forge's.
 * @param from short id of the commit that the keys are from
 */
export function signatureViolation(
  { id, author }: CommitInfo,
  signature: Signature,
  { policy, keysPath }: Rules,
  facts: readonly string[],
  from: string,
): Violation | undefined {
  const { status, signer, fingerprint } = signature;
  const isRight = status === 'good' || status === 'untrusted';
  if (isRight && fingerprint !== undefined && policy.signatures?.trusted.includes(fingerprint)) return undefined;
  const evidence = [
    ...facts,
    ...(signer === undefined ? [] : [`signed by ${signer}`]),
    ...(fingerprint === undefined ? [] : [`key ${fingerprint}`]),
    keysPath === undefined ? 'the policy names no file of keys' : `keys of ${keysPath} in ${from}`,
  ];
  const found = (code: Violation['code'], message: string): Violation => ({ code, commit: id, message, evidence });
  if (status === 'none') return found('unsigned', 'this change must be signed and is not');
  if (status === 'untrusted') return found('unknown-signer', 'the key does not belong to an allowed signer');
  if (status === 'unknown') return found('unknown-signer', 'the signature cannot be checked: its key is not known');
  if (status !== 'good') {
    return found('bad-signature', faults[status] ?? 'the signature is not good');
  }
  if (isSignedBy(signature, author)) return undefined;
  return found('signer-not-author', `${author.name} <${author.email}> did not sign this; ${signer} did`);
}
