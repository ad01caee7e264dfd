import type { Owners } from '../model/owners.ts';
import { peopleOf, sameAddress, type Identity } from './people.ts';
import type { Policy, PolicyCondition } from './policy.ts';

/** What is done to one flag in one environment. Owner, type and criticality are those of before the change. */
export interface PolicyChange {
  readonly flag: string;
  readonly environment: string;
  readonly owner: string | undefined;
  readonly type: string | undefined;
  readonly criticality: string;
  /** Kinds of change. */
  readonly kinds: readonly string[];
}

/** Approvals that a rule wants for one flag in one environment, and those it has. */
export interface NeededApprovals {
  /** Id of the rule. */
  readonly rule: string;
  readonly flag: string;
  readonly environment: string;
  readonly count: number;
  /** As written: `owner`, `role:release-manager`, `team:platform`. */
  readonly from: readonly string[];
  /** E-mail addresses of those who approved and may, each once; enough or not. */
  readonly have: readonly string[];
  /** E-mail addresses of those who may and have not, the author left out. */
  readonly candidates: readonly string[];
}

/**
 * The approvals that a policy wants for changes, in the order of the changes, then of the rules. People count once however
 * they write their address, and the author never does.
 * @param approvedBy e-mail addresses
 * @param author e-mail address; where it is not known, everybody may approve
 * @param identity who is one person under several addresses
 */
export function approvalsNeeded(
  policy: Policy,
  owners: Owners | undefined,
  changes: readonly PolicyChange[],
  approvedBy: readonly string[],
  author: string | undefined,
  identity: Identity = sameAddress,
): NeededApprovals[] {
  const maker = author === undefined ? undefined : identity(author);
  const approvers = [...new Set(approvedBy.map(sameAddress))].filter((person) => identity(person) !== maker);
  return changes.flatMap((change) =>
    policy.rules.flatMap(({ id, when, approvals }) => {
      if (!approvals || !isAbout(when, change)) return [];
      const { count, from } = approvals;
      const may = peopleOf(from, owners, change.owner);
      const have = onePerPerson(
        approvers.filter((person) => may.has(person)),
        identity,
      );
      const used = new Set([...have.map(identity), maker]);
      const candidates = onePerPerson([...may], identity).filter((person) => !used.has(identity(person)));
      return [{ rule: id, flag: change.flag, environment: change.environment, count, from, have, candidates }];
    }),
  );
}

function onePerPerson(addresses: readonly string[], identity: Identity): string[] {
  const people = new Map<string, string>();
  for (const address of addresses) if (!people.has(identity(address))) people.set(identity(address), address);
  return [...people.values()];
}

/**
 * Whether a rule is about a change: every field that it gives has to match. The rules of the house are in no environment and of
 * no flag: a rule that names them is about them whatever else it gives.
 */
export function isAbout(when: PolicyCondition, change: PolicyChange): boolean {
  const { environments, changes, types, criticality, flags } = when;
  if (change.kinds.includes('governance') && changes?.includes('governance')) return true;
  if (environments && !environments.includes(change.environment)) return false;
  if (changes && !changes.some((kind) => change.kinds.includes(kind))) return false;
  if (types && (change.type === undefined || !types.includes(change.type))) return false;
  if (flags && !flags.some((pattern) => fitsKey(pattern, change.flag))) return false;
  return !criticality || criticality.includes(change.criticality);
}

/** Whether a key is like a pattern of `flags`, by the parts between its stars, each as early as it can be. */
export function fitsKey(pattern: string, key: string): boolean {
  const [first = '', ...others] = pattern.split('*');
  const last = others.pop();
  if (last === undefined) return pattern === key;
  if (!key.startsWith(first)) return false;
  let at = first.length;
  for (const part of others) {
    const found = key.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return key.length - last.length >= at && key.endsWith(last);
}
