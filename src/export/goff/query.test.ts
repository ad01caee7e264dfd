import { describe, expect, it } from 'vitest';
import type { AttributeTest } from '../../evaluate/definition.ts';
import { goffQuery } from './query.ts';

describe('goffQuery', () => {
  it.each<[AttributeTest, string]>([
    [{ attribute: 'country', equals: 'DE' }, 'country in ["DE"]'],
    [{ attribute: 'country', equals: 'DE', ignoreCase: true }, 'country eq "DE"'],
    [{ attribute: 'x', in: ['a', 1, true, 2.5] }, '(x in ["a"]) or (x in [1.0, 2.5]) or (x eq true)'],
    [{ attribute: 'orders', gte: -1 }, 'orders ge -1.0'],
    [{ attribute: 'mail', endsWith: '@x', ignoreCase: true }, 'mail ew "@x"'],
    [{ attribute: 'phone', startsWith: '+49' }, 'phone sw "+49"'],
    [{ attribute: 'beta', exists: false }, 'not (beta pr)'],
    [{ attribute: 'targetingKey', equals: 'u-1' }, 'targetingKey in ["u-1"]'],
  ])('says %j', (test, query) => {
    expect(goffQuery(test)).toBe(query);
  });

  it('puts every part in parentheses, so that nothing depends on what binds stronger', () => {
    const [a, b] = [{ attribute: 'a', equals: true }, { attribute: 'b', equals: false }]; // prettier-ignore
    expect(goffQuery({ all: [a, { any: [b, { not: a }] }] })).toBe(
      '(a eq true) and ((b eq false) or (not (a eq true)))',
    );
  });

  it.each<[string, AttributeTest, RegExp]>([
    ['a text with quotes', { attribute: 'x', equals: 'a"b' }, /cannot write the text/],
    ['a number with an exponent', { attribute: 'x', equals: 1e21 }, /cannot write the number/],
    ['the case of a beginning', { attribute: 'x', startsWith: 'a' }, /ignores case/],
    ['a word of its language', { attribute: 'in', equals: 'a' }, /called "in"/],
    ['what it sets itself', { attribute: 'anonymous', equals: true }, /called "anonymous"/],
    ['a nested attribute', { attribute: 'user.plan', equals: 'a' }, /called "user.plan"/],
    ['an empty targeting key', { attribute: 'targetingKey', in: ['', 'a'] }, /missing targeting key/],
    ['versions', { attribute: 'v', semver: '>1' }, /no counterpart of "semver"/],
    ['lists', { attribute: 'groups', contains: 'a' }, /no counterpart of "contains"/],
  ])('does not say %s', (_, test, reason) => {
    expect(() => goffQuery(test)).toThrow(reason);
  });
});
