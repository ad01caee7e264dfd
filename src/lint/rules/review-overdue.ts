import { inDays, isoDate } from '../../diagnostic/relative-time.ts';
import { durationText, periodOf } from '../../lifecycle/days.ts';
import { exceededReviewLimit, reviewOf } from '../../lifecycle/review.ts';
import { projectRule } from '../rule.ts';

export const reviewOverdue = projectRule({
  id: 'review-overdue',
  group: 'lifecycle',
  summary: 'A flag was not reviewed in time.',
  why: 'Flags without an expiry stay only because somebody says, now and then, that they are still needed and still work. A kill switch that nobody has looked at for a year fails on the day it is pulled.',
  severity: 'warning',
  apart: 'always',
  severityNote: 'info while the review is due soon, within `warn` of the manifest',
  messages: {
    overdue: {
      text: 'the review of {flag} was due {when}, on {date}',
      label: 'owner {owner}',
      help: 'ask whether it is still needed and works; then flagwright reviewed {flag}, or retire it',
    },
    soon: {
      text: 'the review of {flag} is due {when}, on {date}',
      label: 'owner {owner}',
      help: 'ask whether it is still needed and works; then flagwright reviewed {flag}, or retire it',
    },
    seldom: {
      text: '{flag} is reviewed every {every}, but a {type} flag is reviewed every {limit} at least',
      label: 'longer than {limit}',
      help: 'write {limit} or less, or change lifecycle.{type}.review in flagwright.yaml',
    },
    future: {
      text: 'the last review of {flag} is on {date}, which is in the future',
      label: 'today is {today}',
      help: 'write the day of the last review, or leave "last" out if there was none',
    },
  },
  examples: {
    bad: [
      {
        flags: { 'fast-search': 'created: 2026-01-12\nreview: { every: 90d, last: 2026-08-14 }\n' },
        message: 'overdue',
      },
      { flags: { 'fast-search': 'created: 2026-01-12\nreview: { every: 180d }\n' }, message: 'overdue' },
      {
        flags: {
          'fast-search':
            'type: release\ncreated: 2026-10-12\nexpires: 2026-12-10\nreview: { every: 14d, last: 2026-11-02 }\n',
        },
        message: 'overdue',
      },
      { flags: { 'fast-search': 'created: 2026-01-12\nreview: { every: 90d, last: 2026-09-01 }\n' }, message: 'soon' },
      { flags: { 'fast-search': 'review: { every: 365d, last: 2026-10-12 }\n' }, message: 'seldom' },
      { flags: { 'fast-search': 'review: { every: 180d, last: 2062-10-12 }\n' }, message: 'future' },
    ],
    good: [
      { flags: { 'fast-search': 'created: 2026-01-12\nreview: { every: 180d, last: 2026-09-14 }\n' } },
      { flags: { 'fast-search': 'created: 2026-10-12\nreview: { every: 180d }\n' } },
      { flags: { 'fast-search': 'type: permission\nreview: { every: 365d, last: 2026-10-12 }\n' } },
    ],
  },
  check({ project, now, report }) {
    for (const flag of project.flags.values()) {
      if (!flag.review) continue;
      const { key, file, review, type = '', owner = 'unknown' } = flag;
      const limit = exceededReviewLimit(flag, project.manifest);
      if (limit !== undefined) {
        const data = { flag: key, type, every: review.every ?? '', limit: durationText(limit) };
        report({ file, path: ['review', 'every'] }, { message: 'seldom', data });
      }
      const last = periodOf(review.last);
      if (last && last.start > now) {
        const data = { flag: key, date: review.last ?? '', today: isoDate(now) };
        report({ file, path: ['review', 'last'] }, { message: 'future', data });
        continue;
      }
      const state = reviewOf(flag, project.manifest, now);
      if (!state?.overdue && !state?.dueSoon) continue;
      const data = { flag: key, when: inDays(state.daysLeft), date: isoDate(state.due), owner };
      const at = { file, path: state.reviewed ? ['review', 'last'] : ['review', 'every'] };
      report(at, state.overdue ? { message: 'overdue', data } : { message: 'soon', data, severity: 'info' });
    }
  },
});
