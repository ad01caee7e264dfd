import type { ComparedMetric, ComparedVariant } from '../../commands/impact-report/compare-metric.ts';
import type { ImpactVerdict } from '../../commands/impact-report/conclude.ts';
import type { MeasuredImpact } from '../../commands/impact-report/impact-report.ts';
import { isoDate } from '../../diagnostic/relative-time.ts';
import { percentText } from '../../evaluate/population.ts';
import type { Interval } from '../../statistics/compare.ts';

/** `+12.3%`, `-0.42%`: a part of the control's value, with its sign. */
export function liftText(lift: number): string {
  const percent = lift * 100;
  const digits = Math.abs(percent) < 1 ? 2 : 1;
  return `${percent < 0 ? '-' : '+'}${Math.abs(percent).toFixed(digits)}%`;
}

/** `p = 0.0031`, `p < 0.0001`. */
export function pText(pValue: number): string {
  if (pValue < 0.0001) return 'p < 0.0001';
  return `p = ${pValue.toFixed(pValue < 0.01 ? 4 : 2)}`;
}

/** What a variant gave by a metric: a rate in percent, else a number with four digits. */
export function valueText({ kind }: ComparedMetric, value: number, units: number): string {
  if (units === 0) return 'none';
  return kind === 'rate' ? percentText(value) : numberText(value);
}

function numberText(value: number): string {
  return Math.abs(value) >= 1000 ? value.toFixed(0) : String(Number(value.toPrecision(4)));
}

/** The lift, else the difference, each with its interval; empty where there is neither. */
export function effectText({ comparison }: ComparedVariant): string {
  if (comparison === undefined) return '';
  const shown = ({ estimate, low, high }: Interval, text: (value: number) => string): string =>
    `${text(estimate)} (${text(low)} to ${text(high)})`;
  const signed = (value: number): string => (value < 0 ? numberText(value) : `+${numberText(value)}`);
  return comparison.lift ? shown(comparison.lift, liftText) : `${shown(comparison.difference, signed)}, as a number`;
}

const stateTexts: Readonly<Record<ComparedVariant['state'], string>> = {
  better: 'better',
  worse: 'worse',
  moved: 'moved',
  safe: 'not worse',
  'no-effect': 'no effect',
  'not-yet': 'not yet known',
  'no-data': 'no data',
};

export function stateText(state: ComparedVariant['state']): string {
  return stateTexts[state];
}

/** What is known of a metric, in a sentence that can be quoted. */
export function metricSentence(metric: ComparedMetric, compared: ComparedVariant, report: MeasuredImpact): string {
  const { name, better } = metric;
  const { state, comparison, unitsNeeded } = compared;
  const smallest = percentText(report.smallestEffect);
  if (state === 'no-data') return `${name}: no outcome of this metric was read.`;
  if (comparison === undefined) return `${name}: there is too little data for an interval.`;
  const effect = `${effectText(compared)}, ${pText(comparison.pValue)}`;
  if (state === 'better' || state === 'worse') return `${name} is ${state}: ${effect}.`;
  if (state === 'moved') return `${name} has changed: ${effect}. Whether that is worse is not declared.`;
  if (state === 'no-effect') return `${name} has not changed by ${smallest} or more: ${effect}.`;
  if (state === 'safe') return `${name} is not worse by ${smallest} or more: ${effect}.`;
  const way = better === undefined || metric.role === 'success' ? '' : better === 'lower' ? ' up' : ' down';
  const needed =
    unitsNeeded === undefined
      ? ''
      : ` About ${Number(unitsNeeded.toPrecision(2)).toLocaleString('en-US')} units in both variants would show ${smallest}${way}.`;
  return `${name} is not settled: ${effect}.${needed}`;
}

/** What a reviewer may quote of a variant. */
export function verdictSentence({ variant, conclusion }: ImpactVerdict, report: MeasuredImpact): string {
  const { control, shares } = report;
  const namesIn = (...states: ComparedVariant['state'][]): string => namesOf(report, variant, states);
  const smallest = percentText(report.smallestEffect);
  switch (conclusion) {
    case 'in-doubt':
      return `Do not compare ${variant} with ${control}: the numbers of units do not fit the weights (${pText(shares.pValue ?? 0)}).`;
    case 'harmful':
      return `${variant} does harm beside ${control}: ${namesIn('worse')}.`;
    case 'moved':
      return `${variant} changed ${namesIn('moved')} beside ${control}, and nobody says which way is better: --lower-is-better does, or lowerIsBetter in the flag's metrics.`;
    case 'better':
      return `${variant} is better than ${control} by ${namesIn('better')}. No guardrail got worse by ${smallest} or more.`;
    case 'better-so-far':
      return `${variant} is better than ${control} by ${namesIn('better')}, but it is not settled whether ${namesIn('not-yet', 'no-data')} got worse.`;
    case 'no-effect':
      return `${variant} has no effect of ${smallest} or more beside ${control}.`;
    case 'not-yet':
      return `There is not enough data yet to say whether ${variant} is better than ${control}.`;
    case 'no-goal':
      return `No metric says what success is: name it with --success, or as metrics in the flag's file. Until then ${variant} is neither better nor worse than ${control}.`;
  }
}

/** The metrics that count and are in one of these states for a variant. */
function namesOf({ metrics }: MeasuredImpact, variant: string, states: readonly ComparedVariant['state'][]): string {
  const named = metrics.filter(
    ({ role, compared }) =>
      role !== 'other' && compared.some((one) => one.variant === variant && states.includes(one.state)),
  );
  return named.map(({ name }) => name).join(', ');
}

/** Who was compared, and whether they were dealt as the flag says. */
export function cohortSentences(report: MeasuredImpact): readonly string[] {
  const { variants, firstAt, lastAt, shares } = report;
  const units = variants.reduce((sum, one) => sum + one.units, 0);
  const [first, last] = [isoDate(firstAt), isoDate(lastAt)];
  const range = `${units} units, exposed ${first === last ? `on ${first}` : `from ${first} to ${last}`}`;
  const split = shares.rule === undefined ? 'the split of otherwise' : `the split of rule ${shares.rule}`;
  if (shares.state === 'unknown') return [`${range}. Their shares are not checked: ${shares.why}.`];
  const fit = shares.state === 'fair' ? 'fit' : 'do not fit';
  return [`${range}. Their shares ${fit} ${split} (${pText(shares.pValue ?? 1)}).`];
}

/** What a reader should know before believing any of it. */
export function cautions(report: MeasuredImpact): readonly string[] {
  const { shares, crossed, leftOut, changes } = report;
  const found: string[] = [];
  if (shares.state === 'mismatch') {
    found.push(
      'Uneven shares put everything below in doubt. Are exposures lost or counted for one variant alone? Are there units that a rule gives one variant? Did the weights change?',
    );
  }
  for (const { version, committedAt, summaries } of changes) {
    found.push(
      `Who gets what changed on ${isoDate(committedAt)} (version ${version}): ${summaries.join('; ')}. Compare the time after it alone: --since ${new Date(committedAt).toISOString()}`,
    );
  }
  if (crossed > 0)
    found.push(
      `${plural(crossed, 'unit')} met more than one variant, and ${crossed === 1 ? 'counts' : 'count'} for the first.`,
    );
  const { early, unexposed, otherFlags, notSplit, outsideTime, otherMetrics } = leftOut;
  const counted: readonly [number, string][] = [
    [early, 'outcome(s) before the exposure'],
    [unexposed, 'outcome(s) of keys that were not exposed'],
    [notSplit, 'exposure(s) that no split gave'],
    [otherFlags, 'exposure(s) of other flags'],
    [outsideTime, 'row(s) outside of the time asked for'],
    [otherMetrics, 'outcome(s) of other metrics'],
  ];
  const left = counted.flatMap(([count, what]) =>
    count === 0 ? [] : [`${count} ${what.replace('(s)', count === 1 ? '' : 's')}`],
  );
  if (left.length > 0) found.push(`Left out: ${left.join(', ')}.`);
  return found;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** What the numbers mean, for who has not read how they are made. */
export function methodSentence({ alpha, metrics }: MeasuredImpact): string {
  const variants = Math.max(1, ...metrics.map(({ compared }) => compared.length));
  const several = variants === 1 ? '' : ` for all ${variants} variants together`;
  return `Intervals hold at ${percentText(1 - alpha)}${several}, however often the report is made: one may look every day and stop at will.`;
}

/** The command to go on with. */
export function nextCommand(report: MeasuredImpact): string {
  const { flag, environment, verdicts, shares } = report;
  const conclusions = verdicts.map(({ conclusion }) => conclusion);
  if (conclusions.includes('in-doubt')) return `flagwright history ${flag} --env ${environment}`;
  if (conclusions.includes('harmful')) return `flagwright rollback ${flag}`;
  const best = verdicts.find(({ conclusion }) => conclusion === 'better');
  if (best === undefined) return `flagwright show ${flag}`;
  const rule = shares.rule === undefined ? '' : ` --rule ${shares.rule}`;
  return `flagwright rollout ${flag} ${best.variant} --env ${environment}${rule} --dry-run`;
}
