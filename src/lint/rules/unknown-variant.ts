import { alternatives } from '../../diagnostic/suggest.ts';
import type { Flag } from '../../model/flag.ts';
import { hasVariant } from '../activity.ts';
import { projectRule } from '../rule.ts';
import { suggestions } from '../suggestions.ts';
import { unreadFiles } from '../unread.ts';

export const unknownVariant = projectRule({
  id: 'unknown-variant',
  group: 'dependencies',
  summary: 'A variant is named that its flag does not have.',
  why: 'A flag that serves a variant it does not have fails when it is evaluated, and a prerequisite on such a variant is never met.',
  severity: 'error',
  apart: 'if-silent',
  messages: {
    own: { text: '{flag} has no variant "{variant}"', label: 'unknown variant' },
    off: {
      text: '{flag} has no variant "off", and does not say what is served when it is off',
      label: 'none of these is named off',
      help: 'add off: with the variant to serve where the flag is off, such as off: {first}',
    },
    wanted: { text: 'prerequisite {flag} has no variant "{variant}"', label: 'never served' },
  },
  examples: {
    bad: [
      {
        flags: {
          'fast-search': 'environments:\n  production: { enabled: true, otherwise: { onn: 10, off: 90 } }\n',
        },
        message: 'own',
      },
      {
        flags: {
          'button-color':
            'variants: { grey: "#888888", blue: "#0000ff" }\nenvironments:\n  production: { enabled: true, otherwise: blue }\n',
        },
        message: 'off',
      },
      {
        flags: {
          'express-checkout': 'prerequisites:\n  - { flag: payment-api-v2, variant: enabled }\n',
          'payment-api-v2': 'tags: [payments]\n',
        },
        message: 'wanted',
      },
    ],
    good: [
      {
        flags: {
          'express-checkout': 'prerequisites:\n  - { flag: payment-api-v2, variant: on }\n',
          'payment-api-v2': 'tags: [payments]\n',
          'button-color':
            'variants: { grey: "#888888", blue: "#0000ff" }\noff: grey\nenvironments:\n  production: { enabled: true, otherwise: blue }\n',
        },
      },
    ],
  },
  check({ project: { flags }, report, project }) {
    const suggest = suggestions();
    const unread = unreadFiles(project);
    const names = new Map<Flag, ReadonlySet<string>>();
    const helpFor = (flag: Flag, variant: string): string => {
      let known = names.get(flag);
      if (!known) names.set(flag, (known = new Set(flag.variants)));
      const shown =
        known.size <= 8 ? `${flag.key} has ${alternatives([...known], 'and')}` : `see the variants of ${flag.key}`;
      return suggest(variant, known) ?? shown;
    };
    for (const flag of flags.values()) {
      const { key, file } = flag;
      for (const { variant, path, weight } of flag.unknownVariants ?? []) {
        if (path[0] === 'variants') {
          const data = { flag: key, first: flag.variants[0] ?? '' };
          report({ file, path, part: 'key' }, { message: 'off', data });
        } else {
          const part = weight ? 'key' : 'value';
          report({ file, path, part }, { message: 'own', data: { flag: key, variant }, help: helpFor(flag, variant) });
        }
      }
      flag.prerequisites.forEach(({ flag: other, variants = [] }, entry) => {
        const needed = flags.get(other);
        if (!needed || needed.variants.length === 0 || unread.has(needed.file)) return;
        variants.forEach((variant, index) => {
          if (hasVariant(needed, variant)) return;
          const path = ['prerequisites', entry, 'variant', ...(variants.length > 1 ? [index] : [])];
          const help = helpFor(needed, variant);
          report({ file, path }, { message: 'wanted', data: { flag: other, variant }, help });
        });
      });
    }
  },
});
