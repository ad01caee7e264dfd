import { sourceRule } from '../rule.ts';

export const duplicateField = sourceRule({
  id: 'duplicate-field',
  group: 'yaml and schema',
  summary: 'A field appears twice in the same mapping.',
  why: 'Of two fields with one name only the last counts, and parsers do not agree on that: the flag may be on in one client and off in another.',
  severity: 'error',
  messages: {
    twice: { text: 'the field "{field}" appears twice', help: 'keep one of the two' },
  },
  examples: {
    bad: [
      { flags: { 'fast-search': 'seed: search\nbucketBy: accountId\nseed: browse\n' } },
      { flags: { 'fast-search': 'environments:\n  production: { enabled: true, enabled: false }\n' } },
    ],
    good: [
      { flags: { 'fast-search': 'environments:\n  staging: { enabled: true }\n  production: { enabled: true }\n' } },
    ],
  },
});
