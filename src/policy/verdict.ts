import type { Owners } from '../model/owners.ts';
import { approvalsNeeded, isAbout, type PolicyChange } from './approvals.ts';
import { freezesAt } from './freezes.ts';
import { peopleOf, sameAddress, type Identity } from './people.ts';
import type { Policy } from './policy.ts';

/** Who made a change, when, and who is said to have vouched for it. */
export interface ChangeMaker {
  /** E-mail address. */
  readonly author: string;
  /** E-mail addresses of others who made it, the committer among them: like the author, they do not approve it. */
  readonly coAuthors: readonly string[];
  /** E-mail addresses of those who approved it, as its message claims. */
  readonly approvedBy: readonly string[];
  /** E-mail addresses of those who approved it in reviews of the forge; undefined where those are not known. */
  readonly reviewedBy: readonly string[] | undefined;
  /** Who is one person under several addresses, beyond ways to write one. */
  readonly identity?: Identity | undefined;
  /** What the trailer says that declares an emergency. */
  readonly emergency: string | undefined;
  /** When it may have been made, in milliseconds since 1970: more than one where its date cannot be true. */
  readonly instants: readonly number[];
}

/** Something that a policy does not allow. */
export interface PolicyViolation {
  readonly code: 'author-not-allowed' | 'approvals-missing' | 'freeze' | 'emergency-not-allowed';
  /** Id of the rule; of a freeze its reason. */
  readonly rule: string;
  readonly message: string;
  /** What shows it, one fact each. */
  readonly evidence: readonly string[];
  /** The flags and environments it is about; none of an emergency. The environment is empty where none is touched. */
  readonly places: readonly ViolatedPlace[];
  /** How many of whom it takes; nobody where nobody can. */
  readonly required: { readonly count: number; readonly from: readonly string[] };
}

/** Where a change is made. */
interface Place {
  readonly flag: string;
  readonly environment: string;
}

interface ViolatedPlace extends Place {
  /** E-mail addresses of those who count so far; where the author may not, that one. */
  readonly have: readonly string[];
  /** Of missing approvals: e-mail addresses of those who may still give one. */
  readonly candidates: readonly string[];
}

export interface Verdict {
  readonly violations: readonly PolicyViolation[];
  /** Ids of rules that want reviews of the forge, which a repository does not hold. */
  readonly unverifiable: readonly string[];
}

/** What the emergency of a change waives, `approvals` or `freezes`: nothing where its author may not declare one. */
export function waived(
  { emergency }: Policy,
  owners: Owners | undefined,
  maker: Pick<ChangeMaker, 'author' | 'emergency'>,
): readonly string[] {
  return maker.emergency !== undefined && mayDeclare(emergency.roles, owners, maker) ? emergency.waives : [];
}

function mayDeclare(
  roles: readonly string[],
  owners: Owners | undefined,
  { author }: Pick<ChangeMaker, 'author'>,
): boolean {
  const subjects = roles.map((role) => `role:${role}`);
  return peopleOf(subjects, owners, undefined).has(sameAddress(author));
}

/**
 * Whether a policy allows changes that somebody made.
 * @param policy in force before them, as are `owners`
 * @param changes one for each flag and environment
 */
export function policyVerdict(
  policy: Policy,
  owners: Owners | undefined,
  changes: readonly PolicyChange[],
  maker: ChangeMaker,
): Verdict {
  const waives = waived(policy, owners, maker);
  const unverifiable = new Set<string>();
  const violations = [
    ...emergencyViolations(policy, owners, maker),
    ...authorViolations(policy, owners, changes, maker),
    ...(waives.includes('approvals') ? [] : approvalViolations(policy, owners, changes, maker, unverifiable)),
    ...(waives.includes('freezes') ? [] : freezeViolations(policy, owners, changes, maker)),
  ];
  return { violations, unverifiable: [...unverifiable] };
}

function emergencyViolations(policy: Policy, owners: Owners | undefined, maker: ChangeMaker): PolicyViolation[] {
  const { roles, trailer } = policy.emergency;
  if (maker.emergency === undefined || roles.length === 0 || mayDeclare(roles, owners, maker)) return [];
  const wanted = roles.map((role) => `role:${role}`).join(', ');
  return [
    {
      code: 'emergency-not-allowed',
      rule: trailer,
      message: `${maker.author} may not declare emergency ${maker.emergency}`,
      evidence: [`allowed to declare one: ${wanted}`],
      places: [],
      required: { count: 1, from: roles.map((role) => `role:${role}`) },
    },
  ];
}

function authorViolations(
  policy: Policy,
  owners: Owners | undefined,
  changes: readonly PolicyChange[],
  { author }: ChangeMaker,
): PolicyViolation[] {
  return policy.rules.flatMap(({ id, when, authors }): PolicyViolation[] => {
    if (!authors) return [];
    const wrong = changes.filter(
      (change) => isAbout(when, change) && !peopleOf(authors, owners, change.owner).has(sameAddress(author)),
    );
    if (wrong.length === 0) return [];
    return [
      {
        code: 'author-not-allowed',
        rule: id,
        message: `${author} may not make this change (rule ${id})`,
        evidence: [`allowed authors: ${authors.join(', ')}`, ...placesOf(wrong)],
        places: distinctPlaces(wrong).map((place) => ({ ...place, have: [author], candidates: [] })),
        required: { count: 1, from: authors },
      },
    ];
  });
}

function approvalViolations(
  policy: Policy,
  owners: Owners | undefined,
  changes: readonly PolicyChange[],
  { author, coAuthors, approvedBy, reviewedBy, identity = sameAddress }: ChangeMaker,
  unverifiable: Set<string>,
): PolicyViolation[] {
  const makers = new Set(coAuthors.map(identity));
  return policy.rules.flatMap((rule): PolicyViolation[] => {
    const { id, approvals } = rule;
    if (!approvals || !changes.some((change) => isAbout(rule.when, change))) return [];
    const wantsReviews = approvals.trust === 'reviews';
    if (wantsReviews && reviewedBy === undefined) {
      unverifiable.add(id);
      return [];
    }
    const approvers = [...(wantsReviews ? [] : approvedBy), ...(reviewedBy ?? [])];
    const others = approvers.filter((person) => !makers.has(identity(person)));
    const needed = approvalsNeeded({ ...policy, rules: [rule] }, owners, changes, others, author, identity);
    const missing = needed.filter(({ count, have }) => have.length < count);
    const last = missing.at(-1);
    if (!last) return [];
    const { count, from, have } = last;
    return [
      {
        code: 'approvals-missing',
        rule: id,
        message: `approvals are missing: ${have.length} of ${count} (rule ${id})`,
        evidence: [
          `it needs ${count} approvals from ${from.join(', ')}; those who made it do not count`,
          have.length > 0 ? `approved by ${have.join(', ')}` : 'nobody entitled to approve has approved it',
          ...placesOf(missing),
        ],
        places: distinctPlaces(missing).map((place) => {
          const here = missing.filter(
            ({ flag, environment }) => flag === place.flag && environment === place.environment,
          );
          // Of a flag that may be several teams', the one that is least satisfied.
          const { have: present, candidates } = here.reduce((a, b) => (b.have.length < a.have.length ? b : a));
          return { ...place, have: present, candidates: candidates.filter((person) => !makers.has(identity(person))) };
        }),
        required: { count, from },
      },
    ];
  });
}

function freezeViolations(
  policy: Policy,
  owners: Owners | undefined,
  changes: readonly PolicyChange[],
  { author, instants }: ChangeMaker,
): PolicyViolation[] {
  const found = new Map<string, PolicyViolation>();
  for (const instant of instants) {
    for (const change of changes) {
      if (change.environment === '') continue;
      for (const { until, reason, except } of freezesAt(policy, [change.environment], instant)) {
        if (peopleOf(except, owners, change.owner).has(sameAddress(author))) continue;
        const message = `${author} may not change ${change.environment} in the freeze until ${until}`;
        const evidence = [`freeze: ${reason}`, `made at ${new Date(instant).toISOString()}`, ...placesOf([change])];
        const name = `${until} ${reason} ${change.environment}`;
        const known = found.get(name);
        const places = distinctPlaces([...(known?.places ?? []), change]).map((place) => ({
          ...place,
          have: [author],
          candidates: [],
        }));
        const required = { count: 1, from: except };
        found.set(name, { code: 'freeze', rule: reason, message, evidence, required, ...known, places });
      }
    }
  }
  return [...found.values()];
}

function placesOf(changes: readonly Place[]): string[] {
  return distinctPlaces(changes).map(({ flag, environment }) =>
    environment === '' ? `it changes ${flag}` : `it changes ${flag} in ${environment}`,
  );
}

function distinctPlaces(changes: readonly Place[]): Place[] {
  const found = new Map<string, Place>();
  for (const { flag, environment } of changes) found.set(JSON.stringify([flag, environment]), { flag, environment });
  return [...found.values()];
}
