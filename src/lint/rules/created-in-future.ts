import { isoDate } from '../../diagnostic/relative-time.ts';
import { periodOf } from '../../lifecycle/days.ts';
import { projectRule } from '../rule.ts';

export const createdInFuture = projectRule({
  id: 'created-in-future',
  group: 'lifecycle',
  summary: '`created` is in the future.',
  why: 'The longest life of a flag and its first review count from `created`. A date in the future moves both out of reach.',
  severity: 'error',
  apart: 'always',
  messages: {
    future: {
      text: '{flag} is created on {date}, which is in the future',
      label: 'today is {today}',
      help: 'write the day on which the flag was made: {today} or earlier',
    },
  },
  examples: {
    bad: [
      { flags: { 'fast-search': 'type: release\ncreated: 2026-12-02\nexpires: 2027-01-15\n' } },
      { flags: { 'fast-search': 'created: 2026-11-23\nreview: { every: 180d }\n' } },
    ],
    good: [{ flags: { 'fast-search': 'created: 2026-11-22\nreview: { every: 180d }\n' } }],
  },
  check({ project, now, report }) {
    for (const flag of project.flags.values()) {
      const created = periodOf(flag.created);
      if (!created || created.start <= now) continue;
      const data = { flag: flag.key, date: flag.created ?? '', today: isoDate(now) };
      report({ file: flag.file, path: ['created'] }, { message: 'future', data });
    }
  },
});
