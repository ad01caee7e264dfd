import { UserError } from '../../diagnostic/user-error.ts';
import { fields, list, text } from '../../model/read.ts';

/** Which way a metric is better; nothing where nobody says. */
export type Direction = 'higher' | 'lower';

/** `rate`: the share of units with a value above 0. `mean`: of each unit's mean. `sum`: of each unit's sum, 0 for those without a value. */
export type MetricKind = 'rate' | 'mean' | 'sum';

/** A metric, and what it is to the flag. */
export interface Measure {
  readonly name: string;
  readonly role: 'success' | 'guardrail' | 'other';
  readonly better: Direction | undefined;
}

export interface MeasureOptions {
  readonly success: string | undefined;
  readonly guardrails: readonly string[];
  readonly lowerIsBetter: readonly string[];
}

/**
 * The metrics to compare: those of the options, else those of the flag's file. Nothing if neither names one: all are compared then.
 * @param value the flag's file
 * @throws UserError if the options contradict each other
 */
export function namedMeasures(value: unknown, options: MeasureOptions): readonly Measure[] | undefined {
  const own = fields(fields(value).metrics);
  const isGiven = options.success !== undefined || options.guardrails.length > 0;
  const success = isGiven ? options.success : text(own.success);
  const guardrails = isGiven ? options.guardrails : list(own.guardrails).flatMap((name) => text(name) ?? []);
  const lower = new Set([...list(own.lowerIsBetter).flatMap((name) => text(name) ?? []), ...options.lowerIsBetter]);
  if (success !== undefined && guardrails.includes(success)) {
    throw new UserError(`${success} is the metric of success and a guardrail`, 'name it once');
  }
  const names = new Set([...(success === undefined ? [] : [success]), ...guardrails]);
  const stray = options.lowerIsBetter.find((name) => names.size > 0 && !names.has(name));
  if (stray !== undefined) {
    throw new UserError(`${stray} is neither the metric of success nor a guardrail`, `add --guardrail ${stray}`);
  }
  if (names.size === 0) return undefined;
  return [...names].map((name) => ({
    name,
    role: name === success ? 'success' : 'guardrail',
    better: directionOf(name, name === success, lower),
  }));
}

/** A metric that nobody has named. */
export function otherMeasure(name: string, lowerIsBetter: readonly string[]): Measure {
  return { name, role: 'other', better: lowerIsBetter.includes(name) ? 'lower' : undefined };
}

/** Success is more of something unless it is said to be less. Of guardrails either may be meant, until one is said to be less. */
function directionOf(name: string, isSuccess: boolean, lower: ReadonlySet<string>): Direction | undefined {
  if (lower.has(name)) return 'lower';
  return isSuccess || lower.size > 0 ? 'higher' : undefined;
}
