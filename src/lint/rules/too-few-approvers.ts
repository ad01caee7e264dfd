import type { Owners } from '../../model/owners.ts';
import { knownOwners } from '../known-owners.ts';
import { projectRule } from '../rule.ts';

export const tooFewApprovers = projectRule({
  id: 'too-few-approvers',
  group: 'ownership',
  summary: 'The policy asks for more approvals than there are people to give them.',
  why: 'Nobody can ever satisfy such a rule: what it covers cannot be changed, except in an emergency.',
  severity: 'error',
  apart: 'always',
  messages: {
    few: {
      text: 'rule "{rule}" asks for {count} approvals, but {people} can give one',
      label: 'more than there are people',
      help: 'lower the count, name more people under `from`, or add members in owners.yaml',
    },
  },
  examples: {
    bad: [
      {
        files: {
          'policy.yaml':
            'rules:\n  - { id: many-eyes, when: { environments: [production] }, approvals: { count: 9, from: [team:platform] } }\n',
        },
      },
      {
        files: {
          'policy.yaml':
            'rules:\n  - { id: many-eyes, when: { environments: [production] }, approvals: { count: 2, from: [sam@example.com, SAM@example.com] } }\n',
        },
      },
    ],
    good: [
      {
        files: {
          'policy.yaml':
            'rules:\n  - { id: eyes, when: { environments: [production] }, approvals: { count: 1, from: [owner, sam@example.com] } }\n',
        },
      },
    ],
  },
  check({ project, report }) {
    const { policy } = project;
    const owners = knownOwners(project);
    if (!policy || !owners) return;
    for (const { rule, count, from, path } of policy.approvals) {
      const most = mostApprovers(from, owners);
      if (most === undefined || most >= count) continue;
      const people = most === 1 ? '1 person' : `${most} people`;
      report({ file: policy.file, path: [...path, 'count'] }, { message: 'few', data: { rule, count, people } });
    }
  },
});

/** How many people subjects can stand for, whichever team owns the flag; undefined where a name is unknown, which is told itself. */
function mostApprovers(from: readonly string[], { teams, roles }: Owners): number | undefined {
  const people = new Set<string>();
  for (const subject of from) {
    if (subject === 'owner') continue;
    const [, kind, name = ''] = /^(team|role):(.+)$/.exec(subject) ?? [];
    const members = kind === 'team' ? teams.get(name)?.members : kind === 'role' ? roles.get(name) : [subject];
    if (!members) return undefined;
    for (const member of members) people.add(member.toLowerCase());
  }
  if (!from.includes('owner')) return people.size;
  const withTeam = [...teams.values()].map(({ members }) => new Set([...people, ...members.map((one) => one.toLowerCase())]).size); // prettier-ignore
  return Math.max(people.size, ...withTeam);
}
