import { describe, expect, it } from 'vitest';
import type { Predicate } from '../predicate.ts';
import { conjunctions } from './constraints.ts';

type Test = Exclude<Predicate, boolean>;

const said = (predicate: Test): string[] =>
  conjunctions(predicate).map((all) => all.map(({ property, operator, value }) => `${property} ${operator} ${value}`.trim()).join(' & ')); // prettier-ignore

describe('conjunctions', () => {
  it.each<[Test, string[]]>([
    [{ attribute: 'a', equals: 'x' }, ['a eq x']],
    [{ not: { attribute: 'a', equals: 'x' } }, ['a neq x', 'a empty']],
    [{ attribute: 'a', in: ['x', 'y'] }, ['a isoneof ["x","y"]']],
    [{ attribute: 'a', equals: 'ok', ignoreCase: true }, ['a isoneof ["ok","oK","o\u212a","Ok","OK","O\u212a"]']],
    [{ attribute: 'a', startsWith: 'x' }, ['a prefix x']],
    [{ attribute: 'a', equals: false }, ['a false']],
    [{ attribute: 'targetingKey', equals: 'u' }, ['entity eq u']],
    [{ all: [{ attribute: 'a', equals: 'x' }, { any: [{ attribute: 'b', equals: 'y' }, { attribute: 'c', equals: 'z' }] }] }, ['a eq x & b eq y', 'a eq x & c eq z']], // prettier-ignore
    [{ not: { any: [{ attribute: 'a', equals: 'x' }, { attribute: 'b', equals: 'y' }] } }, ['a neq x & b neq y', 'a neq x & b empty', 'a empty & b neq y', 'a empty & b empty']], // prettier-ignore
  ])('says %j', (predicate, segments) => {
    expect(said(predicate)).toEqual(segments);
  });

  const many = (at: number): Predicate => ({ not: { attribute: `a${at}`, equals: 'x' } });

  it.each<[string, Test, RegExp]>([
    ['numbers', { attribute: 'a', equals: 1 }, /whole numbers/],
    ['limits', { attribute: 'a', lt: 1 }, /whole numbers/],
    ['an empty text', { attribute: 'a', equals: '' }, /an absent attribute is an empty text/],
    ['whether there is one', { attribute: 'a', exists: true }, /an absent attribute is an empty text/],
    ['no truth value', { not: { attribute: 'a', equals: true } }, /may be absent/],
    ['no beginning', { not: { attribute: 'a', startsWith: 'x' } }, /cannot negate/],
    ['a beginning in any case', { attribute: 'a', startsWith: 'x', ignoreCase: true }, /cannot ignore the case/],
    ['a text and a truth value', { attribute: 'a', in: ['x', true] }, /one type/],
    ['a list of odd texts', { attribute: 'a', in: ['x', '"'] }, /in a list/],
    ['too many segments', { all: Array.from({ length: 6 }, (_, at) => many(at)) }, /more than 50 segments/],
  ])('does not say %s', (_, predicate, reason) => {
    expect(() => conjunctions(predicate)).toThrow(reason);
  });
});
