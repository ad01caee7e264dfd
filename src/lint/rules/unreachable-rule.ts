import { alternatives } from '../../diagnostic/suggest.ts';
import type { Budget } from '../../conditions/budget.ts';
import { SegmentInliner } from '../../conditions/inline-segments.ts';
import { tautologies, unreachableRules, type Unreachable } from '../../conditions/reach.ts';
import type { Path } from '../../diagnostic/diagnostic.ts';
import type { Condition } from '../../evaluate/definition.ts';
import { bucketingAttributes } from '../../evaluate/split.ts';
import type { FlagFile, TargetingRule } from '../../schema/generated/files.ts';
import { fileRule, type Report } from '../rule.ts';
import { writtenRules } from '../targeting.ts';
import { segmentsToLookInto, usesSegment } from '../with-segments.ts';

/** As for contradictory conditions. */
const workPerFile = 100_000;

export const unreachableRule = fileRule({
  id: 'unreachable-rule',
  group: 'targeting',
  summary: 'A targeting rule that no context ever reaches, because earlier rules match first.',
  why: 'Rules are tried in order and the first match decides. A rule behind one that matches all of its contexts does nothing, although it looks as if it did. A change to it has no effect, or a surprising one when the earlier rule is removed.',
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
        segments: { europe: 'when: { attribute: country, in: [DE, FR, NL] }\n' },
        flags: {
          'fast-search': flagWith(`- { name: everybody-in-europe, when: { segment: europe }, serve: on }
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
        segments: { europe: 'when: { attribute: country, in: [DE, FR, NL] }\n' },
        flags: {
          'fast-search': flagWith(`- { name: germany, when: { attribute: country, equals: DE }, serve: off }
      - { name: europe, when: { segment: europe }, serve: on }`),
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
      if (rules.length < 2 || rules.some(({ when }) => usesSegment(when))) continue;
      for (const found of unreachableRules(rules, bucketBy, budget)) {
        report(pathOf(environment, found.rule), reportOf(found, { file: document.file, environment, rules }));
      }
    }
  },
  checkWithSegments({ project, files, report }) {
    const inliner = new SegmentInliner(segmentsToLookInto(project));
    const alwaysHolds = tautologies({ left: 10 * workPerFile });
    for (const { file, bucketBy: written, rules: environments } of files) {
      const budget: Budget = { left: workPerFile };
      const bucketBy = bucketingAttributes(written);
      for (const { environment, rules } of environments) {
        if (rules.length < 2) continue;
        const inlined = rules.map((rule) =>
          rule.when === undefined
            ? rule
            : { ...rule, when: inliner.inline(rule.when as Condition) as typeof rule.when },
        );
        for (const found of unreachableRules(inlined, bucketBy, budget, alwaysHolds)) {
          report({ file, path: pathOf(environment, found.rule) }, reportOf(found, { file, environment, rules }));
        }
      }
    }
  },
});

const pathOf = (environment: string, rule: number): Path => ['environments', environment, 'rules', rule, 'name'];

interface Rules {
  readonly file: string;
  readonly environment: string;
  readonly rules: readonly TargetingRule[];
}

function reportOf(
  { rule, by, always }: Unreachable,
  { file, environment, rules }: Rules,
): Report<'always' | 'covered' | 'together'> {
  const nameOf = (index: number): string => rules[index]?.name ?? '';
  const all = alternatives(
    by.map((index) => `"${nameOf(index)}"`),
    'and',
  );
  return {
    message: always ? 'always' : by.length === 1 ? 'covered' : 'together',
    data: { name: nameOf(rule), first: nameOf(by[0] ?? 0), all },
    related: by.map((index) => ({
      message: by.length === 1 ? 'matches first' : 'one of those that match first',
      at: { file, path: pathOf(environment, index) },
    })),
  };
}

function flagWith(rules: string): string {
  return `environments:
  production:
    enabled: true
    rules:
      ${rules}
    otherwise: off
`;
}
