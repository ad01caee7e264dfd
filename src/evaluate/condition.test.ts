import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileCondition, holds } from './condition.ts';
import type { Condition, SegmentDefinition } from './definition.ts';
import type { EvaluationContext } from './evaluation.ts';
import { segmentCompiler } from './segments.ts';

let calls = 0;
function check(condition: unknown, context: unknown, segments: Record<string, unknown> = {}): boolean {
  const definitions = new Map(Object.entries(segments).map(([key, when]) => [key, { when } as SegmentDefinition]));
  const compiled = compileCondition(condition as Condition, segmentCompiler(definitions));
  return holds(compiled, { context: context as EvaluationContext, call: ++calls });
}

const PARTS = { yes: { attribute: 'a', exists: false }, no: { attribute: 'a', exists: true } };

/** The plain meaning, by recursion. */
function meaning(condition: Condition, context: Record<string, unknown>, segments: Record<string, Condition>): boolean {
  if ('all' in condition) return condition.all.every((part) => meaning(part, context, segments));
  if ('any' in condition) return condition.any.some((part) => meaning(part, context, segments));
  if ('not' in condition) return !meaning(condition.not, context, segments);
  if ('segment' in condition) return meaning(segments[condition.segment]!, context, segments);
  return context[condition.attribute] === condition.equals;
}

const { tree } = fc.letrec<{ tree: Condition }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.record({ attribute: fc.constantFrom('a', 'b', 'c', 'd'), equals: fc.boolean() }),
    fc.record({ segment: fc.constantFrom('first', 'second') }),
    fc.record({ all: fc.array(tie('tree'), { maxLength: 4 }) }),
    fc.record({ any: fc.array(tie('tree'), { maxLength: 4 }) }),
    fc.record({ not: tie('tree') }),
  ),
}));
const contexts = fc.record({ a: fc.boolean(), b: fc.boolean(), c: fc.boolean() }, { requiredKeys: [] });

describe('all, any, not and segments', () => {
  test('mean what they say, in every combination', () => {
    const segments: Record<string, Condition> = {
      first: { any: [{ attribute: 'a', equals: true }, { segment: 'second' }] },
      second: {
        not: {
          all: [
            { attribute: 'b', equals: true },
            { attribute: 'c', equals: false },
          ],
        },
      },
    };
    fc.assert(
      fc.property(tree, contexts, (condition, context) => {
        expect(check(condition, context, segments)).toBe(meaning(condition, context, segments));
      }),
      { numRuns: 3000 },
    );
  });

  test('an empty `all` holds and an empty `any` does not', () => {
    expect(check({ all: [] }, {})).toBe(true);
    expect(check({ any: [] }, {})).toBe(false);
    expect(check({ not: { any: [{ all: [] }, { any: [] }] } }, {})).toBe(false);
  });

  test('any depth of nesting is fine', () => {
    for (const wrap of [
      (c: object) => ({ not: c }),
      (c: object) => ({ all: [PARTS.yes, c] }),
      (c: object) => ({ any: [PARTS.no, c] }),
    ]) {
      let condition: object = PARTS.yes;
      for (let i = 0; i < 100_000; i++) condition = wrap(condition);
      expect(check(condition, {})).toBe(true);
    }
  });

  test('a chain of thousands of segments is fine', () => {
    const segments: Record<string, unknown> = { s0: PARTS.yes };
    for (let i = 1; i < 20_000; i++) segments[`s${i}`] = { not: { segment: `s${i - 1}` } };
    expect(check({ segment: 's19999' }, {}, segments)).toBe(false);
    expect(check({ segment: 's19998' }, {}, segments)).toBe(true);
  });

  test('a segment is decided once a call, so a diamond of 60 layers is quick', () => {
    let reads = 0;
    const context = {
      get a() {
        reads++;
        return true;
      },
    };
    const segments: Record<string, unknown> = {
      l0: { attribute: 'a', equals: true },
      r0: { attribute: 'a', equals: true },
    };
    for (let i = 1; i <= 60; i++) {
      for (const side of ['l', 'r']) segments[side + i] = { all: [{ segment: `l${i - 1}` }, { segment: `r${i - 1}` }] };
    }
    expect(check({ all: [{ segment: 'l60' }, { segment: 'r60' }, { segment: 'l60' }] }, context, segments)).toBe(true);
    expect(reads).toBe(2);
  });

  test('every call asks anew', () => {
    const compiled = compileCondition(
      { segment: 's' },
      segmentCompiler(new Map([['s', { when: { attribute: 'a', equals: 1 } }]])),
    );
    expect(holds(compiled, { context: { a: 1 }, call: ++calls })).toBe(true);
    expect(holds(compiled, { context: { a: 2 }, call: ++calls })).toBe(false);
  });
});
