import { isoDate } from '../../diagnostic/relative-time.ts';
import { dayOf, durationText } from '../../lifecycle/days.ts';
import { expiryOf, mustExpire } from '../../lifecycle/expiry.ts';
import { isStanding } from '../../lifecycle/flag-past.ts';
import { manifestWith } from '../example-rules.ts';
import { historyRule } from '../rule.ts';

const migration = 'type: migration\ncreated: 2026-08-10\nexpires: 2027-01-29\n';
const everybody = `${migration}environments: { production: true }\n`;
const quarter = `${migration}environments: { production: { enabled: true, otherwise: { on: 25, off: 75 } } }\n`;
const half = quarter.replace('{ on: 25, off: 75 }', '{ on: 50, off: 50 }');

export const staleFlag = historyRule({
  id: 'stale-flag',
  group: 'lifecycle',
  summary: 'A temporary flag has not changed for long.',
  why: 'A flag that gives everybody the same is a condition in the code that no longer decides anything; one that nobody has touched for months was forgotten on its way. Both are easier to clean up now than when their authors have left. The rule applies to types that expire, since the others are reviewed; `staleAfter` in the manifest, or the option `after`, says how long. Needs git history.',
  severity: 'warning',
  options: {
    after: {
      description: 'How long a flag has to be at a standstill to be reported; without it, `staleAfter` of `lifecycle`.',
      $ref: '#/definitions/Duration',
      examples: ['30d'],
    },
  },
  messages: {
    settled: {
      text: '{flag} has served everybody "{variant}" for {days} days',
      label: 'since {date}; owner {owner}',
      help: 'keep "{variant}" in the code and retire the flag; flagwright.yaml allows {limit}',
    },
    untouched: {
      text: '{flag} has not changed for {days} days',
      label: 'since {date}; owner {owner}',
      help: 'go on with its rollout, or retire it; flagwright.yaml allows {limit}',
    },
  },
  examples: {
    bad: [
      {
        past: [{ on: '2026-09-01', flags: { 'fast-search': everybody } }],
        flags: { 'fast-search': everybody },
        message: 'settled',
      },
      {
        past: [{ on: '2026-09-01', flags: { 'fast-search': quarter } }],
        flags: { 'fast-search': quarter },
        message: 'untouched',
      },
    ],
    good: [
      {
        past: [{ on: '2026-09-01', flags: { 'fast-search': everybody } }],
        flags: { 'fast-search': everybody },
        files: manifestWith('rules:\n  stale-flag: [warning, { after: 90d }]\n'),
      },
      {
        past: [
          { on: '2026-09-01', flags: { 'fast-search': quarter } },
          { on: '2026-10-19', flags: { 'fast-search': half } },
        ],
        flags: { 'fast-search': half },
      },
      {
        past: [{ on: '2026-09-01', flags: { 'fast-search': quarter } }],
        flags: { 'fast-search': half },
      },
    ],
  },
  check({ project, now, pasts, report }) {
    const { staleAfter } = project.manifest;
    const isLong = (since: number): boolean => isStanding(since, project.manifest, now);
    for (const flag of project.flags.values()) {
      const past = mustExpire(flag, project.manifest) ? pasts.get(flag.key) : undefined;
      if (!past) continue;
      const { settled, changedAt, meaning } = past;
      const isSettled = settled !== undefined && isLong(settled.since);
      if (!isSettled && !isLong(changedAt)) continue;
      // What has expired is reported as that.
      if (expiryOf(flag, project.manifest, now)?.expired) continue;
      const since = isSettled ? settled.since : changedAt;
      const data = {
        flag: flag.key,
        days: dayOf(now) - dayOf(since),
        date: isoDate(since),
        variant: settled?.variant ?? '',
        owner: flag.owner ?? 'unknown',
        limit: durationText(staleAfter),
      };
      const at = {
        file: flag.file,
        path: [isSettled ? 'environments' : 'created'],
        part: isSettled ? 'key' : 'value',
      } as const;
      // What was edited a moment ago is not at a standstill.
      report(at, { message: isSettled ? 'settled' : 'untouched', data, meaning });
    }
  },
});
