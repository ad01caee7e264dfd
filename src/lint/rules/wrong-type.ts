import { sourceRule } from '../rule.ts';

export const wrongType = sourceRule({
  id: 'wrong-type',
  group: 'yaml and schema',
  summary: 'A value is of the wrong type.',
  why: 'Text is not a number and "yes" is not true: what reads the file would have to guess, and the next one would guess otherwise.',
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
