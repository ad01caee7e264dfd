import { describe, expect, it } from 'vitest';
import { conditionWords } from './condition.ts';

const words = (when: unknown): string =>
  conditionWords(when, (kind, key) => (key === 'employees' ? `${kind}/${key}.html` : undefined), '../').text;

describe('conditionWords', () => {
  it.each([
    [{ attribute: 'country', in: ['DE', 'FR'] }, 'country in DE, FR'],
    [{ attribute: 'seats', gte: 5 }, 'seats &gt;= 5'],
    [{ segment: 'employees' }, 'in segment <a href="../segments/employees.html">employees</a>'],
    [{ segment: 'nobody' }, 'in segment nobody'],
    [{ all: [{ segment: 'nobody' }] }, 'in segment nobody'],
    [{ not: { attribute: 'plan', exists: true } }, 'not: plan exists'],
    [
      { any: [{ attribute: 'a', equals: 1 }, { all: [{ segment: 'nobody' }, { attribute: 'b', exists: false }] }] },
      'any of these holds<ul><li>a = 1<li>all of these hold<ul><li>in segment nobody<li>b is absent</ul></ul>',
    ],
  ])('of %j', (when, expected) => {
    expect(words(when)).toBe(expected);
  });

  it('counts what is too long, and does not sink into what is too deep', () => {
    const many = Array.from({ length: 100 }, (_, at) => ({ attribute: `a${at}`, exists: true }));
    expect(words({ all: many })).toContain('<li>and 60 more</ul>');
    let deep: unknown = { segment: 'employees' };
    for (let at = 0; at < 5_000; at++) deep = { not: deep };
    expect(words(deep).length).toBeLessThan(300);
  });

  it.each([undefined, null, 7, 'x', [], {}, { all: 'x' }, { any: [] }, { segment: 7 }])('does not stumble over %j', (when) => {
    expect(typeof words(when)).toBe('string');
  }); // prettier-ignore
});
