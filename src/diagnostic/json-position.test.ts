import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonErrorOffset } from './json-position.ts';

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

describe('jsonErrorOffset', () => {
  it.each([
    ['{"a":1,}', 7],
    ['[1 2]', 3],
    ['[,]', 1],
    ['{"a" 1}', 5],
    ['{1:2}', 1],
    ['{} x', 3],
    ['01', 0],
    ['"a\nb"', 0],
    ['[tru]', 1],
    ['{"a":[1}', 7],
    ['', 0],
  ])('of %j is %i', (text, offset) => {
    expect(jsonErrorOffset(text)).toBe(offset);
  });

  it('is the end of a text that is JSON, or its beginning', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), (text, at) => {
        expect(jsonErrorOffset(text)).toBe(text.length);
        const part = text.slice(0, at % (text.length + 1));
        if (!isJson(part)) expect(jsonErrorOffset(part)).toBeLessThanOrEqual(part.length);
      }),
    );
  });

  it('is before the end of what no more text could make JSON', () => {
    const noise = fc.string({ unit: fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '1', ' '), maxLength: 8 });
    fc.assert(
      fc.property(noise, (text) => {
        const offset = jsonErrorOffset(text);
        if (isJson(text)) expect(offset).toBe(text.length);
        // Up to there it is the beginning of some JSON: an offset further on is found with more of it.
        else expect(jsonErrorOffset(text.slice(0, offset))).toBe(offset);
      }),
      { numRuns: 2000 },
    );
  });

  it('takes long texts', () => {
    const text = `[${'"abc",'.repeat(150_000)}"${'x'.repeat(1_000_000)}`;
    expect(jsonErrorOffset(text)).toBeGreaterThan(900_000);
  });
});
