import { inDays, isoDate } from '../../diagnostic/relative-time.ts';
import { dayOf } from '../../lifecycle/days.ts';
import { expiryOf, longestLife } from '../../lifecycle/expiry.ts';
import { projectRule } from '../rule.ts';

export const expired = projectRule({
  id: 'expired',
  group: 'lifecycle',
  summary: 'A flag is past its expiry.',
  why: 'Whoever made the flag promised that it would be gone by now. An old flag is a second product that nobody tests; switched years later, it runs code that nobody maintains. Only a later date with a reason clears this error.',
  severity: 'error',
  apart: 'always',
  fixed: true,
  messages: {
    expired: {
      text: '{flag} expired {when}, on {date}',
      label: 'owner {owner}',
      help: 'retire it, or flagwright extend {flag} --until DATE --reason WHY',
    },
    final: {
      text: '{flag} expired {when}, on {date}, and its longest life is over',
      label: 'owner {owner}',
      help: 'retire it; a {type} flag created on {created} cannot be extended beyond {limit}',
    },
  },
  examples: {
    bad: [
      {
        flags: { 'fast-search': 'type: release\ncreated: 2026-10-01\nexpires: 2026-11-19\n' },
        message: 'expired',
      },
      {
        flags: { 'fast-search': 'type: experiment\ncreated: 2026-09-01\nexpires: 2026-10-31\n' },
        message: 'final',
      },
    ],
    good: [
      { flags: { 'fast-search': 'type: release\ncreated: 2026-10-01\nexpires: 2026-12-20\n' } },
      {
        flags: {
          'fast-search': [
            'type: release',
            'created: 2026-10-01',
            'expires: 2026-12-15',
            'extensions:',
            '  - { on: 2026-11-10, from: 2026-11-15, until: 2026-12-15, reason: The index is rebuilt in December. }\n',
          ].join('\n'),
        },
      },
    ],
  },
  check({ project, now, report }) {
    for (const flag of project.flags.values()) {
      const expiry = expiryOf(flag, project.manifest, now);
      if (!expiry?.expired) continue;
      const longest = longestLife(flag, project.manifest);
      const final = longest !== undefined && dayOf(longest.lastDay) < dayOf(now);
      const data = {
        flag: flag.key,
        when: inDays(expiry.daysLeft),
        date: expiry.date,
        type: flag.type ?? '',
        created: flag.created ?? '',
        limit: longest ? isoDate(longest.lastDay) : '',
        owner: flag.owner ?? 'unknown',
      };
      report({ file: flag.file, path: ['expires'] }, { message: final ? 'final' : 'expired', data });
    }
  },
});
