import type { Sample } from './sample.ts';

/** A range that holds the true value, with the estimate in it. */
export interface Interval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/** A variant beside the control. All of it holds at every look at once, however often one looks and whenever one stops. */
export interface Comparison {
  /** Mean of the treatment less that of the control. */
  readonly difference: Interval;
  /** The difference as a part of the control's mean; absent as long as that may be 0, or is negative. */
  readonly lift: Interval | undefined;
  /** Always valid: if there is no difference, it ever falls below a bound with at most that probability. */
  readonly pValue: number;
}

/** The number of units for which intervals are narrowest, were 5% their error. Far from it they are hardly wider. */
const tunedFor = 10_000;

/** With fewer units in a variant nothing is said. */
const fewestUnits = 100;
/** The factor of Cochran's rule. */
const cochran = 25;

/**
 * Compares two variants by an asymptotic confidence sequence for the difference of means.
 *
 * Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, "Time-uniform central limit theory and asymptotic confidence sequences",
 * Annals of Statistics 52 (2024), theorem 2.2 for randomised experiments. The p-value is its dual, the mixture sequential
 * ratio test of Johari, Koomen, Pekelis and Walsh, "Always valid inference", Operations Research 70 (2022).
 *
 * @param alpha the probability with which the interval may ever miss the truth
 * @returns nothing while there is too little to say anything
 */
export function compare(control: Sample, treatment: Sample, alpha: number): Comparison | undefined {
  if (isTooEarly(control, treatment)) return undefined;
  const [ofControl, ofTreatment] = [control.variance / control.units, treatment.variance / treatment.units];
  const variance = ofControl + ofTreatment;
  if (variance <= 0) return undefined;
  const units = control.units + treatment.units;
  const bound = boundary(units, alpha);
  const estimate = treatment.mean - control.mean;
  const half = bound * Math.sqrt(variance);
  return {
    difference: { estimate, low: estimate - half, high: estimate + half },
    lift: liftOf({ mean: control.mean, variance: ofControl }, { mean: treatment.mean, variance: ofTreatment }, bound),
    pValue: alwaysValid(estimate ** 2 / variance, units),
  };
}

/**
 * Whether the smaller variant has too few units for how lopsided the values are: Cochran's rule, that means of n values are near enough
 * to normal if n is 25 times the square of their skewness ("Sampling techniques", third edition 1977, section 2.15).
 */
function isTooEarly(control: Sample, treatment: Sample): boolean {
  const fewer = Math.min(control.units, treatment.units);
  if (fewer < fewestUnits) return true;
  // Of both together: a variant without a single event may be the whole effect.
  const pooled = (of: 'variance' | 'third'): number =>
    (control[of] * control.units + treatment[of] * treatment.units) / (control.units + treatment.units);
  return fewer * pooled('variance') ** 3 < cochran * pooled('third') ** 2;
}

/** The scale of the mixture, from the same paper: rho squared, tuned for the number of units and an error of 5%. */
const scale = (-2 * Math.log(0.05) + Math.log(1 - 2 * Math.log(0.05))) / tunedFor;

/** How many standard errors an interval reaches to each side. */
export function boundary(units: number, alpha: number): number {
  const weight = units * scale;
  return Math.sqrt(2 * (1 + 1 / weight) * Math.log(Math.sqrt(1 + weight) / alpha));
}

/** @param square of the difference in standard errors */
function alwaysValid(square: number, units: number): number {
  const weight = units * scale;
  return Math.min(1, Math.sqrt(1 + weight) * Math.exp((-square / 2) * (weight / (1 + weight))));
}

interface Mean {
  readonly mean: number;
  /** Of the mean. */
  readonly variance: number;
}

/**
 * All ratios of the two means that are not refused, less 1: the set of Fieller ("Some problems in interval estimation", Journal of
 * the Royal Statistical Society B 16, 1954) with the boundary of the sequence. It holds 0 if and only if the interval of the
 * difference does.
 */
function liftOf(control: Mean, treatment: Mean, bound: number): Interval | undefined {
  const square = bound ** 2;
  const a = control.mean ** 2 - square * control.variance;
  if (control.mean <= 0 || a <= 0) return undefined;
  const b = control.mean * treatment.mean;
  const c = treatment.mean ** 2 - square * treatment.variance;
  const root = Math.sqrt(Math.max(0, b ** 2 - a * c));
  return { estimate: treatment.mean / control.mean - 1, low: (b - root) / a - 1, high: (b + root) / a - 1 };
}
