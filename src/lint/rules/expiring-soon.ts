import { inDays } from '../../diagnostic/relative-time.ts';
import { expiryOf } from '../../lifecycle/expiry.ts';
import { manifestWith } from '../example-rules.ts';
import { projectRule } from '../rule.ts';

export const expiringSoon = projectRule({
  id: 'expiring-soon',
  group: 'lifecycle',
  summary: 'A flag expires soon.',
  why: 'Once it has expired every build fails until somebody acts. Taking a flag out of the code needs a few days of notice; `warn` in the manifest says how many by type, the option `within` for all types.',
  severity: 'warning',
  apart: 'always',
  options: {
    within: {
      description: 'How long before its expiry a flag of any type is reported; without it, `warn` of its type.',
      $ref: '#/definitions/Duration',
      examples: ['30d'],
    },
  },
  messages: {
    expiring: {
      text: '{flag} expires {when}, on {date}',
      label: 'owner {owner}',
      help: 'retire it, or flagwright extend {flag} --until DATE --reason WHY',
    },
  },
  examples: {
    bad: [
      {
        flags: { 'fast-search': 'type: release\ncreated: 2026-10-01\nexpires: 2026-12-20\n' },
        files: manifestWith('rules:\n  expiring-soon: [warning, { within: 30d }]\n'),
      },
      { flags: { 'fast-search': 'type: release\ncreated: 2026-10-01\nexpires: 2026-12-01\n' } },
      { flags: { 'fast-search': 'type: release\ncreated: 2026-10-01\nexpires: 2026-11-22\n' } },
    ],
    good: [
      { flags: { 'fast-search': 'type: release\ncreated: 2026-10-01\nexpires: 2026-12-20\n' } },
      {
        flags: { 'fast-search': 'type: release\ncreated: 2026-10-01\nexpires: 2026-12-01\n' },
        files: {
          'flagwright.yaml':
            'version: 1\nenvironments: { production: { critical: true } }\nlifecycle: { release: { warn: 3d } }\n',
        },
      },
    ],
  },
  check({ project, now, report }) {
    for (const flag of project.flags.values()) {
      const expiry = expiryOf(flag, project.manifest, now);
      if (!expiry?.expiring) continue;
      const { date, daysLeft } = expiry;
      const data = { flag: flag.key, when: inDays(daysLeft), date, owner: flag.owner ?? 'unknown' };
      report({ file: flag.file, path: ['expires'] }, { message: 'expiring', data });
    }
  },
});
