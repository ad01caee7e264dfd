import { sourceRule } from '../rule.ts';

export const missingField = sourceRule({
  id: 'missing-field',
  group: 'yaml and schema',
  summary: 'A required field is missing.',
  why: 'The required fields say what a flag is for, who owns it, when it ends, and what it serves.',
  severity: 'error',
  messages: {
    missing: { text: 'the field "{field}" is missing', help: 'add it' },
    type: { text: 'a flag of type {type} needs "{field}"', help: 'add it' },
    within: { text: '{place} has no "{field}"', help: 'add it' },
    choice: { text: '{place} needs {fields}', help: 'add one of them' },
    beside: { text: '"{field}" needs "{other}" beside it', help: 'add the other' },
    empty: { text: 'the file is empty', help: 'write it, or remove the file' },
  },
  examples: {
    bad: [
      {
        files: {
          'fast-search.flag.yaml':
            'description: Search on the new index.\ntype: ops\nowner: platform\ncreated: 2026-10-12\nreview: { every: 180d }\n',
        },
        message: 'missing',
      },
      { flags: { 'fast-search': 'environments:\n  production: { otherwise: on }\n' }, message: 'within' },
      {
        files: {
          'flagwright.yaml': 'version: 1\nenvironments: { production: {} }\nlifecycle: { dashboard: { like: ops } }\n',
          'fast-search.flag.yaml':
            'description: Search on the new index.\ntype: dashboard\nowner: platform\ncreated: 2026-10-12\nenvironments: { production: true }\n',
        },
        message: 'type',
      },
      { segments: { staff: 'when: { attribute: email }\n' }, flags: { 'fast-search': staffOnly() }, message: 'choice' },
      { flags: { 'fast-search': 'fallback: { reason: The old index answers. }\n' }, message: 'choice' },
      {
        segments: { staff: 'when: { endsWith: "@example.com" }\n' },
        flags: { 'fast-search': staffOnly() },
        message: 'beside',
      },
      { files: { 'systems.yaml': '# none yet\n' }, message: 'empty' },
    ],
    good: [
      { segments: { staff: '' }, flags: { 'fast-search': staffOnly() } },
      { flags: { 'fast-search': 'affects: [web]\nfallback: { system: web }\n' } },
    ],
  },
});

function staffOnly(): string {
  return 'environments:\n  production: { enabled: true, rules: [{ name: staff, when: { segment: staff }, serve: on }], otherwise: off }\n';
}
