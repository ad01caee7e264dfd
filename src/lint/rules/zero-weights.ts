import type { Path } from '../../diagnostic/diagnostic.ts';
import type { Serve } from '../../schema/generated/files.ts';
import { fileRule } from '../rule.ts';
import { writtenEnvironments } from '../targeting.ts';

export const zeroWeights = fileRule({
  id: 'zero-weights',
  group: 'targeting',
  summary: 'The weights of a split are all 0.',
  why: 'A split needs at least one weight above 0. Without one the flag fails to evaluate there, and everybody gets its onFailure variant.',
  severity: 'error',
  kinds: ['flag'],
  messages: {
    zero: {
      text: 'all weights are 0',
      label: 'serves nobody',
      help: 'give at least one variant a weight above 0, or name the variant that everybody gets: {field}: {variant}',
    },
  },
  examples: {
    bad: [
      { flags: { 'fast-search': 'environments:\n  production: { enabled: true, otherwise: { on: 0, off: 0 } }\n' } },
      {
        flags: {
          'fast-search': `environments:
  production:
    enabled: true
    rules:
      - { name: europe, when: { attribute: country, in: [DE, FR] }, serve: { on: 0 } }
    otherwise: off
`,
        },
      },
    ],
    good: [
      { flags: { 'fast-search': 'environments:\n  production: { enabled: true, otherwise: { on: 0, off: 100 } }\n' } },
    ],
  },
  check({ document, report }) {
    const reportAt = (path: Path, serve: object): void => {
      const variant = Object.keys(serve).at(-1) ?? 'off';
      report(path, { message: 'zero', part: 'key', data: { field: String(path.at(-1)), variant } });
    };
    for (const { name, block } of writtenEnvironments(document)) {
      const { otherwise, rules = [] } = block;
      if (isZero(otherwise)) reportAt(['environments', name, 'otherwise'], otherwise);
      for (let index = 0; index < rules.length; index++) {
        const { serve } = rules[index]!;
        if (isZero(serve)) reportAt(['environments', name, 'rules', index, 'serve'], serve);
      }
    }
  },
});

function isZero(serve: Serve | undefined): serve is Exclude<Serve, string> {
  if (typeof serve !== 'object') return false;
  for (const variant in serve) if (serve[variant]! > 0) return false;
  return true;
}
