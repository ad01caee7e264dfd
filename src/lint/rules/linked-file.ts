import { sourceRule } from '../rule.ts';

export const linkedFile = sourceRule({
  id: 'linked-file',
  group: 'yaml and schema',
  summary: 'A file is a symbolic link, which is not followed.',
  why: 'A link can point outside of the repository, where changes are not reviewed and cannot be rolled back.',
  severity: 'error',
  messages: {
    link: {
      text: 'this file is a symbolic link, which is not followed',
      help: 'put a copy of the file in its place',
    },
  },
  examples: {
    bad: [{ others: { 'fast-search.flag.yaml': 'link' } }],
    good: [{ flags: { 'fast-search': '' }, others: { 'README.md': 'link' } }],
  },
});
