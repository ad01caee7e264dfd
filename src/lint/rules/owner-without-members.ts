import { ownedThings, type Owned } from '../../project/owned.ts';
import { projectRule } from '../rule.ts';

export const ownerWithoutMembers = projectRule({
  id: 'owner-without-members',
  group: 'ownership',
  summary: 'The team that owns a flag has no members.',
  why: 'A team without members cannot answer, approve or roll back. Reorganisations leave such teams behind, and their flags look owned but are not.',
  severity: 'error',
  apart: 'if-silent',
  messages: {
    empty: {
      text: 'the team "{team}" has no members but owns {things}',
      label: 'nobody',
      help: 'add members: with the e-mail addresses that git knows them by, or give what it owns to another team',
    },
  },
  examples: {
    bad: [
      {
        flags: { 'fast-search': 'owner: search\n' },
        files: {
          'owners.yaml': 'teams:\n  platform: { members: [sam@example.com] }\n  search: { name: Search }\n',
        },
      },
      {
        flags: { 'fast-search': 'owner: search\n', 'new-index': 'owner: search\n' },
        files: {
          'owners.yaml': 'teams:\n  platform: { members: [sam@example.com] }\n  search: { members: [] }\n',
        },
      },
    ],
    good: [
      {
        flags: { 'fast-search': 'owner: platform\n' },
        files: {
          'owners.yaml': 'teams:\n  platform: { members: [sam@example.com] }\n  search: { name: Search }\n',
        },
      },
    ],
  },
  check({ project, report }) {
    const { owners } = project;
    if (!owners) return;
    // Members of a wrong type are reported as such, and are somebody.
    if (project.files.get(owners.file)?.problems.some(({ rule }) => rule === 'wrong-type')) return;
    const byTeam = new Map<string, Owned[]>();
    for (const thing of ownedThings(project)) {
      const things = byTeam.get(thing.owner);
      if (things) things.push(thing);
      else byTeam.set(thing.owner, [thing]);
    }
    for (const [team, { members }] of owners.teams) {
      const things = byTeam.get(team);
      const first = things?.[0];
      if (members.length > 0 || !things || !first) continue;
      const data = { team, things: counted(things) };
      const related = [{ message: `owned by ${team}`, at: first.at }];
      report({ file: owners.file, path: ['teams', team, 'members'] }, { message: 'empty', data, related });
    }
  },
});

/** `the flag fast-search`, `2 flags and 1 system`. */
function counted(things: readonly Owned[]): string {
  const [only] = things;
  if (only && things.length === 1) return `the ${only.kind} ${only.key}`;
  const kinds = (['flag', 'segment', 'system'] as const).flatMap((kind) => {
    const count = things.filter((thing) => thing.kind === kind).length;
    return count > 0 ? [`${count} ${kind}${count === 1 ? '' : 's'}`] : [];
  });
  return kinds.length < 3 ? kinds.join(' and ') : `${kinds[0]}, ${kinds[1]} and ${kinds[2]}`;
}
