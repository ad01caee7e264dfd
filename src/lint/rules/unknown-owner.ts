import { alternatives, didYouMean } from '../../diagnostic/suggest.ts';
import type { Owners } from '../../model/owners.ts';
import { ownedThings } from '../../project/owned.ts';
import { projectRule } from '../rule.ts';

const staffOnly =
  'environments:\n  production: { enabled: true, rules: [{ name: staff, when: { segment: staff }, serve: on }], otherwise: off }\n';

export const unknownOwner = projectRule({
  id: 'unknown-owner',
  group: 'ownership',
  summary: 'The owner is not a team in owners.yaml.',
  why: 'The owner is asked, approves, and is called at night. A team that does not exist never answers, and a policy that asks for the owner can never be satisfied.',
  severity: 'error',
  apart: 'if-silent',
  messages: {
    unknown: {
      text: 'the owner "{owner}" is not a team',
      label: 'no team has this key',
      help: 'add the team to owners.yaml, or name one of its teams',
    },
    file: {
      text: 'the project has no owners.yaml, so nobody owns its flags',
      help: 'write owners.yaml beside this file: teams: { {owner}: { members: [you@example.com] } }',
    },
  },
  examples: {
    bad: [
      { flags: { 'fast-search': 'owner: platfrom\n' }, message: 'unknown' },
      { segments: { staff: 'owner: people\n' }, flags: { 'fast-search': staffOnly }, message: 'unknown' },
      {
        flags: { 'fast-search': 'affects: [web]\n' },
        files: { 'systems.yaml': 'systems:\n  web: { owner: ada@example.com, status: active }\n' },
        message: 'unknown',
      },
      { flags: { 'fast-search': '' }, without: ['owners.yaml'], message: 'file' },
    ],
    good: [
      { flags: { 'fast-search': 'owner: checkout\n' } },
      { segments: { staff: 'owner: platform\n' }, flags: { 'fast-search': staffOnly } },
    ],
  },
  check({ project, report }) {
    const things = ownedThings(project);
    const { owners, manifest } = project;
    const file = [...project.files.values()].find(({ kind }) => kind === 'owners');
    if (!file) {
      const owner = things[0]?.owner;
      if (owner === undefined) return;
      report({ file: manifest.file, path: [], part: 'key' }, { message: 'file', data: { owner } });
      return;
    }
    // A file that is broken is reported itself; that every team is unknown follows from it.
    if (!owners || (owners.teams.size === 0 && file.problems.length > 0)) return;
    const helps = new Map<string, string>();
    for (const { owner, at } of things) {
      if (owners.teams.has(owner)) continue;
      const help = helps.get(owner) ?? advice(owner, owners);
      helps.set(owner, help);
      report(at, { message: 'unknown', data: { owner }, help });
    }
  },
});

/** What to write instead: the team of that member, the team of that name, or the nearest one. */
function advice(owner: string, { teams }: Owners): string {
  const wanted = owner.toLowerCase();
  const byMember: string[] = [];
  for (const [key, team] of teams) {
    if (team.name?.toLowerCase() === wanted) return `write the key of the team: ${key}`;
    if (byMember.length < 3 && team.members.includes(owner)) byMember.push(key);
  }
  if (byMember.length > 0) return `owners are teams; ${owner} is a member of ${alternatives(byMember, 'and')}`;
  const near = didYouMean(owner, teams.keys());
  if (near !== undefined) return near;
  const known = [...teams.keys()];
  return known.length > 0 && known.length <= 8
    ? `the teams are ${alternatives(known, 'and')}; add it to owners.yaml, or name one of them`
    : 'add the team to owners.yaml, or name one of its teams';
}
