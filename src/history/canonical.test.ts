import { describe, expect, it } from 'vitest';
import { canonicalText } from './canonical.ts';

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
