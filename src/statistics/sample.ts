/** What was measured of those who were given one variant. */
export interface Sample {
  /** Those who were measured, each with one value. */
  readonly units: number;
  readonly mean: number;
  /** Second central moment of the value of one unit, not of the mean. */
  readonly variance: number;
  /** Third central moment of the value of one unit: how lopsided the values are. */
  readonly third: number;
}

/**
 * Units of which some had the event. Its variance is that of a share with one event and one other added, so that no event at
 * all does not pass for certainty (Agresti and Caffo, The American Statistician 54, 2000).
 */
export function rateSample(units: number, events: number): Sample {
  const share = (events + 1) / (units + 2);
  const variance = share * (1 - share);
  return { units, mean: units === 0 ? 0 : events / units, variance, third: variance * (1 - 2 * share) };
}

/** The values of units, one each. Moments are taken around the mean in a second pass, so that large means cost no digits. */
export function meanSample(values: Float64Array): Sample {
  const units = values.length;
  if (units === 0) return { units, mean: 0, variance: 0, third: 0 };
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / units;
  let squares = 0;
  let cubes = 0;
  for (const value of values) {
    const off = value - mean;
    squares += off * off;
    cubes += off * off * off;
  }
  return { units, mean, variance: units === 1 ? 0 : squares / (units - 1), third: cubes / units };
}
