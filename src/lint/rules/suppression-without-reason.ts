import { sourceRule } from '../rule.ts';

export const suppressionWithoutReason = sourceRule({
  id: 'suppression-without-reason',
  group: 'suppression',
  summary: 'A comment suppresses a rule without a reason.',
  why: 'Whoever finds the comment in a year must know whether it can go. Without a reason it suppresses nothing.',
  severity: 'error',
  messages: {
    bare: {
      text: '{rule} is suppressed without a reason',
      label: 'suppresses nothing',
      help: 'write # flagwright-ignore {rule}: and the reason',
    },
  },
  examples: {
    bad: [
      {
        flags: { 'fast-search': '# flagwright-ignore unknown-system\naffects: [search]\n' },
        also: ['unknown-system'],
      },
    ],
    good: [
      {
        flags: {
          'fast-search': '# flagwright-ignore unknown-system: the search team adds it this week\naffects: [search]\n',
        },
      },
    ],
  },
});
