import { sourceRule } from '../rule.ts';

export const suppressionWithoutReason = sourceRule({
  id: 'suppression-without-reason',
  group: 'suppression',
  summary: 'A comment holds back a rule and does not say why.',
  why: 'Whoever finds the comment in a year has to know whether it can go. Without a reason it holds nothing back.',
  severity: 'error',
  messages: {
    bare: {
      text: '{rule} is suppressed without a reason',
      label: 'holds nothing back',
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
