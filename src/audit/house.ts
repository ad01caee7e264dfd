import type { Git } from '../git/git.ts';
import type { RawEntry } from '../git/raw-log.ts';
import { readManifest } from '../model/manifest.ts';
import { readOwners, type Owners } from '../model/owners.ts';
import { readPolicy, withOwnTypes, type Policy } from '../policy/policy.ts';
import { maxFileSize } from '../source/document.ts';
import type { Definition, Thing } from './definitions.ts';

/** The rules that hold after a commit, and so for those that are made on it. */
export interface House {
  /** The same for all houses with the same rules. */
  readonly id: string;
  /** Each policy there with each owners file: one, unless what was last readable differs between branches. */
  readonly rules: readonly Rules[];
}

export interface Rules {
  readonly policy: Policy;
  /** As parsed. */
  readonly policyValue: unknown;
  readonly owners: Owners | undefined;
  /** The file of SSH keys that the policy names, from the root; undefined if it names none. */
  readonly keysPath: string | undefined;
  /** Id of its content; undefined where there is no such file. */
  readonly keysBlob: string | undefined;
}

/**
 * What is in force in a commit. A policy that cannot be read is in force as it was when it last could be; one that is gone is not.
 * @param manifest which may have types of its own: a rule for a type is about those that are like it
 * @param files of SSH keys in that commit, by path
 */
export function houseOf(
  folder: string,
  policy: Thing | undefined,
  owners: Thing | undefined,
  manifest: Thing | undefined,
  files: ReadonlyMap<string, RawEntry>,
): House {
  const policies = inForce(policy);
  const ownersFiles: readonly (Definition | undefined)[] = inForce(owners).length > 0 ? inForce(owners) : [undefined];
  const parts: string[] = [];
  const manifests = inForce(manifest).map((one) => readManifest('', one.value()));
  const types = JSON.stringify(manifests.map(({ lifecycle }) => Object.entries(lifecycle).map(([type, { like }]) => [type, like]))); // prettier-ignore
  const rules = policies.flatMap((one) => {
    const value = one.value();
    const read = withOwnTypes(readPolicy(value), manifests);
    const keysPath = keysPathOf(folder, read);
    const entry = keysPath === undefined ? undefined : files.get(keysPath);
    const keysBlob = entry?.kind === 'file' ? entry.oid : undefined;
    return ownersFiles.map((file): Rules => {
      parts.push(`${one.blob} ${file?.blob} ${keysPath} ${keysBlob} ${types}`);
      const known = file && readOwners('owners.yaml', file.value());
      return { policy: read, policyValue: value, owners: known, keysPath, keysBlob };
    });
  });
  return { id: parts.join('\n'), rules };
}

function inForce(thing: Thing | undefined): readonly Definition[] {
  return thing && thing.state !== 'absent' ? thing.last : [];
}

/** Where a policy says the SSH keys are, from the root. */
export function keysPathOf(folder: string, { signatures }: Policy): string | undefined {
  if (signatures?.allowedSigners === undefined) return undefined;
  const steps: string[] = [];
  for (const step of `${folder}/${signatures.allowedSigners}`.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return steps.join('/');
}

/** The file of SSH keys; empty, so that no key is known, where there is none, or it is too large or missing. @throws GitError if git fails */
export async function keysOf(git: Git, { keysBlob }: Rules): Promise<Uint8Array> {
  const object = keysBlob === undefined ? undefined : await git.object(keysBlob, maxFileSize);
  return object?.content ?? new Uint8Array();
}
