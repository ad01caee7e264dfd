import { isoDate } from '../../diagnostic/relative-time.ts';
import { durationText } from '../../lifecycle/days.ts';
import { exceedsLongestLife, longestLife } from '../../lifecycle/expiry.ts';
import { projectRule } from '../rule.ts';

export const expiryTooFar = projectRule({
  id: 'expiry-too-far',
  group: 'lifecycle',
  summary: 'A flag would live longer than its type allows.',
  why: 'An expiry in five years is not an expiry. The longest life counts from `created`, so that no chain of extensions makes a temporary flag permanent.',
  severity: 'error',
  apart: 'always',
  messages: {
    far: {
      text: '{flag} would live until {date}, but a {type} flag lives {maxAge} at most',
      label: 'later than {limit}',
      help: 'write {limit} or earlier; a flag that must stay longer needs another type: ops, kill-switch or permission',
    },
  },
  examples: {
    bad: [
      {
        flags: {
          'fast-search': 'type: wip\ncreated: 2026-10-01\nexpires: 2027-01-30\nretire: Retired when all have had it.\n',
        },
        files: {
          'flagwright.yaml':
            'version: 1\nenvironments: { production: { critical: true } }\nlifecycle: { wip: { like: release, maxAge: 120d } }\n',
        },
      },
      { flags: { 'fast-search': 'type: release\ncreated: 2026-10-01\nexpires: 2026-12-31\n' } },
      { flags: { 'fast-search': 'type: experiment\ncreated: 2026-11-01\nexpires: 2031-11-01\n' } },
    ],
    good: [
      {
        flags: {
          'fast-search': 'type: wip\ncreated: 2026-10-01\nexpires: 2027-01-29\nretire: Retired when all have had it.\n',
        },
        files: {
          'flagwright.yaml':
            'version: 1\nenvironments: { production: { critical: true } }\nlifecycle: { wip: { like: release, maxAge: 120d } }\n',
        },
      },
      { flags: { 'fast-search': 'type: release\ncreated: 2026-10-01\nexpires: 2026-12-30\n' } },
      {
        flags: { 'fast-search': 'type: release\ncreated: 2026-10-01\nexpires: 2027-06-30\n' },
        files: {
          'flagwright.yaml':
            'version: 1\nenvironments: { production: { critical: true } }\nlifecycle: { release: { maxAge: 365d } }\n',
        },
      },
    ],
  },
  check({ project, report }) {
    for (const flag of project.flags.values()) {
      const longest = exceedsLongestLife(flag, project.manifest) ? longestLife(flag, project.manifest) : undefined;
      if (!longest) continue;
      const data = {
        flag: flag.key,
        type: flag.type ?? '',
        date: flag.expires ?? '',
        maxAge: durationText(longest.maxAge),
        limit: isoDate(longest.lastDay),
      };
      const related = [{ message: 'counted from here', at: { file: flag.file, path: ['created'] } }];
      report({ file: flag.file, path: ['expires'] }, { message: 'far', data, related });
    }
  },
});
