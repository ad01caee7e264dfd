import { isoDate } from '../../diagnostic/relative-time.ts';
import { durationText } from '../../lifecycle/days.ts';
import { longestLife, mustExpire } from '../../lifecycle/expiry.ts';
import { projectRule } from '../rule.ts';

export const missingExpiry = projectRule({
  id: 'missing-expiry',
  group: 'lifecycle',
  summary: 'A flag that must expire has no expiry.',
  why: 'Release, experiment and migration flags are meant to go. Without an expiry a flag stays for ever, and the code path behind it is not tested until somebody switches it by accident.',
  severity: 'error',
  apart: 'always',
  messages: {
    missing: {
      text: 'a flag of type {type} needs "expires"',
      label: 'must say when it ends',
      help: 'add expires: and the last day on which the flag may exist',
    },
  },
  examples: {
    bad: [
      {
        files: {
          'flagwright.yaml':
            'version: 1\nenvironments: { production: { critical: true } }\nlifecycle: { wip: { like: release, maxAge: 120d } }\n',
          'fast-search.flag.yaml': [
            'description: Search on the new index.',
            'type: wip',
            'owner: platform',
            'created: 2026-11-02',
            'retire: Retired when everybody has had it for two weeks.',
            'environments: { production: true }\n',
          ].join('\n'),
        },
      },
      {
        files: {
          'fast-search.flag.yaml': [
            'description: Search on the new index.',
            'type: release',
            'owner: platform',
            'created: 2026-11-02',
            'retire: Retired when everybody has had it for two weeks.',
            'environments: { production: true }\n',
          ].join('\n'),
        },
      },
    ],
    good: [
      {
        // A type of the team's own that is like one that is reviewed.
        flags: { 'fast-search': 'type: dashboard\nreview: { every: 30d, last: 2026-11-20 }\n' },
        files: {
          'flagwright.yaml':
            'version: 1\nenvironments: { production: { critical: true } }\nlifecycle: { dashboard: { like: ops, review: 30d } }\n',
        },
      },
      { flags: { 'fast-search': 'type: release\ncreated: 2026-11-02\nexpires: 2027-01-15\n' } },
      { flags: { 'fast-search': 'type: ops\n' } },
    ],
  },
  check({ project, report }) {
    for (const flag of project.flags.values()) {
      if (flag.expires !== undefined || flag.type === undefined || !mustExpire(flag, project.manifest)) continue;
      // A misspelt name is told already, and its fix gives the flag its expiry.
      const file = project.files.get(flag.file);
      if (file?.problems.some(({ fix }) => fix?.edits[0]?.text === 'expires')) continue;
      const longest = longestLife(flag, project.manifest);
      const help =
        longest &&
        `add expires: ${isoDate(longest.lastDay)} or earlier, at most ${durationText(longest.maxAge)} from created`;
      report(
        { file: flag.file, path: ['type'] },
        { message: 'missing', data: { type: flag.type }, ...(help !== undefined && { help }) },
      );
    }
  },
});
