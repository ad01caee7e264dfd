import { sourceRule } from '../rule.ts';

export const unreadableFile = sourceRule({
  id: 'unreadable-file',
  group: 'yaml and schema',
  summary: 'A file cannot be read.',
  why: 'A flag that cannot be read is missing everywhere: what depends on it is off, without an error.',
  severity: 'error',
  messages: {
    unreadable: {
      text: 'the file cannot be read: {reason}',
      help: 'put a regular file in its place, and check its permissions',
    },
  },
  examples: {
    bad: [{ others: { 'fast-search.flag.yaml': 'unreadable' } }, { others: { 'fast-search.flag.yaml': 'submodule' } }],
    good: [{ flags: { 'fast-search': '' }, others: { vendor: 'submodule' } }],
  },
});
