import { isoDate } from '../../diagnostic/relative-time.ts';
import { dayOf, periodOf } from '../../lifecycle/days.ts';
import { historyRule } from '../rule.ts';

const first = 'type: release\ncreated: 2026-09-14\nexpires: 2026-12-01\n';

const now = '2026-10-20';

export const createdMoved = historyRule({
  id: 'created-moved',
  group: 'lifecycle',
  summary: '`created` was moved away from the day on which git first saw the flag.',
  why: 'The longest life of a flag counts from `created`. Whoever moves it along with `expires` makes a temporary flag permanent, and no other rule notices. A flag that was removed and comes back keeps its first day. It applies to flags that expire. Needs git history.',
  severity: 'error',
  messages: {
    later: {
      text: '{flag} is created on {created}, but git has known it since {seen}',
      label: 'later than {seen}',
      help: 'write created: {seen}, or the day that it was before',
    },
    moved: {
      text: '{flag} was created on {before}, and now says {created}',
      label: 'was {before}',
      help: 'write created: {before}',
    },
  },
  examples: {
    bad: [
      {
        past: [{ on: '2026-09-14', flags: { 'fast-search': first } }],
        flags: { 'fast-search': first.replace('2026-09-14', '2026-10-12') },
        message: 'later',
        now,
      },
      {
        past: [
          { on: '2026-09-14', flags: { 'fast-search': first } },
          { on: '2026-10-05', flags: {} },
          { on: '2026-10-06', flags: { 'fast-search': first.replace('2026-09-14', '2026-10-06') } },
        ],
        flags: { 'fast-search': first.replace('2026-09-14', '2026-10-06') },
        message: 'later',
        now,
      },
      {
        past: [{ on: '2026-09-14', flags: { 'fast-search': first } }],
        flags: { 'fast-search': first.replace('2026-09-14', '2026-09-07') },
        message: 'moved',
        now,
      },
    ],
    good: [
      { past: [{ on: '2026-09-14', flags: { 'fast-search': first } }], flags: { 'fast-search': first }, now },
      {
        // It came from another tool, or its date was put right.
        past: [{ on: '2026-09-14', flags: { 'fast-search': first.replace('2026-09-14', '2026-09-04') } }],
        flags: { 'fast-search': first },
        now,
      },
    ],
  },
  check({ project, pasts, report }) {
    for (const flag of project.flags.values()) {
      const origin = pasts.get(flag.key)?.origin;
      const created = periodOf(flag.created);
      if (!origin || !created) continue;
      const day = dayOf(created.start);
      const seen = dayOf(origin.seen);
      const before = periodOf(origin.created);
      const data = {
        flag: flag.key,
        created: flag.created ?? '',
        seen: isoDate(origin.seen),
        before: origin.created ?? '',
      };
      const at = { file: flag.file, path: ['created'] };
      // Where the day began earlier than in UTC, it may be the next one.
      if (day > seen + 1) report(at, { message: 'later', data });
      else if (before && Math.abs(day - seen) > Math.abs(dayOf(before.start) - seen))
        report(at, { message: 'moved', data });
    }
  },
});
