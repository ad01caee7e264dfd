import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { duplicateName, jsonPlaces } from './json-places.ts';

/** Every path of a value, with the value there. */
function placesOf(value: unknown, path: readonly (string | number)[] = []): [readonly (string | number)[], unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  const inner = Array.isArray(value)
    ? value.map((item, index) => [index, item] as const)
    : Object.entries(value as Record<string, unknown>);
  return [[path, value], ...inner.flatMap(([name, item]) => placesOf(item, [...path, name]))];
}

describe('jsonPlaces', () => {
  it('finds every value of any JSON where it begins', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const places = placesOf(JSON.parse(text));
        const offsets = jsonPlaces(text, places.map(([path]) => path)); // prettier-ignore
        for (const [at, [, inner]] of places.entries()) {
          const rest = text.slice(offsets[at]);
          const [first = ''] = (JSON.stringify(inner) ?? '').replace(/^([[{]).*$/s, '$1').split('\n');
          expect(rest.startsWith(first)).toBe(true);
        }
      }),
      { seed: 4 },
    );
  });

  it('falls back to what is around', () => {
    const text = '{"a": {"b": [1, 2]}}';
    expect(jsonPlaces(text, [['a', 'x', 'y'], ['a', 'b', 7], ['q'], []])).toEqual([6, 12, 0, 0]); // prettier-ignore
  });
});

describe('duplicateName', () => {
  it.each([
    ['{"a":1,"b":2}', undefined],
    ['{"a":1,"a":2}', 7],
    ['[{"a":1},{"a":1}]', undefined],
    ['{"a":{"b":"a","\\u0062":1}}', 14],
    ['{"a":"{\\"a\\"","b":"\\\\"}', undefined],
  ])('in %s', (text, offset) => expect(duplicateName(text)).toBe(offset));
});
