import { activityOf } from '../activity.ts';
import { affected, environmentsInWords, environmentsIn, severityIn } from '../environments.ts';
import { projectRule } from '../rule.ts';

export const conflictingFlags = projectRule({
  id: 'conflicting-flags',
  group: 'dependencies',
  summary: 'Two flags that conflict are both on.',
  why: 'Somebody wrote down that these two do harm together, but users can get both: evaluation ignores conflicts.',
  severity: 'error',
  apart: 'always',
  severityNote: 'error in critical environments, warning elsewhere',
  messages: {
    both: {
      text: '{flag} conflicts with {other}, and both are on in {environments}',
      label: 'also on in {environments}',
      help: 'switch {flag} or {other} off in {environments}',
    },
    self: { text: '{flag} conflicts with itself', label: 'the flag itself', help: 'remove this conflict' },
  },
  examples: {
    bad: [
      {
        flags: {
          'express-checkout': 'conflicts:\n  - flag: performance-mode\n',
          'performance-mode': 'tags: [operations]\n',
        },
        message: 'both',
      },
      { flags: { 'express-checkout': 'conflicts:\n  - flag: express-checkout\n' }, message: 'self' },
    ],
    good: [
      {
        // A rule in force serves everybody off.
        flags: {
          'express-checkout': 'conflicts:\n  - flag: performance-mode\n',
          'performance-mode':
            'environments:\n  production:\n    enabled: true\n    rules: [{ name: closed, from: 2026-11-01, until: 2026-12-31, serve: off }]\n    otherwise: on\n',
        },
      },
      {
        flags: {
          'express-checkout': 'conflicts:\n  - flag: performance-mode\nenvironments: { production: true }\n',
          'performance-mode': 'environments: { staging: true, production: false }\n',
        },
      },
    ],
  },
  check({ project, now, report }) {
    const { actual: activity } = activityOf(project, now);
    const environmentsOf = environmentsIn(project);
    const reported = new Set<string>();
    for (const flag of project.flags.values()) {
      if (flag.conflicts.length === 0) continue;
      const active = environmentsOf(flag).filter(({ name }) => activity.isActive(flag, name));
      flag.conflicts.forEach((key, entry) => {
        const other = project.flags.get(key);
        const pair = JSON.stringify(key < flag.key ? [key, flag.key] : [flag.key, key]);
        if (!other || reported.has(pair)) return;
        reported.add(pair);
        const at = { file: flag.file, path: ['conflicts', entry, 'flag'] };
        if (other === flag) {
          report(at, { message: 'self', data: { flag: key } });
          return;
        }
        const both = affected(active, (name) => activity.isActive(other, name));
        if (both.length === 0) return;
        const related = both.slice(0, 3).map(({ name }) => ({
          message: `${key} is on in ${name}`,
          at: { file: other.file, path: ['environments', name], part: 'key' as const },
        }));
        const data = { flag: flag.key, other: key, environments: environmentsInWords(both) };
        report(at, { message: 'both', data, severity: severityIn(both), related });
      });
    }
  },
});
