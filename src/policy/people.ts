import type { Owners } from '../model/owners.ts';

/** E-mail addresses are compared without regard to case: people write their own in more than one way. */
export function sameAddress(email: string): string {
  return email.trim().toLowerCase();
}

/**
 * The addresses that subjects of a policy stand for, in the form of `sameAddress`. Teams and roles that do not exist
 * stand for nobody.
 * @param subjects `owner`, `team:NAME`, `role:NAME`, e-mail addresses
 * @param owner the team that owns the flag
 */
export function peopleOf(
  subjects: readonly string[],
  owners: Owners | undefined,
  owner: string | undefined,
): ReadonlySet<string> {
  const people = subjects.flatMap((subject) => {
    if (subject === 'owner') return membersOf(owners, owner);
    if (subject.startsWith('team:')) return membersOf(owners, subject.slice('team:'.length));
    if (subject.startsWith('role:')) return owners?.roles.get(subject.slice('role:'.length)) ?? [];
    return [subject];
  });
  return new Set(people.map(sameAddress));
}

function membersOf(owners: Owners | undefined, team: string | undefined): readonly string[] {
  return owners?.teams.get(team ?? '')?.members ?? [];
}
