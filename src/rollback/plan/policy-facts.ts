import { approvalsNeeded, type PolicyChange } from '../../policy/approvals.ts';
import { freezesAt } from '../../policy/freezes.ts';
import { peopleOf, sameAddress } from '../../policy/people.ts';
import { readPolicy, withOwnTypes } from '../../policy/policy.ts';
import { environmentsOf, kindsIn } from '../../meaning/change-environments.ts';
import type { Owners } from '../../model/owners.ts';
import type { Project } from '../../project/project.ts';
import type { RollbackRequest } from '../request.ts';
import type { Restoration } from '../target/restoration.ts';
import type { PolicyFacts } from './situation-of.ts';
import type { Effect } from '../effects/effect.ts';

export interface PolicyInput {
  /** `policy.yaml` as parsed; `undefined` where there is none. */
  readonly policy: unknown;
  /** As it is: owners, types and criticality are those of before the rollback. */
  readonly project: Project;
  /** E-mail address of whoever will commit it, if that is known. */
  readonly author: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly request: Pick<RollbackRequest, 'approvedBy' | 'emergency'>;
}

/** What the policy says of a rollback: freezes that hold, and approvals that it wants. */
export function policyFacts(
  { policy: value, project, author, now, request }: PolicyInput,
  effects: readonly Effect[],
  restorations: readonly Restoration[],
): PolicyFacts {
  if (value === undefined) return { freezes: [], approvals: [] };
  const policy = withOwnTypes(readPolicy(value), [project.manifest]);
  const { emergency } = policy;
  const waives = (what: string): boolean =>
    request.emergency !== undefined &&
    emergency.waives.includes(what) &&
    isOneOf(
      author,
      emergency.roles.map((role) => `role:${role}`),
      project.owners,
    );
  const changes = policyChanges(project, effects, restorations);
  // Also where only what is outside of the environments changes: that touches each in which the flag is on.
  const environments = [...new Set([...effects, ...changes].map(({ environment }) => environment))];
  const freezes = freezesAt(policy, environments, now).filter(({ except }) => !isOneOf(author, except, project.owners));
  return {
    freezes: waives('freezes') ? [] : freezes,
    approvals: waives('approvals') ? [] : approvalsNeeded(policy, project.owners, changes, request.approvedBy, author),
  };
}

/** Nobody is one of them whose address is not known. */
function isOneOf(author: string | undefined, subjects: readonly string[], owners: Owners | undefined): boolean {
  return author !== undefined && peopleOf(subjects, owners, undefined).has(sameAddress(author));
}

/** What is done to each flag in each environment, as the policy looks at it. */
function policyChanges(
  { flags }: Project,
  effects: readonly Effect[],
  restorations: readonly Restoration[],
): PolicyChange[] {
  const kinds = new Map<string, Set<string>>();
  const add = (flag: string, environment: string, more: readonly string[]): void => {
    const id = JSON.stringify([flag, environment]);
    kinds.set(id, new Set([...(kinds.get(id) ?? []), ...more]));
  };
  for (const { kind, key, changes, before, after } of restorations) {
    if (kind !== 'flag') continue;
    for (const change of changes) {
      for (const name of environmentsOf(change, before, after)) add(key, name, kindsIn(name, change, before, after));
    }
  }
  for (const { flag, environment, because } of effects) {
    if (because !== 'restored') add(flag, environment, [because === 'segment' ? 'targeting' : 'state']);
  }
  return [...kinds].map(([id, found]) => {
    const [flag, environment] = JSON.parse(id) as [string, string];
    const { owner, type, criticality = 'medium' } = flags.get(flag) ?? {};
    return { flag, environment, owner, type, criticality, kinds: [...found] };
  });
}
