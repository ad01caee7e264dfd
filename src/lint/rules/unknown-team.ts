import { projectRule } from '../rule.ts';
import { suggestions } from '../suggestions.ts';
import { knownOwners } from '../known-owners.ts';

export const unknownTeam = projectRule({
  id: 'unknown-team',
  group: 'ownership',
  summary: 'The policy names a team that owners.yaml does not have.',
  why: 'A team that does not exist has no members: nobody can make such a change, or give the approval that is asked for. `unknown-owner` checks the teams that own flags.',
  severity: 'error',
  apart: 'always',
  messages: { unknown: { text: 'there is no team "{team}"', label: 'not in owners.yaml' } },
  examples: {
    bad: [
      {
        files: {
          'policy.yaml':
            'rules:\n  - { id: production-by-platform, when: { environments: [production] }, authors: [team:platfrom] }\n',
        },
      },
      {
        files: {
          'policy.yaml':
            'freezes:\n  - { from: 2026-12-18, until: 2027-01-02, reason: The peak season., except: [team:on-call] }\n',
        },
      },
    ],
    good: [
      {
        files: {
          'policy.yaml':
            'rules:\n  - { id: production-by-platform, when: { environments: [production] }, authors: [team:platform, owner] }\n',
        },
      },
    ],
  },
  check({ project, report }) {
    const { policy } = project;
    const owners = knownOwners(project);
    if (!policy || !owners) return;
    const suggest = suggestions();
    for (const { kind, name: team, path } of policy.references) {
      if (kind !== 'team' || owners.teams.has(team)) continue;
      const help =
        suggest(team, owners.teams) ?? `add it to owners.yaml: teams: { ${team}: { members: [you@example.com] } }`;
      report({ file: policy.file, path }, { message: 'unknown', data: { team }, help });
    }
  },
});
