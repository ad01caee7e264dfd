import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundary, compare } from './compare.ts';
import { meanSample, rateSample } from './sample.ts';
import { sharesPValue } from './shares.ts';

describe('compare', () => {
  it('gives an effect with its interval', () => {
    const { difference, lift, pValue } = compare(rateSample(10_000, 1000), rateSample(10_000, 1200), 0.05)!;
    expect(difference.estimate).toBeCloseTo(0.02, 10);
    expect(lift!.estimate).toBeCloseTo(0.2, 10);
    expect(difference.low).toBeGreaterThan(0);
    expect(lift!.low).toBeGreaterThan(0);
    // What a single look at the end would give is narrower, and lies if one looks often.
    expect((difference.high - difference.low) / 2).toBeGreaterThan(
      1.96 * Math.sqrt((0.1 * 0.9 + 0.12 * 0.88) / 10_000),
    );
    expect(pValue).toBeLessThan(0.01);
  });

  it('says nothing of too little data, or of values that are all the same', () => {
    expect(compare(rateSample(99, 50), rateSample(1000, 500), 0.05)).toBeUndefined();
    expect(compare(rateSample(1000, 3), rateSample(1000, 4), 0.05)).toBeUndefined();
    expect(
      compare(meanSample(new Float64Array(200).fill(7)), meanSample(new Float64Array(200).fill(8)), 0.05),
    ).toBeUndefined();
    expect(compare(meanSample(new Float64Array(0)), meanSample(new Float64Array(0)), 0.05)).toBeUndefined();
  });

  it('sees an event that all but vanishes, or appears from nowhere', () => {
    expect(compare(rateSample(10_000, 400), rateSample(10_000, 0), 0.05)!.difference.high).toBeLessThan(0);
    const appeared = compare(rateSample(10_000, 0), rateSample(10_000, 400), 0.05)!;
    expect(appeared.difference.low).toBeGreaterThan(0);
    // Of nothing there is no part.
    expect(appeared.lift).toBeUndefined();
  });

  it('tells the same by p-value, difference and lift', () => {
    const events = fc.integer({ min: 100, max: 1900 });
    fc.assert(
      fc.property(events, events, fc.integer({ min: 2000, max: 9000 }), (a, b, units) => {
        const comparison = compare(rateSample(2000, a), rateSample(units, b), 0.05);
        if (comparison === undefined) return;
        const { difference, lift, pValue } = comparison;
        const holds = ({ low, high }: { low: number; high: number }): boolean => low <= 0 && high >= 0;
        expect(holds(difference)).toBe(pValue >= 0.05);
        if (lift !== undefined) expect(holds(lift)).toBe(pValue >= 0.05);
      }),
    );
  });

  it('is as wide as its paper says', () => {
    // rho squared = (-2 ln 0.05 + ln(1 - 2 ln 0.05)) / 10000 = 7.936e-4; at 10000 units: sqrt(2 (1 + 1/7.936) ln(sqrt(8.936) / 0.05)).
    expect(boundary(10_000, 0.05)).toBeCloseTo(3.035, 3);
    expect(boundary(100, 0.05)).toBeGreaterThan(8);
    expect(boundary(1_000_000, 0.05)).toBeLessThan(3.7);
  });
});

describe('meanSample', () => {
  it('has the moments of its values, however large they are', () => {
    const values = [1, 2, 3, 10];
    const { units, mean, variance, third } = meanSample(Float64Array.from(values));
    expect([units, mean]).toEqual([4, 4]);
    expect(variance).toBeCloseTo(50 / 3, 10);
    expect(third).toBeCloseTo((-27 - 8 - 1 + 216) / 4, 10);
    expect(meanSample(Float64Array.from(values, (value) => value + 1e12)).variance).toBeCloseTo(50 / 3, 6);
  });
});

describe('sharesPValue', () => {
  it('doubts what chance does not give', () => {
    expect(sharesPValue([5000, 5000], [1, 1])).toBe(1);
    expect(sharesPValue([5060, 4940], [50, 50])).toBeGreaterThan(0.01);
    expect(sharesPValue([5400, 4600], [50, 50])).toBeLessThan(1e-6);
    expect(sharesPValue([2500, 7500], [25, 75])).toBe(1);
    expect(sharesPValue([2500, 7500], [75, 25])).toBe(0);
  });

  it('knows that a weight of 0 is for nobody', () => {
    expect(sharesPValue([10, 0], [1, 0])).toBe(1);
    expect(sharesPValue([1_000_000, 1], [1, 0])).toBe(0);
    expect(sharesPValue([0, 0], [1, 1])).toBe(1);
  });

  it('is the value of its formula', () => {
    // Of 3 and 1 at even weights: e = 1! 3! 1! / 5! x 2^4 = 0.8, and 5 and 0: 1! 5! / 6! x 2^5 = 32 / 6.
    expect(sharesPValue([3, 1], [1, 1])).toBe(1);
    expect(sharesPValue([5, 0], [1, 1])).toBeCloseTo(6 / 32, 10);
  });
});
