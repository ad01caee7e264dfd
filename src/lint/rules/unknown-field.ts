import { sourceRule } from '../rule.ts';

export const unknownField = sourceRule({
  id: 'unknown-field',
  summary: 'A field that this kind of file does not have.',
  why: 'A field that nobody reads does nothing: with "expire" for "expires" a flag never ends, with "rule" for "rules" everybody gets it.',
  severity: 'error',
  messages: {
    unknown: {
      text: '{place} has no field "{field}"',
      label: 'unknown field',
      help: 'remove it, or check its spelling',
    },
  },
  examples: {
    bad: [
      { flags: { 'fast-search': 'critcality: high\n' } },
      { flags: { 'fast-search': 'enabled: true\n' } },
      {
        flags: {
          'fast-search': 'environments:\n  production: { enabled: true, defualt: on }\n',
        },
      },
      { files: { 'owners.yaml': 'teams:\n  platform: { members: [sam@example.com], slack: "#platform" }\n' } },
    ],
    good: [{ flags: { 'fast-search': 'criticality: high\n' } }],
  },
});
