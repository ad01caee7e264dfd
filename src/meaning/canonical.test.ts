import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalText, canonicalValue, isSameMeaning } from './canonical.ts';

const same = (a: unknown, b: unknown): boolean => canonicalText(a) === canonicalText(b);

describe('canonicalText', () => {
  it('does not care for the order of fields', () => {
    expect(same({ a: 1, b: [{ c: 2, d: 3 }] }, { b: [{ d: 3, c: 2 }], a: 1 })).toBe(true);
  });

  it('cares for the order of weights and of lists', () => {
    expect(same({ otherwise: { on: 1, off: 2 } }, { otherwise: { off: 2, on: 1 } })).toBe(false);
    expect(same({ rules: [{ serve: { on: 1, off: 2 } }] }, { rules: [{ serve: { off: 2, on: 1 } }] })).toBe(false);
    expect(same({ in: ['DE', 'FR'] }, { in: ['FR', 'DE'] })).toBe(false);
  });

  it('tells values apart that JSON does not', () => {
    expect(same({ a: null }, { a: NaN })).toBe(false);
    expect(same({ a: Infinity }, { a: -Infinity })).toBe(false);
    expect(same({ a: '#NaN' }, { a: NaN })).toBe(false);
    expect(same({ a: 1 }, { a: '1' })).toBe(false);
  });
});

describe('isSameMeaning', () => {
  it('says what the canonical texts say', () => {
    const name = fc.constantFrom('a', 'serve', 'otherwise', '1', '0');
    const scalar = fc.constantFrom<unknown>(0, -0, 1, NaN, Infinity, '', '1', 'NaN', '#NaN', null, true, 'true');
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        scalar,
        fc.array(tie('value'), { maxLength: 2 }),
        fc.array(fc.tuple(name, tie('value')), { maxLength: 3 }).map((entries) => Object.fromEntries(entries)),
      ),
    }));
    // Two of few values are alike often enough; the second may have its fields in another order.
    const turned = (one: unknown): unknown =>
      typeof one === 'object' && one !== null && !Array.isArray(one)
        ? Object.fromEntries(Object.entries(one).reverse())
        : one;
    const pair = fc.oneof(
      fc.tuple(value, value),
      value.map((one) => [one, structuredClone(turned(one))] as const),
    );
    fc.assert(
      fc.property(pair, fc.constantFrom('a', 'serve'), ([a, b], field) => {
        expect(isSameMeaning({ [field]: a }, { [field]: b })).toBe(same({ [field]: a }, { [field]: b }));
      }),
      { numRuns: 3000, seed: 7 },
    );
  });
});

describe('canonicalValue', () => {
  // V8 13.6 (Node 24) takes names that are one escape for each other when it parses many objects: " for \.
  const key = fc
    .oneof(fc.string(), fc.constantFrom('#', '##', '#NaN', '__proto__'))
    .filter((name) => !/["\\]/.test(name));
  const scalar = fc.oneof(
    fc.string(),
    fc.constantFrom('#', '##', '#NaN', '"', '\\'),
    fc.boolean(),
    fc.constant(null),
    fc.double().map((n) => n + 0),
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 4 }, scalar, fc.array(tie('value')), fc.dictionary(key, tie('value'))),
  }));

  it('gives back what the text was made of', () => {
    fc.assert(
      fc.property(value, (original) => {
        const text = canonicalText(original);
        expect(text).not.toContain('\n');
        expect(canonicalText(canonicalValue(text))).toBe(text);
      }),
    );
    expect(canonicalValue(canonicalText({ b: [NaN, -Infinity, '#NaN'], '#a': 1 }))).toEqual({
      '#a': 1,
      b: [NaN, -Infinity, '#NaN'],
    });
  });
});
