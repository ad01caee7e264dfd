import { UserError } from '../../diagnostic/user-error.ts';
import { parseInstant } from '../../evaluate/dates.ts';
import { environmentNames } from '../../workspace/flag-summary.ts';
import { isAbout, type PolicyChange } from '../../policy/approvals.ts';
import { peopleOf } from '../../policy/people.ts';
import type { FreezeRule } from '../../policy/policy.ts';
import type { Host } from '../../workspace/host.ts';
import { openProject } from '../../workspace/linted-project.ts';
import { requireKnown } from '../../workspace/named.ts';
import { policyOf } from '../../workspace/policy-of.ts';

export interface PolicyExplainOptions {
  readonly environment: string;
  /** A kind of change. */
  readonly change: string;
}

/** What the policy asks of one kind of change of a flag in an environment. */
export interface PolicyExplainReport {
  readonly command: 'policy-explain';
  readonly ok: true;
  readonly flag: string;
  readonly environment: string;
  readonly change: string;
  readonly owner: string | undefined;
  readonly type: string | undefined;
  readonly criticality: string;
  /** Whether there is a policy at all. */
  readonly hasPolicy: boolean;
  /** Rules on authors: all of them must be satisfied. */
  readonly authors: readonly PeopleRule[];
  readonly approvals: readonly (PeopleRule & { readonly count: number; readonly trust: 'trailers' | 'reviews' })[];
  /** Those of the environment that hold now or later, in the order of the policy. */
  readonly freezes: readonly (FreezeRule & { readonly inForce: boolean })[];
  /** Absent where the policy knows no emergencies. */
  readonly emergency: { readonly trailer: string; readonly people: readonly string[]; readonly roles: readonly string[]; readonly waives: readonly string[]; readonly reviewWithinHours: number } | undefined; // prettier-ignore
  readonly mustBeSigned: boolean;
}

interface PeopleRule {
  readonly rule: string;
  /** As written. */
  readonly from: readonly string[];
  /** E-mail addresses. */
  readonly people: readonly string[];
}

/** Kinds of change that a rule can name. */
export const changeKinds = ['create', 'delete', 'state', 'targeting', 'variants', 'prerequisites', 'lifecycle', 'ownership', 'metadata'] as const; // prettier-ignore

/**
 * What the policy asks of a change, in words.
 * @throws UserError for a flag, environment or kind of change that there is not
 */
export async function policyExplain(
  host: Host,
  key: string,
  options: PolicyExplainOptions,
): Promise<PolicyExplainReport> {
  const { environment, change: kind } = options;
  const project = await openProject(host);
  project.memory?.save();
  const flag = project.flags.get(key);
  if (!flag) requireKnown('flag', key, project.flags.keys(), { otherwise: '`flagwright list` shows all flags' });
  if (!flag) throw new UserError(`no flag is called "${key}"`, '`flagwright list` shows all flags');
  requireKnown('environment', environment, environmentNames(project));
  requireKnown('kind of change', kind, changeKinds);
  const policy = await policyOf(project);
  const { owner, type, criticality } = flag;
  const change: PolicyChange = { flag: key, environment, owner, type, criticality, kinds: [kind] };
  const rules = (policy?.rules ?? []).filter(({ when }) => isAbout(when, change));
  const peopleIn = (from: readonly string[]): string[] => [...peopleOf(from, project.owners, owner)];
  const now = host.clock.now().getTime();
  const emergency = policy?.emergency;
  const roles = emergency?.roles ?? [];
  return {
    command: 'policy-explain',
    ok: true,
    flag: key,
    environment,
    change: kind,
    owner,
    type,
    criticality,
    hasPolicy: policy !== undefined,
    authors: rules.flatMap(({ id, authors }) =>
      authors ? [{ rule: id, from: authors, people: peopleIn(authors) }] : [],
    ),
    approvals: rules.flatMap(({ id, approvals }) => {
      if (!approvals) return [];
      const { count, from, trust } = approvals;
      return [{ rule: id, from, people: peopleIn(from), count, trust }];
    }),
    freezes: (policy?.freezes ?? []).flatMap((freeze) => {
      const [start, end] = [parseInstant(freeze.from, 'start'), parseInstant(freeze.until, 'end')];
      if (start === undefined || end === undefined || end <= now) return [];
      if (freeze.environments && !freeze.environments.includes(environment)) return [];
      return [{ ...freeze, inForce: start <= now }];
    }),
    emergency:
      emergency?.reviewWithin === undefined
        ? undefined
        : {
            trailer: emergency.trailer,
            roles,
            people: peopleIn(roles.map((role) => `role:${role}`)),
            waives: emergency.waives,
            reviewWithinHours: emergency.reviewWithin / 3_600_000,
          },
    mustBeSigned: policy?.signatures?.required.includes(environment) === true,
  };
}
