import { periodOf } from '../../lifecycle/days.ts';
import { activityOf } from '../activity.ts';
import { affected, decidingPlace, environmentsInWords, environmentsIn } from '../environments.ts';
import { projectRule } from '../rule.ts';
import { unreadFiles } from '../unread.ts';

export const fallbackUnavailable = projectRule({
  id: 'fallback-unavailable',
  group: 'dependencies',
  summary: 'The fallback of a flag is off, expired or retired.',
  why: 'Rolling the flag back would send its traffic to something that cannot take it.',
  severity: 'error',
  apart: 'always',
  messages: {
    off: {
      text: '{flag} is on in {environments}, but its fallback {fallback} is off there',
      label: 'off in {environments}',
      help: 'switch {fallback} on in {environments}, or name another fallback',
    },
    expired: {
      text: '{flag} falls back to {fallback}, which expired on {expires}',
      label: 'expired on {expires}',
      help: 'extend {fallback}, or name another fallback',
    },
    retired: {
      text: '{flag} falls back to {fallback}, which is retired',
      label: 'retired',
      help: 'name another fallback, or remove it',
    },
    self: {
      text: '{flag} is its own fallback',
      label: 'the flag itself',
      help: 'name what carries the traffic when this flag is off',
    },
  },
  examples: {
    bad: [
      {
        flags: {
          'payment-api-v2': 'fallback:\n  flag: payment-api-v1\n',
          'payment-api-v1': 'environments: { production: false }\n',
        },
        message: 'off',
      },
      {
        flags: {
          'payment-api-v2': 'fallback:\n  flag: payment-api-v1\n',
          'payment-api-v1': 'type: release\nexpires: 2026-11-20\n',
        },
        message: 'expired',
        also: ['expired'],
      },
      {
        flags: { 'payment-api-v2': 'fallback:\n  system: legacy-payments\n' },
        files: { 'systems.yaml': 'systems:\n  legacy-payments: { owner: platform, status: retired }\n' },
        message: 'retired',
      },
      { flags: { 'payment-api-v2': 'fallback:\n  flag: payment-api-v2\n' }, message: 'self' },
    ],
    good: [
      {
        flags: {
          'payment-api-v2': 'fallback:\n  flag: payment-api-v1\nenvironments: { staging: false, production: true }\n',
          'payment-api-v1': 'environments: { staging: false, production: true }\n',
        },
      },
      {
        flags: { 'payment-api-v2': 'fallback:\n  system: legacy-payments\n' },
        files: { 'systems.yaml': 'systems:\n  legacy-payments: { owner: platform, status: legacy }\n' },
      },
    ],
  },
  check({ project, now, report }) {
    const { flags, systems } = project;
    const { presumed: activity } = activityOf(project, now);
    const environmentsOf = environmentsIn(project);
    const unread = unreadFiles(project);
    for (const flag of flags.values()) {
      const { file, fallback } = flag;
      if (!fallback) continue;
      const { system = '' } = fallback;
      if (systems?.systems.get(system)?.status === 'retired') {
        const at = { file: systems.file, path: ['systems', system, 'status'] };
        const related = [{ message: 'retired here', at }];
        const data = { flag: flag.key, fallback: system };
        report({ file, path: ['fallback', 'system'] }, { message: 'retired', data, related });
      }
      const other = flags.get(fallback.flag ?? '');
      if (!other || unread.has(other.file)) continue;
      const at = { file, path: ['fallback', 'flag'] };
      const data = { flag: flag.key, fallback: other.key };
      if (other === flag) {
        report(at, { message: 'self', data });
        continue;
      }
      const { expires = '' } = other;
      const end = periodOf(expires)?.end;
      if (end !== undefined && end <= now) {
        const related = [{ message: 'expired here', at: { file: other.file, path: ['expires'] } }];
        report(at, { message: 'expired', data: { ...data, expires }, related });
        continue;
      }
      const alone = affected(
        environmentsOf(flag),
        (name) => activity.isActive(flag, name) && !activity.isActive(other, name),
      );
      if (alone.length === 0) continue;
      const related = alone.slice(0, 3).map(({ name }) => decidingPlace(other, name));
      report(at, { message: 'off', data: { ...data, environments: environmentsInWords(alone) }, related });
    }
  },
});
