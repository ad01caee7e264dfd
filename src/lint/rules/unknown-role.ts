import { projectRule } from '../rule.ts';
import { suggestions } from '../suggestions.ts';
import { knownOwners } from '../known-owners.ts';

const owners = `teams:
  platform: { members: [sam@example.com] }
roles:
  on-call: [sam@example.com]
`;

export const unknownRole = projectRule({
  id: 'unknown-role',
  group: 'ownership',
  summary: 'The policy names a role that owners.yaml does not have.',
  why: 'Nobody has a role that does not exist: nobody can make such a change, give such an approval or declare an emergency, and that shows only on the day it is needed.',
  severity: 'error',
  apart: 'always',
  messages: { unknown: { text: 'there is no role "{role}"', label: 'not in owners.yaml' } },
  examples: {
    bad: [
      {
        files: {
          'owners.yaml': owners,
          'policy.yaml': 'emergency: { trailer: Emergency, roles: [oncall], waives: [approvals], reviewWithin: 48h }\n',
        },
      },
      {
        files: {
          'policy.yaml':
            'rules:\n  - { id: two-pairs-of-eyes, approvals: { count: 1, from: [owner, role:release-manager] } }\n',
        },
      },
    ],
    good: [
      {
        files: {
          'owners.yaml': owners,
          'policy.yaml':
            'emergency: { trailer: Emergency, roles: [on-call], waives: [approvals], reviewWithin: 48h }\nfreezes:\n  - { from: 2026-12-18, until: 2027-01-02, reason: The peak season., except: [role:on-call] }\n',
        },
      },
    ],
  },
  check({ project, report }) {
    const { policy } = project;
    const known = knownOwners(project);
    if (!policy || !known) return;
    const suggest = suggestions();
    for (const { kind, name: role, path } of policy.references) {
      if (kind !== 'role' || known.roles.has(role)) continue;
      const help = suggest(role, known.roles) ?? `add it to owners.yaml: roles: { ${role}: [you@example.com] }`;
      report({ file: policy.file, path }, { message: 'unknown', data: { role }, help });
    }
  },
});
