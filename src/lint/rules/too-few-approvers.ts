import { alternatives } from '../../diagnostic/suggest.ts';
import type { Owners } from '../../model/owners.ts';
import { knownOwners } from '../known-owners.ts';
import { projectRule } from '../rule.ts';

const two = `teams:
  platform: { name: Platform, members: [sam@example.com, kim@example.com] }
  checkout: { name: Checkout, members: [ada@example.com, lin@example.com, omar@example.com] }
roles:
  release-manager: [sam@example.com]
`;
const byOwner = '  - { id: by-owner, when: { environments: [production] }, authors: [owner, role:release-manager] }\n';
const eyes = (count: number, from: string): string =>
  `  - { id: eyes, when: { criticality: [high] }, approvals: { count: ${count}, from: ${from} } }\n`;

export const tooFewApprovers = projectRule({
  id: 'too-few-approvers',
  group: 'ownership',
  summary: 'The policy asks for more approvals than there are people to give them.',
  why: 'Nobody can ever satisfy such a rule: what it covers cannot be changed, except in an emergency. The author of a change does not count, so where only those who approve may make it, there has to be one more of them than approvals.',
  severity: 'error',
  apart: 'always',
  messages: {
    few: {
      text: 'rule "{rule}" asks for {approvals}, but {people} can give one',
      label: 'more than there are people',
      help: 'lower the count, name more people under `from`, or add members in owners.yaml',
    },
    author: {
      text: 'rule "{rule}" asks for {approvals}{whose}, but {people} besides the author can give one',
      label: 'more than there are people besides the author',
      help: 'lower the count, name more people under `from`, add members in owners.yaml, or let others make such changes',
    },
  },
  examples: {
    bad: [
      {
        files: {
          'policy.yaml':
            'rules:\n  - { id: many-eyes, when: { environments: [production] }, approvals: { count: 9, from: [team:platform] } }\n',
        },
        message: 'few',
      },
      {
        files: {
          'policy.yaml':
            'rules:\n  - { id: many-eyes, when: { environments: [production] }, approvals: { count: 2, from: [sam@example.com, SAM@example.com] } }\n',
        },
        message: 'few',
      },
      {
        files: { 'owners.yaml': two, 'policy.yaml': `rules:\n${byOwner}${eyes(2, '[owner, role:release-manager]')}` },
        message: 'author',
      },
      {
        files: {
          'policy.yaml':
            'rules:\n  - { id: house, when: { changes: [governance] }, authors: [team:platform], approvals: { count: 1, from: [team:platform] } }\n',
        },
        message: 'author',
      },
    ],
    good: [
      {
        files: {
          'policy.yaml':
            'rules:\n  - { id: eyes, when: { environments: [production] }, approvals: { count: 1, from: [owner, sam@example.com] } }\n',
        },
      },
      { files: { 'owners.yaml': two, 'policy.yaml': `rules:\n${byOwner}${eyes(1, '[owner, role:release-manager]')}` } },
      { files: { 'owners.yaml': two, 'policy.yaml': `rules:\n${byOwner}${eyes(2, '[team:checkout]')}` } },
    ],
  },
  check({ project, report }) {
    const { policy } = project;
    const owners = knownOwners(project);
    if (!policy || !owners) return;
    for (const { rule, count, from, authors, path } of policy.approvals) {
      const at = { file: policy.file, path: [...path, 'count'] };
      const approvals = count === 1 ? '1 approval' : `${count} approvals`;
      const most = mostPeople(from, owners);
      if (most === undefined) continue;
      if (most < count) {
        report(at, { message: 'few', data: { rule, approvals, people: most === 1 ? '1 person' : `${most} people` } });
        continue;
      }
      const [short, ...others] = shortOfApprovers(from, authors, count, owners);
      if (!short) continue;
      const { besides } = short;
      const people = besides === 0 ? 'nobody' : besides === 1 ? 'only 1 person' : `only ${besides} people`;
      const teams = [short, ...others].flatMap(({ team }) => team ?? []);
      const whose = teams.length === 0 ? '' : ` for flags of ${alternatives(teams.slice(0, 4), 'and')}`;
      report(at, { message: 'author', data: { rule, approvals, whose, people } });
    }
  },
});

/** How many people subjects can stand for, whichever team owns the flag; undefined where a name is unknown, which is told itself. */
function mostPeople(subjects: readonly string[], owners: Owners): number | undefined {
  const teams = subjects.includes('owner') ? [...owners.teams.keys()] : [];
  const counts = [undefined, ...teams].map((team) => peopleOf(subjects, team, owners)?.size);
  return counts.every((count) => count !== undefined) ? Math.max(...counts) : undefined;
}

interface Short {
  /** Whose flags it is about; absent for a rule to which it does not matter who owns them. */
  readonly team: string | undefined;
  /** How many can approve what one of them has made. */
  readonly besides: number;
}

/** The teams for whose flags the approvals cannot be given, because only those who approve may make the change. */
function shortOfApprovers(
  from: readonly string[],
  authors: readonly (readonly string[])[],
  count: number,
  owners: Owners,
): Short[] {
  const isOwners = [from, ...authors].some((subjects) => subjects.includes('owner'));
  const teams = isOwners ? [...owners.teams.keys()] : [undefined];
  return teams.flatMap((team) => {
    const approvers = peopleOf(from, team, owners);
    if (!approvers || approvers.size - 1 >= count) return [];
    const isShort = authors.some((subjects) => {
      const makers = peopleOf(subjects, team, owners);
      return makers !== undefined && makers.size > 0 && [...makers].every((person) => approvers.has(person));
    });
    return isShort ? [{ team, besides: approvers.size - 1 }] : [];
  });
}

/** @param team the one that owns the flag; without it `owner` stands for nobody */
function peopleOf(
  subjects: readonly string[],
  team: string | undefined,
  { teams, roles }: Owners,
): ReadonlySet<string> | undefined {
  const people = new Set<string>();
  for (const subject of subjects) {
    const [, kind, name = ''] = /^(team|role):(.+)$/.exec(subject) ?? [];
    const own = (): readonly string[] => (team === undefined ? [] : (teams.get(team)?.members ?? []));
    const named = kind === 'team' ? teams.get(name)?.members : kind === 'role' ? roles.get(name) : [subject];
    const members = subject === 'owner' ? own() : named;
    if (!members) return undefined;
    for (const member of members) people.add(member.toLowerCase());
  }
  return people;
}
