import * as fc from 'fast-check';
import type { AttributeTest, Condition, FlagDefinition, TargetingRule } from '../../src/evaluate/definition.ts';
import type { EvaluationContext } from '../../src/evaluate/evaluation.ts';
import type { RandomProject } from './random-flags.ts';

/*
 * Flags and contexts for engines that know less than ours: attributes have one type each, and there are no numbers where
 * an engine cannot compare them. What an engine cannot say is among them all the same.
 */

const words = ['DE', 'de', 'DEx', 'x@a.example', '@a.example', '42', '4', 'true', 'ß', 'é "q"'];
const word = fc.constantFrom(...words);
const text = fc.constantFrom('country', 'email', 'targetingKey');
const ignoreCase = fc.constantFrom(undefined, undefined, true);

const tests: fc.Arbitrary<AttributeTest> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ attribute: text, equals: word, ignoreCase }) },
  { weight: 3, arbitrary: fc.record({ attribute: text, in: fc.array(word, { maxLength: 3 }), ignoreCase }) },
  { weight: 2, arbitrary: fc.record({ attribute: text, startsWith: word, ignoreCase }) },
  { weight: 2, arbitrary: fc.record({ attribute: text, endsWith: word, ignoreCase }) },
  { weight: 2, arbitrary: fc.record({ attribute: fc.constant('beta'), equals: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ attribute: fc.constant('orders'), gte: fc.constantFrom(1, 2.5) }) },
  { weight: 1, arbitrary: fc.record({ attribute: fc.constant('orders'), lt: fc.constantFrom(1, -2) }) },
  { weight: 1, arbitrary: fc.record({ attribute: fc.constantFrom('country', 'beta'), exists: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ attribute: fc.constant('version'), semver: fc.constant('>=2') }) },
);

const conditions: fc.Arbitrary<Condition> = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    { weight: 6, arbitrary: tests as fc.Arbitrary<Condition> },
    { weight: 1, arbitrary: fc.constant({ segment: 'inner' }) },
    { weight: 2, arbitrary: fc.array(tie('condition'), { maxLength: 3 }).map((all) => ({ all })) },
    { weight: 2, arbitrary: fc.array(tie('condition'), { maxLength: 3 }).map((any) => ({ any })) },
    { weight: 2, arbitrary: tie('condition').map((not) => ({ not })) },
  ),
})).condition;

const dates = ['2026-01-01', '2026-01-02', '2026-01-02T12:00:00Z', '2026-01-04'];
const variantSets = [undefined, { on: true, off: false }, { off: 'none', low: 'a', high: 'b' }, { off: {}, on: { a: [1, null] } }]; // prettier-ignore

function flags(key: string, needed: readonly string[]): fc.Arbitrary<FlagDefinition> {
  return fc.constantFrom(...variantSets).chain((variants) => {
    const names = fc.constantFrom(...Object.keys(variants ?? { on: 1, off: 1 }));
    const schedule = fc.constantFrom(undefined, undefined, undefined, ...dates);
    const rule: fc.Arbitrary<TargetingRule> = fc.record({ name: fc.constant('rule'), when: conditions, from: schedule, until: schedule, serve: names }); // prettier-ignore
    return fc.record({
      key: fc.constant(key),
      variants: fc.constant(variants),
      prerequisites: fc.subarray([...needed]).map((list) => list.map((flag) => ({ flag }))),
      environments: fc.record({
        production: fc.record({
          enabled: fc.constant(true),
          rules: fc.array(rule, { maxLength: 3 }),
          otherwise: names,
        }),
      }),
    }) as fc.Arbitrary<FlagDefinition>;
  });
}

export const typedProjects: fc.Arbitrary<RandomProject> = fc
  .tuple(flags('one', []), flags('two', ['one']), flags('three', ['one', 'two']), tests)
  .map(([one, two, three, inner]) => ({
    flags: new Map([['one', one], ['two', two], ['three', three]]),
    segments: new Map([['inner', { when: inner }]]),
  })); // prettier-ignore

/** With a targeting key, which these engines want. */
export const typedContexts: fc.Arbitrary<EvaluationContext> = fc.record(
  {
    targetingKey: fc.constantFrom(...words),
    country: fc.constantFrom(undefined, ...words, 'DE-BY'),
    email: fc.constantFrom(undefined, ...words, 'X@A.EXAMPLE'),
    beta: fc.constantFrom(undefined, true, false),
    orders: fc.constantFrom(undefined, -3, 0, 1, 2.5, 7),
    version: fc.constantFrom(undefined, '1.9', '2.0.1'),
  },
  { requiredKeys: ['targetingKey'] },
);
