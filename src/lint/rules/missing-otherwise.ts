import { alternatives, nearest } from '../../diagnostic/suggest.ts';
import type { EnvironmentBlock, FlagFile } from '../../schema/generated/files.ts';
import { fileRule } from '../rule.ts';

const booleanVariants = { on: true, off: false };

export const missingOtherwise = fileRule({
  id: 'missing-otherwise',
  group: 'targeting',
  summary: 'An environment does not say what is served when no rule matches.',
  why: '"Employees only" must never come to mean everyone. `otherwise` says what the others get, where it can be reviewed; without it the flag fails to evaluate there.',
  severity: 'error',
  kinds: ['flag'],
  messages: {
    rules: {
      text: '{environment} has {field} but no otherwise',
      label: 'what do all the others get?',
      help: 'add otherwise: {variant} below the {field}{others}',
    },
    values: {
      text: '{environment} does not say which variant it serves',
      label: 'no variant',
      help: 'write {environment}: { enabled: true, otherwise: {variant} }{others}',
    },
  },
  examples: {
    bad: [
      {
        flags: {
          'fast-search': `environments:
  production:
    enabled: true
    rules:
      - { name: europe, when: { attribute: country, in: [DE, FR] }, serve: on }
`,
        },
        message: 'rules',
      },
      {
        flags: {
          'fast-search': `environments:
  production:
    enabled: true
    targeting: { if: [{ "==": [{ var: country }, DE] }, on] }
`,
        },
        message: 'rules',
      },
      {
        flags: { 'page-size': 'variants: { small: 20, large: 100 }\noff: small\nenvironments: { production: true }\n' },
        message: 'values',
      },
    ],
    good: [
      {
        flags: {
          'fast-search': `environments:
  development: true
  production:
    enabled: true
    rules:
      - { name: europe, when: { attribute: country, in: [DE, FR] }, serve: on }
    otherwise: off
`,
          'page-size': `variants: { small: 20, large: 100 }
off: small
environments:
  staging: false
  production: { enabled: true, otherwise: large }
`,
        },
      },
    ],
  },
  check({ document, report }) {
    const flag = document.value as FlagFile;
    const { environments, variants = booleanVariants, off = 'off' } = flag;
    const hasDefault = Object.hasOwn(variants, 'on') && typeof variants['on'] === 'boolean';
    for (const environment of Object.keys(environments)) {
      const block = environments[environment]!;
      const field = ruledBy(block);
      if (field ? !lacksOtherwise(block) : hasDefault || !isEnabled(block) || !lacksOtherwise(block)) continue;
      // Behind rules the off variant is the safe one; without any, serving it would be the same as not enabled.
      const names = Object.keys(variants);
      const variant = field ? off : (names.find((name) => name !== off) ?? off);
      const rest = names.filter((name) => name !== variant);
      const data = { environment, variant, others: rest.length > 0 ? `, or ${alternatives(rest)} in its place` : '' };
      if (field) {
        report(['environments', environment, field], { message: 'rules', part: 'key', data: { ...data, field } });
      } else {
        report(['environments', environment], { message: 'values', part: 'key', data });
      }
    }
  },
});

function ruledBy(block: EnvironmentBlock): 'rules' | 'targeting' | undefined {
  if (typeof block === 'boolean') return undefined;
  if (block.rules !== undefined) return 'rules';
  return block.targeting === undefined ? undefined : 'targeting';
}

function isEnabled(block: EnvironmentBlock): boolean {
  return typeof block === 'boolean' ? block : block.enabled;
}

/** A misspelt one is reported as an unknown field, and that is enough. */
function lacksOtherwise(block: EnvironmentBlock): boolean {
  if (typeof block === 'boolean') return true;
  return block.otherwise === undefined && !Object.keys(block).some((name) => nearest(name, ['otherwise']).length > 0);
}
