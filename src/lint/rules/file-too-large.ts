import { sourceRule } from '../rule.ts';

export const fileTooLarge = sourceRule({
  id: 'file-too-large',
  group: 'yaml and schema',
  summary: 'A file is larger than 1 MiB.',
  why: 'A file of this size is not a flag that a person wrote or can review. It is not read, so nothing in it has an effect.',
  severity: 'error',
  messages: {
    large: {
      text: 'the file is {size} MiB; files over 1 MiB are not read',
      help: 'split it; a flag needs a few kilobytes',
    },
  },
  examples: {
    bad: [{ others: { 'fast-search.flag.yaml': 'large' } }],
    good: [{ flags: { 'fast-search': '' }, others: { 'index.json': 'large' } }],
  },
});
