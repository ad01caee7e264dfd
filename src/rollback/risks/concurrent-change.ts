import type { FoundRisk, Risk } from '../risk.ts';
import { countOf, listed } from '../wording.ts';

const off = 'environments: { production: false }\n';
const example = { before: { 'fast-search': '' }, after: { 'fast-search': off } };

export const concurrentChangeRisk: Risk = {
  code: 'concurrent-change',
  group: 'repository',
  severity: 'critical',
  summary: 'The files have edits that are not committed, or the upstream branch is ahead.',
  why: 'This preview does not know what is in those changes. Applied on top of them it could undo the work of somebody who is repairing the same thing right now.',
  acceptable: false,
  examples: {
    has: [
      {
        ...example,
        repository: { edited: ['fast-search.flag.yaml'] },
        says: ['fast-search.flag.yaml has edits that are not committed'],
      },
      {
        ...example,
        repository: { ahead: { upstream: 'origin/main', commits: 2 } },
        says: ['origin/main has 2 commits that are not here'],
      },
    ],
    hasNot: [example],
  },
  check({ repository: { edited, ahead }, restorations }) {
    const found: FoundRisk[] = [];
    const [first] = restorations;
    if (edited.length > 0) {
      const [file = ''] = edited;
      const what = edited.length === 1 ? `${file} has` : `${countOf(edited.length, 'file')} of the rollback have`;
      found.push({
        flag: restorations.find(({ path }) => path === file)?.key ?? first?.key ?? '',
        environment: undefined,
        message: `${what} edits that are not committed`,
        evidence: listed(edited),
        remedy: ['commit them, or put them away with git stash, and look again'],
      });
    }
    if (ahead) {
      found.push({
        flag: first?.key ?? '',
        environment: undefined,
        message: `${ahead.upstream} has ${countOf(ahead.commits, 'commit')} that ${ahead.commits === 1 ? 'is' : 'are'} not here`,
        evidence: [`the preview was made without ${ahead.commits === 1 ? 'it' : 'them'}`],
        remedy: ['git pull, and look again'],
      });
    }
    return found;
  },
};
