import { sourceRule } from '../rule.ts';

export const wrongType = sourceRule({
  id: 'wrong-type',
  group: 'yaml and schema',
  summary: 'A value has the wrong type.',
  why: 'Text is not a number and "yes" is not true: each reader of the file would guess, and not all would guess the same.',
  severity: 'error',
  messages: {
    type: { text: '{place} must be {wanted}, not {found}', help: 'write a value of that type' },
  },
  examples: {
    bad: [
      { flags: { 'fast-search': 'environments:\n  production: { enabled: yes }\n' } },
      { flags: { 'fast-search': 'seed: 2.10\n' } },
      { flags: { 'fast-search': 'affects: web\n' } },
      { flags: { 'fast-search': 'load: { peak: "1200", unit: rps }\n' } },
      { flags: { 'fast-search': 'prerequisites: {}\n' } },
    ],
    good: [
      {
        flags: {
          'fast-search':
            'seed: "2.10"\naffects: [web]\nload: { peak: 1200, unit: rps }\nenvironments:\n  production: { enabled: true }\n',
        },
      },
    ],
  },
});
