import type { Owners } from '../model/owners.ts';
import { peopleOf, sameAddress } from './people.ts';
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
}

/**
 * The approvals that a policy wants for changes, in the order of the changes, then of the rules. People count once however
 * they write their address, and the author never does.
 * @param approvedBy e-mail addresses
 * @param author e-mail address; where it is not known, everybody may approve
 */
export function approvalsNeeded(
  policy: Policy,
  owners: Owners | undefined,
  changes: readonly PolicyChange[],
  approvedBy: readonly string[],
  author: string | undefined,
): NeededApprovals[] {
  const approvers = new Set(approvedBy.map(sameAddress));
  if (author !== undefined) approvers.delete(sameAddress(author));
  return changes.flatMap((change) =>
    policy.rules.flatMap(({ id, when, approvals }) => {
      if (!approvals || !isAbout(when, change)) return [];
      const { count, from } = approvals;
      const may = peopleOf(from, owners, change.owner);
      const have = [...approvers].filter((person) => may.has(person));
      return [{ rule: id, flag: change.flag, environment: change.environment, count, from, have }];
    }),
  );
}

/** Whether a rule is about a change: every field that it gives has to match. */
function isAbout(when: PolicyCondition, change: PolicyChange): boolean {
  const { environments, changes, types, criticality } = when;
  if (environments && !environments.includes(change.environment)) return false;
  if (changes && !changes.some((kind) => change.kinds.includes(kind))) return false;
  if (types && (change.type === undefined || !types.includes(change.type))) return false;
  return !criticality || criticality.includes(change.criticality);
}
