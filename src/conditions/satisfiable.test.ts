import { describe, expect, it } from 'vitest';
import type { Condition, SegmentDefinition } from '../evaluate/definition.ts';
import { FormulaReader } from './formula.ts';
import { implies, satisfiable } from './satisfiable.ts';

const segments = new Map<string, SegmentDefinition>([
  ['germans', { when: { attribute: 'country', equals: 'DE' } }],
  ['staff', { when: { any: [{ segment: 'germans' }, { attribute: 'email', endsWith: '@example.com' }] } }],
  ['circle', { when: { not: { segment: 'circle' } } }],
]);

/** The context that satisfies a condition, else the answer. */
function decide(condition: Condition, left = 10_000): unknown {
  const said = satisfiable([new FormulaReader(segments).read(condition)], { left });
  return said.answer === 'yes' ? said.witness.context : said.answer;
}

const x = (test: object): Condition => ({ attribute: 'x', ...test });
const not = (condition: Condition): Condition => ({ not: condition });
const both = (first: Condition, second: Condition): Condition => ({ all: [first, second] });

describe('satisfiable', () => {
  it.each<[string, Condition, unknown]>([
    ['a value', x({ equals: 'DE' }), { x: 'DE' }],
    ['an attribute that is absent', not(x({ equals: 'DE' })), {}],
    ['the last of a list', both(x({ in: ['DE', 'FR'] }), not(x({ equals: 'DE' }))), { x: 'FR' }],
    ['another case', both(x({ equals: 'de', ignoreCase: true }), not(x({ equals: 'de' }))), { x: 'DE' }],
    ['a number above', x({ gt: 5 }), { x: 6 }],
    ['a number between', both(x({ gt: 1 }), x({ lt: 2 })), { x: 1.5 }],
    ['a member of a list', both(x({ contains: 5 }), x({ contains: 'a' })), { x: ['a', 5] }],
    ['a text with a beginning and an end', both(x({ startsWith: 'a' }), x({ endsWith: 'z' })), { x: 'aotherz' }],
    ['a version', both(x({ semver: '>=1.2' }), x({ semver: '<1.3' })), { x: '1.2' }],
    ['a version with an end', both(x({ semver: '^2' }), x({ endsWith: '-rc' })), { x: '2.0.0-rc' }],
    ['the instant before', both(x({ before: '2026-09-02' }), x({ endsWith: 'Z' })), { x: '2026-09-01T00:00Z' }],
    ['a date', both(x({ after: '2026-09-01' }), x({ before: '2026-09-02' })), { x: '2026-09-01' }],
    ['something that is there', both(x({ exists: true }), not(x({ equals: 'other' }))), { x: '~' }],
    ['nested names', both(x({ equals: 1 }), { attribute: 'x.y', equals: 2 }), { x: 1, 'x.y': 2 }],
    ['a segment', { segment: 'germans' }, { country: 'DE' }],
    ['a segment in another', both({ segment: 'staff' }, not({ segment: 'germans' })), { email: 'other@example.com' }],
    ['who is in no segment', not({ segment: 'staff' }), {}],
    ['one of several ways', { any: [x({ in: [] }), x({ equals: true })] }, { x: true }],
    ['everybody', { all: [] }, {}],
  ])('finds %s', (_, condition, context) => {
    expect(decide(condition)).toEqual(context);
  });

  it.each<[string, Condition]>([
    ['in an empty list', x({ in: [] })],
    ['of no condition', { any: [] }],
    ['present and absent', both(x({ exists: true }), x({ exists: false }))],
    ['a number and a text', both(x({ gt: 1 }), x({ startsWith: 'a' }))],
    ['in a segment and out of it', both({ segment: 'staff' }, both(not({ segment: 'staff' }), x({ exists: true })))],
    ['of a segment that asks for another value', both({ segment: 'germans' }, { attribute: 'country', equals: 'AT' })],
    ['in neither case', both(x({ equals: 'i', ignoreCase: true }), not(x({ in: ['i', 'I', '\u0130'] })))],
    ['of another major version', both(x({ semver: '>=2' }), x({ startsWith: '1.' }))],
    ['of another year', both(x({ before: '2026-01-01' }), x({ startsWith: '2027-' }))],
    ['a version and a date', both(x({ semver: '>0.0.0' }), x({ after: '2026-01-01' }))],
  ])('finds nobody %s', (_, condition) => {
    expect(decide(condition)).toBe('no');
  });

  it('decides nothing of what it does not know, unless that does not matter', () => {
    const unknown: Condition = { attribute: 'x', semver: '1.x' };
    expect(decide(unknown)).toBe('undecided');
    expect(decide({ segment: 'gone' })).toBe('undecided');
    expect(decide({ segment: 'circle' })).toBe('undecided');
    expect(decide({ any: [{ segment: 'circle' }, x({ equals: 1 })] })).toEqual({ x: 1 });
    expect(decide({ all: [{ segment: 'gone' }, x({ equals: 1 }), x({ equals: 2 })] })).toBe('no');
  });

  it('decides nothing when the budget ends', () => {
    const many = Array.from({ length: 300 }, (_, at): Condition => ({
      any: [x({ equals: at }), x({ equals: -at - 1 })],
    }));
    expect(decide({ all: many }, 500)).toBe('undecided');
    expect(decide(x({ equals: 1 }), 1)).toBe('undecided');
  });

  it('ends within the budget for segments that name each other twice in each of many layers', () => {
    const layers = new Map<string, SegmentDefinition>([['s0', { when: x({ exists: true }) }]]);
    for (let at = 1; at <= 60; at++) {
      const below = { segment: `s${at - 1}` };
      layers.set(`s${at}`, { when: { any: [both(below, x({ equals: at })), both(below, x({ equals: -at }))] } });
    }
    const reader = new FormulaReader(layers);
    const [whole, same] = [reader.read({ segment: 's60' }), new FormulaReader(layers).read({ segment: 's60' })];
    const budget = { left: 100_000 };
    expect(satisfiable([whole], budget).answer).toBe('no');
    expect(implies(whole, same, { left: 1_000 })).toBe(false);
    expect(implies(whole, whole, { left: 1_000 })).toBe(true);
  });
});
