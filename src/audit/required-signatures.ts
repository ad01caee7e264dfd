import type { History } from '../history/history.ts';
import { UnreadableFileError } from '../platform/file-tree.ts';
import type { Git } from '../platform/git.ts';
import { decodeDocument } from '../source/decode.ts';
import { maxFileSize } from '../source/document.ts';
import { governanceKinds, type AuditedCommit } from './changes.ts';
import { allowedSignersPath } from './log.ts';
import { readPolicy } from '../policy/policy.ts';
import { allowedSignersAt, isSignedBy, signaturesOf } from './signatures.ts';
import type { Checked, Verifying, Violation } from './verify.ts';

interface Required {
  readonly commit: string;
  /** Why it must be signed. */
  readonly because: string;
  readonly trusted: readonly string[];
  readonly keysFrom: string;
  readonly allowedSigners: Uint8Array;
}

/**
 * Whether the commits that must be signed are, and by their authors. What is required, and whose keys are known, is what the
 * first parent says: a commit cannot loosen the rules for itself. Where anything must be signed, what decides about it
 * must be as well: governance files, and the file of keys.
 */
export async function checkSignatures(context: Verifying, commits: readonly AuditedCommit[]): Promise<Checked> {
  const required = await requiredSignatures(context, commits);
  const signatures = await signaturesOf(context.git, required);
  const infos = await context.git.commitInfos(required.map(({ commit }) => commit));
  const violations: Violation[] = [];
  for (const { commit, because, trusted, keysFrom } of required) {
    const [signature, info] = [signatures.get(commit), infos.get(commit)];
    if (!signature || !info) continue;
    const { status, signer, fingerprint } = signature;
    const isRight = status === 'good' || status === 'untrusted';
    if (isRight && fingerprint !== undefined && trusted.includes(fingerprint)) continue;
    const author = `${info.author.name} <${info.author.email}>`;
    const evidence = [
      because,
      `author ${author}`,
      ...(signer === undefined ? [] : [`signed by ${signer}`]),
      ...(fingerprint === undefined ? [] : [`key ${fingerprint}`]),
      keysFrom,
    ];
    const found = (code: Violation['code'], message: string): void => {
      violations.push({ code, commit, message, evidence });
    };
    if (status === 'none') found('unsigned', 'this had to be signed, and is not');
    else if (status === 'untrusted') found('unknown-signer', 'nobody who may sign has this key');
    else if (status === 'unknown') found('unknown-signer', 'the signature cannot be checked: its key is not known');
    else if (status !== 'good')
      found('bad-signature', `the signature is ${status === 'bad' ? 'wrong' : status.replace('-', ' ')}`);
    else if (!isSignedBy(signature, info.author))
      found('signer-not-author', `${author} did not sign this; ${signer} did`);
  }
  return { violations, notes: [], checked: required.length };
}

async function requiredSignatures(context: Verifying, commits: readonly AuditedCommit[]): Promise<Required[]> {
  const { git, history, infos } = context;
  const required: Required[] = [];
  const add = async (commit: string, base: string, policy: unknown, because: string): Promise<void> => {
    const path = allowedSignersPath(history, base, policy);
    required.push({
      commit,
      because,
      trusted: readPolicy(policy).signatures?.trusted ?? [],
      keysFrom:
        path === undefined
          ? 'the policy names no file of keys'
          : `keys of ${path} in its first parent ${base.slice(0, 12)}`,
      allowedSigners: path === undefined ? new Uint8Array() : await allowedSignersAt(git, base, path),
    });
  };
  for (const one of commits) {
    const base = infos.get(one.commit)?.parents[0];
    const because = base === undefined ? undefined : reasonToSign(one);
    if (base !== undefined && because !== undefined) await add(one.commit, base, one.policy, because);
  }
  const known = new Set(required.map(({ commit }) => commit));
  for (const { id, parent, path, policy } of await keyFileChanges(context, commits)) {
    if (!known.has(id)) await add(id, parent, policy, `it changes ${path}, which says who may sign`);
  }
  return required;
}

function reasonToSign({ changes, policy }: AuditedCommit): string | undefined {
  const required = readPolicy(policy).signatures?.required ?? [];
  if (required.length === 0) return undefined;
  for (const { version, environments } of changes) {
    if (governanceKinds.has(version.kind)) return `it changes ${version.path}`;
    const environment = environments.find((name) => required.includes(name));
    if (environment !== undefined) return `it changes ${version.key} in ${environment}`;
  }
  return undefined;
}

interface KeyFileChange {
  readonly id: string;
  readonly parent: string;
  readonly path: string;
  /** In force before it. */
  readonly policy: unknown;
}

/** The commits that changed the file of keys which the policy before them names. */
async function keyFileChanges(
  { git, history }: Verifying,
  commits: readonly AuditedCommit[],
): Promise<KeyFileChange[]> {
  const paths = new Set<string>();
  for (const { commit, policy } of commits) {
    const path = allowedSignersPath(history, commit, policy);
    if (path !== undefined) paths.add(path);
  }
  const last = allowedSignersPath(history, history.head, await policyAt(git, history, history.head));
  if (last !== undefined) paths.add(last);
  const found: KeyFileChange[] = [];
  for (const path of paths) {
    for await (const batch of git.log(history.head, { folder: path })) {
      for (const { id, parent } of batch) {
        if (parent === undefined) continue;
        const policy = await policyAt(git, history, parent);
        const isRequired = (readPolicy(policy).signatures?.required.length ?? 0) > 0;
        if (isRequired && allowedSignersPath(history, parent, policy) === path)
          found.push({ id, parent, path, policy });
      }
    }
  }
  return found;
}

async function policyAt(git: Git, history: History, commit: string): Promise<unknown> {
  const folder = history.folderAt(commit) ?? '';
  const path = folder === '' ? 'policy.yaml' : `${folder}/policy.yaml`;
  try {
    return decodeDocument(path, await git.tree(commit).read(path, maxFileSize)).value;
  } catch (error) {
    if (error instanceof UnreadableFileError) return undefined;
    throw error;
  }
}
