import { projectRule } from '../rule.ts';
import { suggestions } from '../suggestions.ts';

export const unknownFallback = projectRule({
  id: 'unknown-fallback',
  group: 'dependencies',
  summary: 'A flag falls back to a flag that does not exist.',
  why: 'Whoever rolls the flag back believes that something carries its traffic, but nothing does.',
  severity: 'error',
  apart: 'if-silent',
  messages: { unknown: { text: 'fallback "{key}" does not exist', label: 'no flag has this key' } },
  examples: {
    bad: [
      {
        flags: {
          'payment-api-v2': 'fallback:\n  flag: payment-api-1\n',
          'payment-api-v1': 'tags: [payments]\n',
        },
      },
    ],
    good: [
      {
        flags: {
          'payment-api-v2': 'fallback:\n  flag: payment-api-v1\n',
          'payment-api-v1': 'tags: [payments]\n',
        },
      },
    ],
  },
  check({ project: { flags, systems }, report }) {
    const suggest = suggestions();
    for (const { key: own, file, fallback } of flags.values()) {
      const key = fallback?.flag;
      if (!key || flags.has(key)) continue;
      const system = systems?.systems.has(key) ? `"${key}" is a system: write system: ${key}` : undefined;
      const help =
        system ?? suggest(key, flags, own) ?? 'name a flag that exists, or a system with system: instead of flag:';
      report({ file, path: ['fallback', 'flag'] }, { message: 'unknown', data: { key }, help });
    }
  },
});
