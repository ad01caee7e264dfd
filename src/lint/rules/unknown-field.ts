import { manifestWith } from '../example-rules.ts';
import { sourceRule } from '../rule.ts';

export const unknownField = sourceRule({
  id: 'unknown-field',
  group: 'yaml and schema',
  summary: 'A field that this kind of file does not have.',
  why: 'A field that no tool reads does nothing: with "expire" for "expires" a flag never ends, with "rule" for "rules" everybody gets it.',
  severity: 'error',
  messages: {
    unknown: {
      text: '{place} has no field "{field}"',
      label: 'unknown field',
      help: 'remove it, or check its spelling',
    },
    option: {
      text: 'the rule {rule} has no option "{option}"',
      label: 'unknown option',
      help: 'remove it, or check its spelling; `flagwright explain` lists the options of a rule',
    },
  },
  examples: {
    bad: [
      { flags: { 'fast-search': 'critcality: high\n' }, message: 'unknown' },
      { flags: { 'fast-search': 'enabled: true\n' } },
      {
        flags: {
          'fast-search': 'environments:\n  production: { enabled: true, defualt: on }\n',
        },
      },
      { files: { 'owners.yaml': 'teams:\n  platform: { members: [sam@example.com], slack: "#platform" }\n' } },
      {
        flags: { 'fast-search': '' },
        files: manifestWith('rules:\n  expiring-soon: [error, { witin: 30d }]\n'),
        message: 'option',
      },
      {
        flags: { 'fast-search': '' },
        files: manifestWith('rules:\n  unused-segment: [error, { within: 30d }]\n'),
        message: 'option',
      },
    ],
    good: [{ flags: { 'fast-search': 'criticality: high\n' } }],
  },
});
