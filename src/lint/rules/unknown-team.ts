import { projectRule } from '../rule.ts';
import { suggestions } from '../suggestions.ts';
import { knownOwners } from '../known-owners.ts';

export const unknownTeam = projectRule({
  id: 'unknown-team',
  group: 'ownership',
  summary: 'The policy names a team that owners.yaml does not have.',
  why: 'A team that does not exist stands for nobody: nobody may make such a change, or the approval it is to give never comes. Which team owns a flag is looked at by `unknown-owner`.',
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
