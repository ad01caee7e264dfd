import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditions, contexts, holdsNaively } from '../../test/support/conditions.ts';
import type { Condition } from '../evaluate/definition.ts';
import type { Path } from '../diagnostic/diagnostic.ts';
import { contradictions } from './contradictions.ts';
import { FormulaReader } from './formula.ts';
import { isSatisfiable } from './satisfiable.ts';

const find = (condition: Condition, work = 100_000) => contradictions(condition, [], { left: work });
const isEverTrue = (condition: Condition, start: number): boolean => {
  for (const [context, segments] of contexts(17, start)) if (holdsNaively(condition, context, segments)) return true;
  return false;
};
const x = (test: object): Condition => ({ attribute: 'x', ...test });
const not = (condition: Condition): Condition => ({ not: condition });

describe('contradictions', () => {
  it.each<[string, Condition, Condition]>([
    ['two values', x({ equals: 'DE' }), x({ equals: 'FR' })],
    ['two lists', x({ in: ['DE', 'FR'] }), x({ in: ['NL', 'BE'] })],
    ['a value and its text', x({ equals: 5 }), x({ equals: '5' })],
    ['two types', x({ equals: 5 }), x({ startsWith: 'a' })],
    ['a number and a version', x({ gt: 5 }), x({ semver: '>=1' })],
    ['an empty range', x({ gt: 5 }), x({ lt: 3 })],
    ['a range without ends', x({ gt: 5 }), x({ lte: 5 })],
    ['a range without numbers', x({ gt: 1 }), x({ lt: 1 + Number.EPSILON })],
    ['a value outside a range', x({ equals: 2 }), x({ gt: 5 })],
    ['absence and a test', x({ exists: false }), x({ endsWith: 'a' })],
    ['absence and presence', x({ exists: false }), x({ exists: true })],
    ['a test and its negation', x({ contains: 'a' }), not(x({ contains: 'a' }))],
    ['a narrower beginning', x({ startsWith: 'abc' }), not(x({ startsWith: 'ab' }))],
    ['two beginnings', x({ startsWith: 'ab' }), x({ startsWith: 'b' })],
    ['two ends', x({ endsWith: '.org' }), x({ endsWith: '.com' })],
    ['a beginning with a part that is excluded', x({ startsWith: 'a-beta' }), not(x({ contains: 'beta' }))],
    ['a text without the empty text', x({ startsWith: 'a' }), not(x({ endsWith: '' }))],
    ['a member that is not text, in a text', x({ contains: 5 }), x({ startsWith: 'a' })],
    ['versions apart', x({ semver: '>=2.0.0' }), x({ semver: '<1.5' })],
    ['two majors', x({ semver: '^1' }), x({ semver: '^2' })],
    ['a minor outside a major', x({ semver: '~1.4' }), x({ semver: '^2' })],
    ['versions with none between', x({ semver: '>1.2.3' }), x({ semver: '<1.2.4-0' })],
    ['a version and its negation', x({ semver: '=1.2' }), not(x({ semver: '=v1.2.0+build' }))],
    ['a value that is not such a version', x({ equals: '1.0.0' }), x({ semver: '>1' })],
    ['dates apart', x({ before: '2026-01-01' }), x({ after: '2026-01-01' })],
    ['a text that is not a date', x({ equals: 'soon' }), x({ before: '2026-01-01' })],
    ['a date and its negation', x({ after: '2026-01-01' }), not(x({ after: '2026-01-01T00:00:00Z' }))],
    ['two texts in any case', x({ equals: 'DE', ignoreCase: true }), x({ equals: 'FR', ignoreCase: true })],
    ['two beginnings in any case', x({ startsWith: 'AB', ignoreCase: true }), x({ startsWith: 'b' })],
    ['a text and its negation in any case', x({ equals: 'DE' }), not(x({ equals: 'de', ignoreCase: true }))],
    ['a segment and its negation', { segment: 's' }, not({ segment: 's' })],
    ['alternatives that are all excluded', { any: [x({ equals: 1 }), x({ equals: 2 })] }, x({ gt: 2 })],
    [
      'a whole and its negation',
      { all: [x({ gt: 1 }), { segment: 's' }] },
      not({ all: [{ segment: 's' }, x({ gt: 1 })] }),
    ],
  ])('finds %s', (_, first, second) => {
    const [found, ...more] = find({ all: [first, second] });
    expect(more).toEqual([]);
    expect(found?.path.slice(0, 2)).toEqual(['all', 1]);
    expect(found?.others.length).toBeGreaterThan(0);
  });

  it.each<[string, Condition, Condition]>([
    ['two members of one list', x({ contains: 'a' }), x({ contains: 5 })],
    ['a beginning and a longer one', x({ startsWith: 'a' }), x({ startsWith: 'ab' })],
    ['negations that absence satisfies', not(x({ gt: 1 })), not(x({ lte: 1 }))],
    ['a number between', x({ gt: 1 }), x({ lt: 1.0000001 })],
    ['a version between', x({ semver: '>1.2.3' }), x({ semver: '<1.2.4' })],
    ['a prerelease of a major', x({ semver: '^2' }), x({ semver: '<2' })],
    ['a version written otherwise', x({ semver: '=1.2.0' }), not(x({ equals: '1.2.0' }))],
    ['a list that is still empty', x({ in: [] }), x({ in: ['DE'] })],
    ['a day between', x({ after: '2026-01-01' }), x({ before: '2026-01-02' })],
    ['a date as a number', x({ after: '2026-01-01' }), x({ gt: 5 })],
    ['one text in two cases', x({ equals: 'DE', ignoreCase: true }), x({ equals: 'de' })],
    ['another case of a text', x({ equals: 'DE', ignoreCase: true }), not(x({ equals: 'DE' }))],
    ['names that nest', { attribute: 'a', equals: 1 }, { attribute: 'a.b', equals: 1 }],
    ['tests that cannot be read', { attribute: 'x', semver: '1.x' }, not({ attribute: 'x', semver: '1.x' })],
    ['tests with an unknown operator', { attribute: 'x', equls: 1 } as Condition, x({ equals: 2 })],
  ])('allows %s', (_, first, second) => {
    expect(find({ all: [first, second] })).toEqual([]);
  });

  it('marks the smallest part, once, with the clauses it contradicts', () => {
    const condition: Condition = {
      any: [
        { all: [x({ gt: 1 }), { segment: 's' }, { all: [x({ lt: 0 }), { segment: 't' }] }] },
        not({ any: [x({ exists: true }), x({ exists: false })] }),
        x({ semver: '<0.0.0-0' }),
      ],
    };
    const shown = find(condition).map(({ path, others }) => [path, others.map((other) => other.path)]);
    expect(shown).toEqual([
      [['any', 0, 'all', 2, 'all', 0], [['any', 0, 'all', 0]]],
      [['any', 1], []],
      [['any', 2], []],
    ]);
  });

  it('names no more clauses than it takes', () => {
    const [found] = find({
      all: [x({ gt: 0 }), x({ in: [1, 2] }), not(x({ equals: 1 })), { segment: 's' }, x({ lt: 2 })],
    });
    expect(found?.path).toEqual(['all', 4]);
    expect(found?.others.map(({ path }) => path)).toEqual([
      ['all', 1],
      ['all', 2],
    ]);
  });

  it('never reports what some context satisfies', () => {
    fc.assert(
      fc.property(conditions, fc.nat(16), (condition, start) => {
        for (const { path, others, condition: clause } of find(condition)) {
          expect(at(condition, path)).toBe(clause);
          expect(isEverTrue({ all: [...others.map((other) => other.condition), clause] }, start)).toBe(false);
        }
      }),
      { numRuns: 1500, seed: 1 },
    );
  });

  it('never rules out a condition that some context satisfies', () => {
    let impossible = 0;
    fc.assert(
      fc.property(conditions, conditions, fc.nat(16), (a, b, start) => {
        const condition: Condition = { all: [a, b] };
        const satisfiable = isSatisfiable([new FormulaReader().read(condition)], { left: 1e6 });
        if (isEverTrue(condition, start)) expect(satisfiable).toBe(true);
        if (!satisfiable) impossible++;
      }),
      { numRuns: 1500, seed: 1 },
    );
    expect(impossible).toBeGreaterThan(100);
  });

  it('gives up silently when the budget ends, and within time', () => {
    const many = Array.from({ length: 3000 }, (_, i): Condition => ({
      any: [x({ equals: i }), x({ equals: -i - 1 })],
    }));
    expect(find({ all: many }, 10_000)).toEqual([]);
    expect(find({ all: [x({ equals: 1 }), x({ equals: 2 })] }, 0)).toEqual([]);
  });
});

function at(condition: unknown, path: Path): unknown {
  return path.reduce((value, step) => (value as Record<string | number, unknown>)[step], condition);
}
