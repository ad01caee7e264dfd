import { periodOf } from '../../lifecycle/days.ts';
import type { Flag } from '../../model/flag.ts';
import { projectRule } from '../rule.ts';

export const prerequisiteExpiresFirst = projectRule({
  id: 'prerequisite-expires-first',
  group: 'dependencies',
  summary: 'A flag outlives one of its prerequisites.',
  why: 'When the prerequisite is retired and removed, the flag that still needs it serves its off variant to everybody.',
  severity: 'warning',
  apart: 'always',
  messages: {
    earlier: {
      text: '{prerequisite} expires on {expires}, before {flag}, which needs it until {own}',
      label: 'expires on {expires}',
      help: 'let {flag} expire first, or extend {prerequisite}, or drop this prerequisite when it retires',
    },
    never: {
      text: '{prerequisite} expires on {expires}, but {flag}, which needs it, never does',
      label: 'expires on {expires}',
      help: 'give {flag} an expires date before that, or plan how it does without {prerequisite}',
    },
  },
  examples: {
    bad: [
      {
        flags: {
          'express-checkout': 'type: release\nexpires: 2026-12-20\nprerequisites:\n  - flag: payment-api-v2\n',
          'payment-api-v2': 'type: release\nexpires: 2026-12-10\n',
        },
        message: 'earlier',
      },
      {
        flags: {
          'express-checkout': 'prerequisites:\n  - flag: payment-api-v2\n',
          'payment-api-v2': 'type: release\nexpires: 2026-12-10\n',
        },
        message: 'never',
      },
    ],
    good: [
      {
        flags: {
          'express-checkout': 'type: release\nexpires: 2026-12-10\nprerequisites:\n  - flag: payment-api-v2\n',
          'payment-api-v2': 'type: release\nexpires: 2026-12-20\n',
        },
      },
    ],
  },
  check({ project: { flags }, report }) {
    for (const flag of flags.values()) {
      const reported = new Set<string>();
      const own = endOf(flag);
      flag.prerequisites.forEach(({ flag: key }, entry) => {
        const needed = flags.get(key);
        const end = needed && endOf(needed);
        if (!needed || end === undefined || reported.has(key)) return;
        // A date that cannot be read is not a reason to say that the flag never expires.
        if (own === undefined ? flag.expires !== undefined : end >= own) return;
        reported.add(key);
        const data = { flag: flag.key, prerequisite: key, expires: needed.expires ?? '', own: flag.expires ?? '' };
        report(
          { file: flag.file, path: ['prerequisites', entry, 'flag'] },
          {
            message: own === undefined ? 'never' : 'earlier',
            data,
            related: [{ message: 'the end of the prerequisite', at: { file: needed.file, path: ['expires'] } }],
          },
        );
      });
    }
  },
});

function endOf({ expires }: Flag): number | undefined {
  return expires === undefined ? undefined : periodOf(expires)?.end;
}
