import type { Owners } from '../model/owners.ts';

/**
 * E-mail addresses are compared without regard to case: people write their own in more than one way. The addresses that forges give
 * to those who hide theirs have a number in front that says nothing more (`123+lin@…` on GitHub, `123-lin@…` on GitLab).
 */
export function sameAddress(email: string): string {
  const address = email.trim().toLowerCase();
  return address.replace(/^\d+[+-](?=[^@]+@users\.noreply\.git(?:hub|lab)\.com$)/, '');
}

/** Gives one name to all addresses of a person. */
export type Identity = (email: string) => string;

/**
 * Tells who is who by groups of addresses that are one person's. It is only used to hold that somebody is not two people: it gives
 * nobody the rights of another.
 */
export function identityOf(groups: readonly (readonly string[])[]): Identity {
  const names = new Map<string, string>();
  const nameOf = (address: string): string => {
    let name = address;
    for (let next = names.get(name); next !== undefined && next !== name; next = names.get(name)) name = next;
    return name;
  };
  for (const group of groups) {
    const [first, ...others] = group.map(sameAddress);
    for (const other of others) if (nameOf(other) !== nameOf(first!)) names.set(nameOf(other), nameOf(first!));
  }
  return (email) => nameOf(sameAddress(email));
}

/** The addresses that lines of a `.mailmap` say are one person's. */
export function mailmapGroups(text: string): (readonly string[])[] {
  return text.split('\n').flatMap((line) => {
    const addresses = [...line.replace(/#.*/, '').matchAll(/<([^<>]+)>/g)].map(([, address = '']) => address);
    return addresses.length > 1 ? [addresses] : [];
  });
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
