import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileCondition, holds } from './condition.ts';
import type { Condition, SegmentDefinition } from './definition.ts';
import type { ClauseTrace, EvaluationContext } from './evaluation.ts';
import { explainCondition } from './explain.ts';
import { segmentCompiler } from './segments.ts';

const segments = new Map<string, SegmentDefinition>([
  ['employees', { when: { attribute: 'email', endsWith: '@example.com' } }],
]);

describe('explainCondition', () => {
  const explain = (condition: Condition, context: EvaluationContext): ClauseTrace =>
    explainCondition(condition, { context, segments, explained: new Map() });

  test.each<[Condition, EvaluationContext, string]>([
    [{ attribute: 'plan', equals: 'pro' }, { plan: 'free' }, 'plan = pro: plan is free'],
    [{ attribute: 'plan', equals: 'pro' }, { plan: 7 }, 'plan = pro: plan is the number 7'],
    [{ attribute: 'plan', equals: 'pro' }, { plan: ['pro'] }, 'plan = pro: plan is a list'],
    [{ attribute: 'age', gte: 18 }, { age: 17 }, 'age >= 18: age is 17'],
    [{ attribute: 'age', gte: 18 }, { age: '17' }, 'age >= 18: age is the string 17'],
    [{ attribute: 'plan', exists: false }, { plan: 7 }, 'plan is absent: plan is there'],
    [{ attribute: 'plan', exists: true }, {}, 'plan exists: plan is absent'],
    [{ attribute: 'v', semver: '~ 1.2' }, { v: 'x' }, 'v ~ 1.2: v is x'],
    [
      { attribute: 'since', after: '2026-09-01' },
      { since: '2026-08-03' },
      'since after 2026-09-01: since is 2026-08-03',
    ],
    [
      { attribute: 'since', before: '2026-09-01' },
      { since: 'soon' },
      'since before 2026-09-01: since is soon, which is not a date',
    ],
    [{ attribute: 'plan', in: ['Pro'], ignoreCase: true }, { plan: 'free' }, 'plan in Pro in any case: plan is free'],
    [{ attribute: 'plan', in: [] }, { plan: 'free' }, 'plan in nothing: plan is free'],
    [{ attribute: 'n', startsWith: ' ' }, { n: 'a\u001b[31m' }, 'n starts with " ": n is "a\\u001b[31m"'],
    [{ not: { attribute: 'plan', equals: 'pro' } }, { plan: 'pro' }, 'not plan = pro: plan = pro holds'],
    [
      {
        any: [
          { attribute: 'a', gt: 1 },
          { attribute: 'b', gt: 1 },
        ],
      },
      {},
      'any of 2: none of them holds',
    ],
    [{ any: [{ attribute: 'a', gt: 1 }] }, {}, 'any of 1: a is absent'],
    [{ any: [] }, {}, 'any of 0: none of them holds'],
    [{ all: [{ not: { any: [] } }, { segment: 'employees' }] }, { email: 'x' }, 'all of 2: email is x'],
    [
      { attribute: 'c', in: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] },
      { c: 0 },
      'c in 1, 2, 3, 4, 5, 6, 7, 8 and 2 more: c is 0',
    ],
  ])('of %j', (condition, context, line) => {
    const { text, why, holds: verdict } = explain(condition, context);
    expect(`${text}: ${why}`).toBe(line);
    expect(verdict).toBe(false);
  });

  const { tree } = fc.letrec<{ tree: Condition }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.record({ attribute: fc.constantFrom('email', 'b'), equals: fc.constantFrom('x', 'a@example.com') }),
      fc.constant({ segment: 'employees' }),
      fc.record({ all: fc.array(tie('tree'), { maxLength: 3 }) }),
      fc.record({ any: fc.array(tie('tree'), { maxLength: 3 }) }),
      fc.record({ not: tie('tree') }),
    ),
  }));

  test('has the verdict of the evaluation, and a reason exactly where it does not hold', () => {
    const context = { email: 'a@example.com' };
    const compiler = segmentCompiler(segments);
    let call = 1e9;
    fc.assert(
      fc.property(tree, (condition) => {
        const explained = explain(condition, context);
        expect(explained.holds).toBe(holds(compileCondition(condition, compiler), { context, call: call++ }));
        expect(explained.why === undefined).toBe(explained.holds);
      }),
      { numRuns: 1000 },
    );
  });
});
