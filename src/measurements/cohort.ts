import { UserError } from '../diagnostic/user-error.ts';
import { ownText } from '../model/read.ts';
import { counts, doubles, indices, type GrowingNumbers } from './growing-numbers.ts';
import type { ReportedExposure, ReportedOutcome, Row } from './row.ts';

/** Beyond these a Map is full, and so is memory. */
const mostKeys = 10_000_000;
const mostVariants = 100;
const mostMetrics = 200;
/** Outcomes that wait for an exposure which may come later in the input. */
const mostWaiting = 5_000_000;

/** Reasons of answers that no split gave. What other clients write, such as `CACHED`, says nothing of it. */
const otherReasons: ReadonlySet<string> = new Set([
  'DISABLED',
  'PREREQUISITE_FAILED',
  'TARGETING_MATCH',
  'STATIC',
  'DEFAULT',
  'ERROR',
]);

export interface CohortOptions {
  readonly flag: string;
  /** Exposures outside of these instants, in milliseconds since 1970, are left out; `until` is exclusive, and holds for outcomes too. */
  readonly since: number | undefined;
  readonly until: number | undefined;
  /** The metrics to keep; all if it is left out. */
  readonly metrics: ReadonlySet<string> | undefined;
}

/** Rows that are left out of the comparison, by why. */
export interface LeftOutOfCohort {
  /** Exposures of other flags. */
  otherFlags: number;
  /** Exposures whose variant was not dealt by a split. */
  notSplit: number;
  /** Exposures, and outcomes, outside of the time that was asked for. */
  outsideTime: number;
  /** Outcomes of metrics that were not asked for. */
  otherMetrics: number;
  /** Outcomes before the exposure. */
  early: number;
  /** Outcomes of keys that were never exposed. */
  unexposed: number;
}

/** What a metric has for each unit. */
interface Measured {
  readonly sums: GrowingNumbers<Float64Array>;
  readonly counts: GrowingNumbers<Uint32Array>;
  /** Whether every value was 0 or 1. */
  isBinary: boolean;
}

interface Waiting {
  readonly unit: number;
  readonly metric: Measured;
  readonly value: number;
  readonly at: number;
}

/** Values of the units of one variant that have some for a metric: the sum of each, and how many it was made of. */
export interface VariantValues {
  readonly sums: Float64Array;
  readonly counts: Uint32Array;
}

/** Joins exposures and outcomes by key, on the first exposure; in whatever order they come. */
export class Cohort {
  readonly left: LeftOutOfCohort = {
    otherFlags: 0,
    notSplit: 0,
    outsideTime: 0,
    otherMetrics: 0,
    early: 0,
    unexposed: 0,
  };
  readonly metrics = new Map<string, Measured>();
  firstAt = Infinity;
  lastAt = -Infinity;
  readonly #options: CohortOptions;
  readonly #units = new Map<string, number>();
  readonly #names: string[] = [];
  /** By unit: index of its variant and 1; 0 for a key without exposure. */
  readonly #variants = indices();
  readonly #exposedAt = doubles();
  readonly #crossed = indices();
  #waiting: Waiting[] = [];

  constructor(options: CohortOptions) {
    this.#options = options;
  }

  add(row: Row): void {
    if (row.kind === 'exposure') this.#expose(row);
    else this.#measure(row);
  }

  /** Settles outcomes that came before their exposures. Nothing may be added after it. */
  finish(): void {
    for (const { unit, metric, value, at } of this.#waiting) {
      if (this.#variants.get(unit) === 0) this.left.unexposed++;
      else if (at < this.#exposedAt.get(unit)) this.left.early++;
      else count(metric, unit, value);
    }
    this.#waiting = [];
  }

  /** How many units were first exposed to each variant, in the order in which variants came. */
  sizes(): ReadonlyMap<string, number> {
    const sizes = this.#names.map(() => 0);
    for (let unit = 0; unit < this.#units.size; unit++) {
      const variant = this.#variants.get(unit);
      if (variant > 0) sizes[variant - 1]!++;
    }
    return new Map(this.#names.map((name, at) => [name, sizes[at]!]));
  }

  /** Units that were exposed to more than one variant. They count for the first. */
  crossed(): number {
    let crossed = 0;
    for (let unit = 0; unit < this.#units.size; unit++) crossed += this.#crossed.get(unit);
    return crossed;
  }

  /** By variant, the units that have a value of a metric. */
  values(metric: string): ReadonlyMap<string, VariantValues> {
    const measured = this.metrics.get(metric);
    const units: number[][] = this.#names.map(() => []);
    for (let unit = 0; unit < this.#units.size; unit++) {
      const variant = this.#variants.get(unit);
      if (variant > 0 && measured !== undefined && measured.counts.get(unit) > 0) units[variant - 1]!.push(unit);
    }
    return new Map(
      this.#names.map((name, at) => [
        name,
        {
          sums: Float64Array.from(units[at]!, (unit) => measured!.sums.get(unit)),
          counts: Uint32Array.from(units[at]!, (unit) => measured!.counts.get(unit)),
        },
      ]),
    );
  }

  #expose({ flag, key, variant, reason, at }: ReportedExposure): void {
    if (flag !== undefined && flag !== this.#options.flag) this.left.otherFlags++;
    else if (this.#isOutside(at)) this.left.outsideTime++;
    else if (reason !== undefined && otherReasons.has(reason)) this.left.notSplit++;
    else this.#give(this.#unitOf(key), this.#variantOf(variant), at);
  }

  #give(unit: number, variant: number, at: number): void {
    this.firstAt = Math.min(this.firstAt, at);
    this.lastAt = Math.max(this.lastAt, at);
    const had = this.#variants.get(unit);
    if (had !== 0 && had !== variant) this.#crossed.set(unit, 1);
    if (had !== 0 && this.#exposedAt.get(unit) <= at) return;
    this.#variants.set(unit, variant);
    this.#exposedAt.set(unit, at);
  }

  #measure({ key, metric, value, at }: ReportedOutcome): void {
    const { metrics, until } = this.#options;
    if (metrics !== undefined && !metrics.has(metric)) return void this.left.otherMetrics++;
    if (until !== undefined && at >= until) return void this.left.outsideTime++;
    const measured = this.#metricOf(metric);
    const unit = this.#unitOf(key);
    // An earlier exposure that is still to come would leave it after the exposure, and move it with its unit.
    if (this.#variants.get(unit) !== 0 && at >= this.#exposedAt.get(unit)) count(measured, unit, value);
    else if (this.#waiting.push({ unit, metric: measured, value, at }) > mostWaiting) {
      throw new UserError(
        `${mostWaiting} outcomes are before the exposures of their keys`,
        'give the exposures first: --exposures FILE',
      );
    }
  }

  #isOutside(at: number): boolean {
    const { since = -Infinity, until = Infinity } = this.#options;
    return at < since || at >= until;
  }

  #unitOf(key: string): number {
    let unit = this.#units.get(key);
    if (unit !== undefined) return unit;
    unit = this.#units.size;
    if (unit === mostKeys)
      throw new UserError(
        `there are more than ${mostKeys} keys`,
        'choose a shorter time with --since and --until, or a random part of the keys',
      );
    this.#units.set(ownText(key), unit);
    return unit;
  }

  #variantOf(name: string): number {
    const at = this.#names.indexOf(name);
    if (at >= 0) return at + 1;
    if (this.#names.length === mostVariants)
      throw new UserError(`there are more than ${mostVariants} variants`, 'is "variant" the right column?');
    return this.#names.push(name);
  }

  #metricOf(name: string): Measured {
    let measured = this.metrics.get(name);
    if (measured !== undefined) return measured;
    if (this.metrics.size === mostMetrics)
      throw new UserError(`there are more than ${mostMetrics} metrics`, 'is "metric" the right column?');
    measured = { sums: doubles(), counts: counts(), isBinary: true };
    this.metrics.set(name, measured);
    return measured;
  }
}

function count(measured: Measured, unit: number, value: number): void {
  measured.sums.set(unit, measured.sums.get(unit) + value);
  measured.counts.set(unit, measured.counts.get(unit) + 1);
  if (value !== 0 && value !== 1) measured.isBinary = false;
}
