import { afterAll, describe, expect, it } from 'vitest';
import { runsOf } from '../../test/support/depth.ts';
import { eventsOf, normalNumber, uniformNumbers } from '../../test/support/random-numbers.ts';
import { compare, type Comparison } from './compare.ts';
import { rateSample, type Sample } from './sample.ts';
import { sharesPValue } from './shares.ts';

/** An experiment is looked at on every day of a year. */
const days = 365;
const alpha = 0.05;
const printed: string[] = [];

afterAll(() => void process.stdout.write(`\nLooking every day for a year:\n${printed.join('\n')}\n`));

/** In how many of the experiments something was ever claimed that is not so. */
interface Errors {
  /** An effect was claimed (p < 5%). */
  claims: number;
  /** An interval did not hold the true difference, or the true lift. */
  misses: number;
  experiments: number;
}

function judge(
  { difference, lift, pValue }: Comparison,
  truth: { difference: number; lift: number },
  day: { claimed: boolean; missed: boolean },
): void {
  day.claimed ||= pValue < alpha;
  day.missed ||= difference.low > truth.difference || difference.high < truth.difference;
  day.missed ||= lift !== undefined && (lift.low > truth.lift || lift.high < truth.lift);
}

/** @param sample draws what a day's units add, and gives all so far of control and treatment */
function experiments(
  runs: number,
  truth: { difference: number; lift: number },
  start: () => () => readonly [Sample, Sample],
): Errors {
  const errors = { claims: 0, misses: 0, experiments: runs };
  for (let run = 0; run < runs; run++) {
    const seen = { claimed: false, missed: false };
    const nextDay = start();
    for (let day = 0; day < days; day++) {
      const comparison = compare(...nextDay(), alpha);
      if (comparison !== undefined) judge(comparison, truth, seen);
    }
    if (seen.claimed) errors.claims++;
    if (seen.missed) errors.misses++;
  }
  return errors;
}

function report(what: string, { claims, misses, experiments: runs }: Errors, isNull: boolean): void {
  const share = (count: number): string => `${((count / runs) * 100).toFixed(1)}%`;
  const effect = isNull ? `false positives ${share(claims)}` : `effect found ${share(claims)}`;
  printed.push(`  ${what.padEnd(46)} ${effect.padEnd(24)} intervals that ever miss ${share(misses)}`);
}

describe('intervals and p-values that are looked at every day for a year', () => {
  it.each([
    // Rate of the control, units a day of control and treatment, true lift.
    [0.5, 50, 50, 0],
    [0.1, 50, 50, 0],
    [0.02, 500, 500, 0],
    [0.02, 900, 100, 0],
    [0.1, 990, 10, 0],
    [0.002, 9000, 1000, 0],
    [0.1, 500, 500, 0.1],
    [0.02, 900, 100, 0.2],
    [0.3, 100, 100, -0.15],
  ])('err at most as often as they say: rate %d, %d and %d a day, lift %d', (rate, control, treatment, lift) => {
    const random = uniformNumbers(7);
    const found = experiments(runsOf(600), { difference: rate * lift, lift }, () => {
      let [day, ofControl, ofTreatment] = [0, 0, 0];
      return () => {
        day++;
        ofControl += eventsOf(random, control, rate);
        ofTreatment += eventsOf(random, treatment, rate * (1 + lift));
        return [rateSample(day * control, ofControl), rateSample(day * treatment, ofTreatment)];
      };
    });
    report(`rate ${rate}, ${control} + ${treatment} a day, lift ${lift}`, found, lift === 0);
    expect(found.misses / found.experiments).toBeLessThanOrEqual(alpha);
    if (lift === 0) expect(found.claims / found.experiments).toBeLessThanOrEqual(alpha);
    else expect(found.claims / found.experiments).toBeGreaterThan(0.9);
  });

  it.each([
    ['normal', 20, 20, (random: () => number) => 10 + normalNumber(random)],
    ['log-normal, sigma 1', 20, 20, (random: () => number) => Math.exp(normalNumber(random))],
    ['log-normal, sigma 1.5, uneven', 45, 5, (random: () => number) => Math.exp(1.5 * normalNumber(random))],
    [
      'two in a hundred buy, uneven',
      90,
      10,
      (random: () => number) => (random() < 0.02 ? Math.exp(normalNumber(random)) : 0),
    ],
  ] as const)('err at most as often as they say: means, %s', (what, control, treatment, draw) => {
    const random = uniformNumbers(11);
    const found = experiments(runsOf(200), { difference: 0, lift: 0 }, () => {
      const sums = [new Moments(), new Moments()] as const;
      return () => {
        for (let at = 0; at < control; at++) sums[0].add(draw(random));
        for (let at = 0; at < treatment; at++) sums[1].add(draw(random));
        return [sums[0].sample(), sums[1].sample()];
      };
    });
    report(`${what}, ${control} + ${treatment} a day`, found, true);
    expect(found.claims / found.experiments).toBeLessThanOrEqual(alpha);
    expect(found.misses / found.experiments).toBeLessThanOrEqual(alpha);
  });

  it.each([
    [
      [50, 50],
      [0.5, 0.5],
    ],
    [
      [1, 9],
      [0.1, 0.9],
    ],
    [
      [1, 1, 1],
      [1 / 3, 1 / 3, 1 / 3],
    ],
  ])('doubts shares that are as dealt at most as often as it says: weights %j', (weights, rates) => {
    const random = uniformNumbers(3);
    const runs = runsOf(600);
    let doubts = 0;
    for (let run = 0; run < runs; run++) {
      const counts = weights.map(() => 0);
      let isDoubted = false;
      for (let day = 0; day < days; day++) {
        for (let unit = 0; unit < 30; unit++) counts[pick(random(), rates)]!++;
        isDoubted ||= sharesPValue(counts, weights) < 0.01;
      }
      if (isDoubted) doubts++;
    }
    printed.push(
      `  shares ${JSON.stringify(weights).padEnd(39)} doubted without cause ${((doubts / runs) * 100).toFixed(1)}%`,
    );
    expect(doubts / runs).toBeLessThanOrEqual(0.01);
  });
});

function pick(number: number, rates: readonly number[]): number {
  let sum = 0;
  return Math.max(
    0,
    rates.findIndex((rate) => number < (sum += rate)),
  );
}

/** Running sums, from which the moments of a sample follow. */
class Moments {
  #units = 0;
  readonly #sums = [0, 0, 0];

  add(value: number): void {
    this.#units++;
    this.#sums[0]! += value;
    this.#sums[1]! += value ** 2;
    this.#sums[2]! += value ** 3;
  }

  sample(): Sample {
    const [first, second, third] = this.#sums.map((sum) => sum / this.#units) as [number, number, number];
    const variance = ((second - first ** 2) * this.#units) / (this.#units - 1);
    return { units: this.#units, mean: first, variance, third: third - 3 * first * second + 2 * first ** 3 };
  }
}
