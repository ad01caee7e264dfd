import { alternatives } from '../../diagnostic/suggest.ts';
import { bucketingAttributes } from '../../evaluate/split.ts';
import type { FlagFile } from '../../schema/generated/files.ts';
import type { Budget } from '../../conditions/budget.ts';
import { unreachableRules } from '../../conditions/reach.ts';
import { fileRule } from '../rule.ts';
import { writtenRules } from '../targeting.ts';

/** As for contradictory conditions. */
const workPerFile = 100_000;

export const unreachableRule = fileRule({
  id: 'unreachable-rule',
  group: 'targeting',
  summary: 'A targeting rule that no context ever reaches, because earlier rules match first.',
  why: 'Rules are tried in order and the first match decides. A rule behind one that takes all of its contexts does nothing, although it reads as if it did; a change of it has no effect, or a surprising one once the earlier rule goes.',
  severity: 'warning',
  kinds: ['flag'],
  messages: {
    always: {
      text: 'rule "{name}" is never reached: "{first}" always matches before it',
      label: 'never reached',
      help: 'move "{name}" before "{first}", give "{first}" a condition, or remove one of them',
    },
    covered: {
      text: 'rule "{name}" is never reached: "{first}" matches all of its contexts first',
      label: 'never reached',
      help: 'move "{name}" before "{first}", or remove it',
    },
    together: {
      text: 'rule "{name}" is never reached: {all} together match all of its contexts first',
      label: 'never reached',
      help: 'move "{name}" before them, or remove it',
    },
  },
  examples: {
    bad: [
      {
        flags: {
          'fast-search': flagWith(`- { name: everybody, serve: on }
      - { name: europe, when: { attribute: country, in: [DE, FR] }, serve: off }`),
        },
        message: 'always',
      },
      {
        flags: {
          'fast-search': flagWith(`- { name: europe, when: { attribute: country, in: [DE, FR, NL] }, serve: on }
      - { name: germany, when: { attribute: country, equals: DE }, serve: off }`),
        },
        message: 'covered',
      },
      {
        flags: {
          'fast-search': flagWith(`- { name: paying, when: { attribute: plan, in: [pro, team] }, serve: on }
      - { name: the-rest, when: { not: { attribute: plan, in: [pro, team] } }, serve: off }
      - { name: europe, when: { attribute: country, in: [DE, FR] }, serve: on }`),
        },
        message: 'together',
      },
    ],
    good: [
      {
        flags: {
          'fast-search': flagWith(`- { name: germany, when: { attribute: country, equals: DE }, serve: off }
      - { name: europe, when: { attribute: country, in: [DE, FR, NL] }, serve: on }`),
        },
      },
      {
        // Before December the second rule is reached, and whoever has no targeting key reaches the last one.
        flags: {
          'fast-search':
            flagWith(`- { name: december, when: { attribute: country, equals: DE }, from: 2026-12-01, serve: on }
      - { name: germany, when: { attribute: country, equals: DE }, serve: off }
      - { name: a-tenth, serve: { on: 10, off: 90 } }
      - { name: without-key, serve: off }`),
        },
      },
    ],
  },
  check({ document, report }) {
    const budget: Budget = { left: workPerFile };
    const bucketBy = bucketingAttributes((document.value as FlagFile).bucketBy);
    for (const { environment, rules } of writtenRules(document)) {
      if (rules.length < 2) continue;
      for (const { rule, by, always } of unreachableRules(rules, bucketBy, budget)) {
        const nameOf = (index: number): string => rules[index]?.name ?? '';
        const pathOf = (index: number) => ['environments', environment, 'rules', index, 'name'];
        const all = alternatives(
          by.map((index) => `"${nameOf(index)}"`),
          'and',
        );
        report(pathOf(rule), {
          message: always ? 'always' : by.length === 1 ? 'covered' : 'together',
          data: { name: nameOf(rule), first: nameOf(by[0] ?? 0), all },
          related: by.map((index) => ({
            message: by.length === 1 ? 'matches first' : 'one of those that match first',
            at: { file: document.file, path: pathOf(index) },
          })),
        });
      }
    }
  },
});

function flagWith(rules: string): string {
  return `environments:
  production:
    enabled: true
    rules:
      ${rules}
    otherwise: off
`;
}
