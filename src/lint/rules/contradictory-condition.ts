import type { AttributeTest, Condition } from '../../evaluate/definition.ts';
import { describeCondition } from '../../evaluate/describe.ts';
import type { Budget } from '../../conditions/budget.ts';
import { contradictions, isSuspect, type Contradiction } from '../../conditions/contradictions.ts';
import { FormulaReader, formulaKind } from '../../conditions/formula.ts';
import { rulesFor } from '../example-rules.ts';
import { fileRule, type Report } from '../rule.ts';
import { pathOf, writtenConditions } from '../targeting.ts';
import { segmentsToLookInto, usesSegment } from '../with-segments.ts';

/** Enough for hundreds of clauses on one attribute; a file takes a tenth of a second at most. */
const workPerFile = 100_000;

export const contradictoryCondition = fileRule({
  id: 'contradictory-condition',
  group: 'targeting',
  summary: 'A condition, or a part of one, that no context satisfies.',
  why: 'A rule or segment that can match nobody looks as if it targeted somebody. Under `not` it matches everybody.',
  severity: 'warning',
  kinds: ['flag', 'segment'],
  messages: {
    pair: {
      text: 'no context satisfies both {first} and {second}',
      label: 'contradicts the test before it',
      help: 'remove one of the two, or put them under any if one of them is enough',
    },
    several: {
      text: 'no context satisfies {second} together with the conditions before it',
      label: 'contradicts those before it',
      help: 'remove one of them, or put alternatives under any',
    },
    alone: {
      text: 'no context satisfies {second}',
      label: 'never true',
      help: 'correct it, or remove it',
    },
  },
  examples: {
    bad: [
      {
        segments: {
          'german-speakers':
            'when: { all: [{ attribute: country, equals: DE }, { attribute: country, equals: AT }] }\n',
        },
        flags: { 'fast-search': rulesFor('{ segment: german-speakers }') },
        message: 'pair',
      },
      {
        segments: { europe: 'when: { attribute: country, in: [DE, FR, NL] }\n' },
        flags: { 'fast-search': rulesFor('{ all: [{ segment: europe }, { attribute: country, equals: US }] }') },
        message: 'pair',
      },
      {
        flags: { 'fast-search': rulesFor('{ all: [{ attribute: seats, gt: 5 }, { attribute: seats, lt: 3 }] }') },
        message: 'pair',
      },
      {
        flags: {
          'fast-search': rulesFor(
            '{ all: [{ attribute: country, in: [DE, FR] }, { not: { attribute: country, equals: DE } }, { not: { attribute: country, equals: FR } }] }',
          ),
        },
        message: 'several',
      },
      {
        flags: {
          'fast-search': rulesFor(
            '{ not: { any: [{ attribute: plan, exists: true }, { attribute: plan, exists: false }] } }',
          ),
        },
        message: 'alone',
      },
    ],
    good: [
      {
        flags: { 'fast-search': rulesFor('{ all: [{ attribute: seats, gt: 3 }, { attribute: seats, lt: 5 }] }') },
      },
      {
        segments: { europe: 'when: { attribute: country, in: [DE, FR, NL] }\n' },
        flags: { 'fast-search': rulesFor('{ all: [{ segment: europe }, { attribute: country, equals: DE }] }') },
      },
      {
        // A list may have both as members.
        flags: {
          'fast-search': rulesFor(
            '{ all: [{ attribute: groups, contains: beta }, { attribute: groups, contains: 7 }] }',
          ),
        },
      },
    ],
  },
  check({ document, report }) {
    const budget: Budget = { left: workPerFile };
    for (const written of writtenConditions(document)) {
      if (!isSuspect(written.condition) || usesSegment(written.condition)) continue;
      for (const found of contradictions(written.condition, pathOf(written), budget)) {
        report(found.path, reportOf(found, document.file));
      }
    }
  },
  checkWithSegments({ project, files, report }) {
    const reader = new FormulaReader(segmentsToLookInto(project), 'open');
    for (const { file, conditions } of files) {
      const budget: Budget = { left: workPerFile };
      for (const written of conditions) {
        for (const found of contradictions(written.condition, pathOf(written), budget, reader)) {
          report({ file, path: found.path }, reportOf(found, file));
        }
      }
    }
  },
});

function reportOf({ condition, others }: Contradiction, file: string): Report<'alone' | 'pair' | 'several'> {
  const [only] = others;
  return {
    message: others.length === 0 ? 'alone' : others.length === 1 ? 'pair' : 'several',
    data: { second: describeCondition(condition), first: only ? describeCondition(only.condition) : '' },
    help: only && others.length === 1 ? helpFor(only.condition, condition) : undefined,
    related: others.map((other) => ({
      message: others.length === 1 ? 'contradicts this' : `with ${describeCondition(other.condition)}`,
      at: { file, path: other.path },
    })),
  };
}

/** Two lists of values of one attribute: the author most likely wanted either. */
function helpFor(first: Condition, second: Condition): string | undefined {
  if (formulaKind(first) !== 'attribute' || formulaKind(second) !== 'attribute') return undefined;
  const a = first as AttributeTest;
  const b = second as AttributeTest;
  const values = [...valuesOf(a), ...valuesOf(b)];
  if (a.attribute !== b.attribute || valuesOf(a).length === 0 || valuesOf(b).length === 0) return undefined;
  if (values.length > 8 || values.some((value) => String(value).length > 40)) return undefined;
  const list = values.map((value) => (isPlainText(value) ? value : JSON.stringify(value))).join(', ');
  return `if either will do, write { attribute: ${a.attribute}, in: [${list}] }`;
}

function valuesOf(test: AttributeTest): readonly (string | number | boolean)[] {
  return test.in ?? (test.equals === undefined ? [] : [test.equals]);
}

function isPlainText(value: unknown): boolean {
  return (
    typeof value === 'string' && /^[A-Za-z][\w-]*$/.test(value) && !/^(true|false|null|on|off|yes|no|y|n)$/i.test(value)
  );
}
