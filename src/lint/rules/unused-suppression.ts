import { sourceRule } from '../rule.ts';

export const unusedSuppression = sourceRule({
  id: 'unused-suppression',
  group: 'suppression',
  summary: 'A comment suppresses a rule that reports nothing there.',
  why: 'A suppression that is left behind hides the next problem of that kind on its line.',
  severity: 'warning',
  messages: {
    unused: { text: '{rule} has nothing to report here', label: 'not needed', help: 'remove the comment' },
    unknown: {
      text: 'there is no rule "{rule}"',
      label: 'unknown rule',
      help: 'flagwright explain --all lists the rules',
    },
    fixed: {
      text: '{rule} cannot be suppressed',
      label: 'has no effect',
      help: 'remove the comment; flagwright explain {rule} says what to do instead',
    },
  },
  examples: {
    bad: [
      {
        flags: { 'fast-search': '# flagwright-ignore unknown-system: it is new\naffects: [web]\n' },
        message: 'unused',
      },
      {
        flags: { 'fast-search': '# flagwright-ignore unknown-sistem: it is new\naffects: [web]\n' },
        message: 'unknown',
      },
      {
        flags: { 'fast-search': '# flagwright-ignore expired: later\naffects: [web]\n' },
        message: 'fixed',
      },
    ],
    good: [
      {
        flags: { 'fast-search': '# flagwright-ignore unknown-system: it is new\naffects: [search]\n' },
      },
    ],
  },
});
