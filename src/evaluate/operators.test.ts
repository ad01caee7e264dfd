import { describe, expect, test } from 'vitest';
import { compileCondition, holds } from './condition.ts';
import type { Condition } from './definition.ts';
import { DefinitionError } from './definition.ts';
import type { EvaluationContext } from './evaluation.ts';
import { segmentCompiler } from './segments.ts';

function check(condition: unknown, context: unknown): boolean {
  const compiled = compileCondition(condition as Condition, segmentCompiler(new Map()));
  return holds(compiled, { context: context as EvaluationContext, call: 1 });
}

describe('operators', () => {
  const list = Array.from({ length: 20 }, (_, i) => `c${i}`);
  test.each<[object, unknown, boolean]>([
    [{ equals: 'DE' }, 'DE', true],
    [{ equals: 'DE' }, 'de', false],
    [{ equals: 1 }, 1, true],
    [{ equals: 1 }, '1', false],
    [{ equals: '1' }, 1, false],
    [{ equals: true }, true, true],
    [{ equals: true }, 'true', false],
    [{ equals: false }, 0, false],
    [{ equals: '' }, '', true],
    [{ in: ['DE', 'FR'] }, 'FR', true],
    [{ in: ['DE', 'FR'] }, 'NL', false],
    [{ in: ['DE', 'FR'] }, ['DE'], false],
    [{ in: [1, 2] }, '1', false],
    [{ in: list }, 'c19', true],
    [{ in: list }, 'c20', false],
    [{ in: [] }, 'DE', false],
    [{ contains: 'beta' }, 'a beta tester', true],
    [{ contains: 'beta' }, 'alpha', false],
    [{ contains: 'beta' }, ['beta'], true],
    [{ contains: 'beta' }, ['a beta tester'], false],
    [{ contains: 1 }, [1, 2], true],
    [{ contains: 1 }, ['1'], false],
    [{ contains: 1 }, '1', false],
    [{ contains: 'beta' }, { beta: true }, false],
    [{ startsWith: 'ad' }, 'ada', true],
    [{ startsWith: 'ad' }, 'bad', false],
    [{ startsWith: '1' }, 12, false],
    [{ endsWith: '@example.com' }, 'ada@example.com', true],
    [{ endsWith: '@example.com' }, 'ada@example.org', false],
    [{ endsWith: 'x' }, ['x'], false],
    [{ gt: 18 }, 19, true],
    [{ gt: 18 }, 18, false],
    [{ gt: 18 }, '19', false],
    [{ gte: 18 }, 18, true],
    [{ gte: 18 }, 17.9, false],
    [{ lt: 18 }, 17, true],
    [{ lt: 18 }, 18, false],
    [{ lt: 18 }, true, false],
    [{ lte: 18 }, 18, true],
    [{ lte: 18 }, Number.NaN, false],
    [{ before: '2026-09-01' }, '2026-08-31T23:59:59.999Z', true],
    [{ before: '2026-09-01' }, '2026-09-01', false],
    [{ before: '2026-09-01' }, '2026-09-01T00:30:00+02:00', true],
    [{ before: '2026-09-01T08:00:00Z' }, '2026-09-01', true],
    [{ before: '2026-09-01' }, Date.UTC(2026, 8, 1) - 1, true],
    [{ before: '2026-09-01' }, Date.UTC(2026, 8, 1), false],
    [{ before: '2026-09-01' }, 0, true],
    [{ before: '2026-09-01' }, -Infinity, false],
    [{ before: '2026-09-01' }, 'yesterday', false],
    [{ before: '2026-09-01' }, '2026-02-30', false],
    [{ before: '2026-09-01' }, String(Date.UTC(2026, 7, 1)), false],
    [{ before: '2026-09-01' }, true, false],
    [{ after: '2026-09-01' }, '2026-09-01', true],
    [{ after: '2026-09-01' }, '2026-08-31T23:59:59.999Z', false],
    [{ after: '2026-09-01T10:00+02:00' }, '2026-09-01T08:00:00Z', true],
    [{ after: '2026-09-01' }, Date.UTC(2026, 8, 1), true],
    [{ after: '2026-09-01' }, Date.UTC(2026, 8, 1) - 1, false],
    [{ after: '1970-01-01' }, 0, true],
    [{ after: '2026-09-01' }, new Date('2026-09-01'), true],
    [{ before: '2026-09-01' }, new Date('2026-09-01'), false],
    [{ after: '1969-01-01' }, new Date(NaN), false],
    [{ before: '2026-09-01' }, new Date(NaN), false],
    [{ after: '2026-09-01' }, Infinity, false],
    [{ after: '2026-09-01' }, Number.NaN, false],
    [{ after: '2026-09-01' }, ['2026-09-02'], false],
    [{ equals: 'De', ignoreCase: true }, 'dE', true],
    [{ equals: 'De', ignoreCase: false }, 'dE', false],
    [{ equals: 'ΟΔΟΣ', ignoreCase: true }, 'οδοσ', true],
    [{ equals: 'İ', ignoreCase: true }, 'i', true],
    [{ equals: 'ß', ignoreCase: true }, 'SS', false],
    [{ equals: 1, ignoreCase: true }, 1, true],
    [{ equals: 1, ignoreCase: true }, '1', false],
    [{ in: ['DE', 'Fr'], ignoreCase: true }, 'fR', true],
    [{ in: list, ignoreCase: true }, 'C19', true],
    [{ in: list, ignoreCase: true }, 'C20', false],
    [{ contains: 'Beta', ignoreCase: true }, 'a BETA tester', true],
    [{ contains: 'Beta', ignoreCase: true }, ['x', 'BETA'], true],
    [{ contains: 'Beta', ignoreCase: true }, ['a BETA tester'], false],
    [{ contains: 1, ignoreCase: true }, [1], true],
    [{ startsWith: 'Ad', ignoreCase: true }, 'aDa', true],
    [{ startsWith: 'Ad', ignoreCase: true }, 'bAd', false],
    [{ endsWith: '@Example.com', ignoreCase: true }, 'ada@EXAMPLE.COM', true],
    [{ endsWith: '@Example.com', ignoreCase: true }, 7, false],
    [{ semver: '>=2.1.0' }, '2.3.0', true],
    [{ semver: '>=2.1.0' }, '2.0.9', false],
    [{ semver: '>=2.1.0' }, 'newest', false],
    [{ semver: '!=2.1.0' }, 'newest', false],
    [{ semver: '>=2.1.0' }, 3, false],
    [{ exists: true }, '', true],
    [{ exists: true }, false, true],
    [{ exists: true }, 0, true],
    [{ exists: false }, 0, false],
  ])('%j of %j is %s', (operator, value, expected) => {
    expect(check({ attribute: 'a', ...operator }, { a: value })).toBe(expected);
    expect(check({ not: { attribute: 'a', ...operator } }, { a: value })).toBe(!expected);
  });

  test.each<object>([
    { equals: 'undefined' },
    { in: ['undefined', 'null'] },
    { contains: '' },
    { startsWith: '' },
    { endsWith: '' },
    { gt: -1 },
    { gte: 0 },
    { lt: 1 },
    { lte: 0 },
    { before: '2026-09-01' },
    { after: '1969-01-01' },
    { equals: '', ignoreCase: true },
    { semver: '!=1.0.0' },
    { exists: true },
  ])('%j is false of an absent attribute, and of null', (operator) => {
    for (const context of [{}, { a: undefined }, { a: null }, { b: 'undefined' }]) {
      expect(check({ attribute: 'a', ...operator }, context)).toBe(false);
      expect(check({ not: { attribute: 'a', ...operator } }, context)).toBe(true);
    }
  });

  test('only `exists: false` is true of an absent attribute', () => {
    for (const context of [{}, { a: undefined }, { a: null }]) {
      expect(check({ attribute: 'a', exists: false }, context)).toBe(true);
    }
  });

  test.each<unknown>([
    null,
    'x',
    {},
    { attribute: 'a' },
    { attribute: 'a', equals: 1, gt: 2 },
    { attribute: 'a', matches: '.*' },
    { attribute: 'a', constructor: 1 },
    { equals: 1 },
    { attribute: 1, equals: 1 },
    { attribute: 'a', equals: null },
    { attribute: 'a', equals: [] },
    { attribute: 'a', in: 'DE' },
    { attribute: 'a', in: [{}] },
    { attribute: 'a', contains: {} },
    { attribute: 'a', gt: '1' },
    { attribute: 'a', startsWith: 1 },
    { attribute: 'a', endsWith: 1 },
    { attribute: 'a', semver: 1 },
    { attribute: 'a', semver: '1.0.0' },
    { attribute: 'a', exists: 'yes' },
    { attribute: 'a', before: 'tomorrow' },
    { attribute: 'a', before: 1_767_225_600_000 },
    { attribute: 'a', after: '2026-02-30' },
    { attribute: 'a', before: '2026-01-01', after: '2025-01-01' },
    { attribute: 'a', ignoreCase: true },
    { attribute: 'a', equals: 'x', ignoreCase: 'yes' },
    { attribute: 'a', gt: 1, ignoreCase: true },
    { attribute: 'a', before: '2026-01-01', ignoreCase: true },
    { all: {} },
    { any: 'x' },
    { not: null },
    { all: [null] },
    { segment: 'absent' },
  ])('%j is refused', (condition) => {
    expect(() => check(condition, {})).toThrow(DefinitionError);
  });
});

describe('attribute names', () => {
  test('dots walk into nested objects', () => {
    expect(check({ attribute: 'user.plan.name', equals: 'pro' }, { user: { plan: { name: 'pro' } } })).toBe(true);
    expect(check({ attribute: 'user.plan.name', equals: 'pro' }, { user: { plan: 'pro' } })).toBe(false);
    expect(check({ attribute: 'user.plan', exists: true }, { user: null })).toBe(false);
    expect(check({ attribute: 'user.plan', exists: false }, { user: { plan: null } })).toBe(true);
  });

  test('an attribute of exactly this name comes first', () => {
    const context = { 'user.plan': 'literal', user: { plan: 'nested' } };
    expect(check({ attribute: 'user.plan', equals: 'literal' }, context)).toBe(true);
    expect(check({ attribute: 'user.plan', equals: 'nested' }, context)).toBe(false);
  });

  test.each([
    '__proto__',
    'constructor',
    'toString',
    'user.constructor',
    'user.__proto__',
    'constructor.name',
    'tags.length',
    'text.length',
  ])('%s is absent unless it was sent', (attribute) => {
    expect(check({ attribute, exists: true }, { user: {}, tags: ['x'], text: 'x' })).toBe(false);
  });

  test('what was sent counts, whatever its name', () => {
    const context = JSON.parse('{"__proto__":"x","constructor":{"name":"y"}}') as object;
    expect(check({ attribute: '__proto__', equals: 'x' }, context)).toBe(true);
    expect(check({ attribute: 'constructor.name', equals: 'y' }, context)).toBe(true);
  });

  test('what a context inherits does not count', () => {
    expect(check({ attribute: 'admin', exists: true }, Object.create({ admin: true }))).toBe(false);
  });
});
