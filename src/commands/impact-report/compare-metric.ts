import { compare, type Comparison, type Interval } from '../../statistics/compare.ts';
import { meanSample, rateSample, type Sample } from '../../statistics/sample.ts';
import type { Cohort, VariantValues } from '../../measurements/cohort.ts';
import type { Direction, Measure, MetricKind } from './measures.ts';

/**
 * What can be said of a variant by one metric. `better`, `worse`: it is, by its direction. `moved`: it is other, and nobody says which way
 * is better. `safe`: it is not worse by as much as matters. `no-effect`: it is neither better nor worse by as much as matters.
 * `not-yet`: more data may tell. `no-data`: there is no outcome of it.
 */
export type MetricState = 'better' | 'worse' | 'moved' | 'safe' | 'no-effect' | 'not-yet' | 'no-data';

export interface ComparedVariant {
  readonly variant: string;
  readonly state: MetricState;
  /** Absent while there is too little data for any. */
  readonly comparison: Comparison | undefined;
  /** Roughly, how many units in both variants would show a lift of the smallest effect; only where it is not yet known. */
  readonly unitsNeeded: number | undefined;
}

export interface ComparedMetric extends Measure {
  readonly kind: MetricKind;
  /** Of every variant: how many units were measured, and what they gave. */
  readonly variants: readonly { readonly name: string; readonly units: number; readonly value: number }[];
  /** Of every variant but the control. */
  readonly compared: readonly ComparedVariant[];
}

export interface CompareOptions {
  readonly control: string;
  /** Probability of any error among the variants of a metric. */
  readonly alpha: number;
  /** The smallest lift that matters, as a part of the control's value. */
  readonly smallestEffect: number;
  /** Metrics of which each unit's values are added up. */
  readonly sums: readonly string[];
}

/** Compares every variant with the control by one metric. The error is shared among the variants (Bonferroni). */
export function compareMetric(cohort: Cohort, measure: Measure, options: CompareOptions): ComparedMetric {
  const { control, alpha, smallestEffect } = options;
  const kind = kindOf(cohort, measure.name, options.sums);
  const samples = samplesOf(cohort, measure.name, kind);
  const others = [...samples.keys()].filter((name) => name !== control);
  const isEmpty = !cohort.metrics.has(measure.name);
  const compared = others.map((variant): ComparedVariant => {
    const [base, sample] = [samples.get(control), samples.get(variant)];
    const comparison = isEmpty || !base || !sample ? undefined : compare(base, sample, alpha / others.length);
    const state = isEmpty ? 'no-data' : stateOf(comparison, measure, smallestEffect);
    const shared = comparison && { ...comparison, pValue: Math.min(1, comparison.pValue * others.length) };
    const units = (base?.units ?? 0) + (sample?.units ?? 0);
    const unitsNeeded = state === 'not-yet' ? neededUnits(comparison, units, smallestEffect) : undefined;
    return { variant, state, comparison: shared, unitsNeeded };
  });
  const variants = [...samples].map(([name, { units, mean }]) => ({ name, units, value: mean }));
  return { ...measure, kind, variants, compared };
}

function kindOf({ metrics }: Cohort, name: string, sums: readonly string[]): MetricKind {
  if (sums.includes(name)) return 'sum';
  return metrics.get(name)?.isBinary === false ? 'mean' : 'rate';
}

function samplesOf(cohort: Cohort, metric: string, kind: MetricKind): ReadonlyMap<string, Sample> {
  const values = cohort.values(metric);
  return new Map([...cohort.sizes()].map(([name, size]) => [name, sampleOf(values.get(name)!, size, kind)]));
}

function sampleOf({ sums, counts }: VariantValues, size: number, kind: MetricKind): Sample {
  if (kind === 'rate')
    return rateSample(
      size,
      sums.reduce((events, sum) => events + (sum > 0 ? 1 : 0), 0),
    );
  if (kind === 'mean') return meanSample(sums.map((sum, at) => sum / counts[at]!));
  const all = new Float64Array(size);
  all.set(sums);
  return meanSample(all);
}

/** By the interval of the lift; while there is none, by that of the difference, which cannot be held against the smallest effect. */
function stateOf(comparison: Comparison | undefined, { role, better }: Measure, smallest: number): MetricState {
  if (comparison === undefined) return 'not-yet';
  const { difference, lift } = comparison;
  const { low, high } = lift ?? difference;
  const harm = better === 'higher' ? -low : high;
  if (lift !== undefined && role === 'guardrail' && better !== undefined && harm < smallest && !isBetter(lift, better))
    return 'safe';
  if (low > 0) return sided('higher', better);
  if (high < 0) return sided('lower', better);
  if (lift === undefined) return 'not-yet';
  return low > -smallest && high < smallest ? 'no-effect' : 'not-yet';
}

function isBetter({ low, high }: Interval, better: Direction): boolean {
  return better === 'higher' ? low > 0 : high < 0;
}

function sided(way: Direction, better: Direction | undefined): MetricState {
  if (better === undefined) return 'moved';
  return way === better ? 'better' : 'worse';
}

/** Intervals shrink with the root of the number of units. */
function neededUnits(comparison: Comparison | undefined, units: number, smallest: number): number | undefined {
  const lift = comparison?.lift;
  if (lift === undefined) return undefined;
  return Math.ceil(units * ((lift.high - lift.low) / 2 / smallest) ** 2);
}
