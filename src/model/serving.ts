import { parseInstant } from '../evaluate/dates.ts';
import { fields, type Fields } from './read.ts';

/** A variant that an environment can serve, with the time in which it can. */
export interface Serving {
  readonly variant: string;
  /** Milliseconds since 1970, inclusive. */
  readonly from?: number | undefined;
  /** Exclusive. */
  readonly until?: number | undefined;
  /** In that time everybody gets it whom no serving before it takes: those after it do not happen. */
  readonly all?: true;
}

/**
 * Every variant that a block can serve by itself, in file order; what is always served is named once.
 * @param variants the variants of the flag
 */
export function readServings(block: Fields, rules: readonly unknown[], variants: readonly string[]): Serving[] {
  if ('targeting' in block) return variants.map((variant) => ({ variant, from: undefined, until: undefined }));
  const serves: Serving[] = [];
  for (const value of rules) {
    const rule = fields(value);
    const from = typeof rule.from === 'string' ? parseInstant(rule.from, 'start') : undefined;
    const until = typeof rule.until === 'string' ? parseInstant(rule.until, 'end') : undefined;
    const all = rule.when === undefined && typeof rule.serve === 'string';
    const always = rule.from === undefined && rule.until === undefined;
    addServed(serves, rule.serve, from, until, all && (from !== undefined || until !== undefined));
    if (all && always) return distinct(serves);
  }
  if (block.otherwise === undefined) serves.push(...defaultServing(variants));
  else addServed(serves, block.otherwise, undefined, undefined, false);
  return distinct(serves);
}

/** What a block without rules serves that does not say otherwise. */
export function defaultServing(variants: readonly string[]): Serving[] {
  return variants.includes('on') ? [{ variant: 'on', from: undefined, until: undefined }] : [];
}

/** The one variant that a `serve` or `otherwise` names, or all with a weight above 0. */
function addServed(
  serves: Serving[],
  serve: unknown,
  from: number | undefined,
  until: number | undefined,
  all: boolean,
): void {
  if (typeof serve === 'string') {
    serves.push({ variant: serve, from, until, ...(all && { all }) });
    return;
  }
  const weights = fields(serve);
  for (const variant in weights) {
    const weight = weights[variant];
    if (typeof weight === 'number' && weight > 0) serves.push({ variant, from, until });
  }
}

const isAlways = ({ from, until }: Serving): boolean => from === undefined && until === undefined;

function distinct(serves: Serving[]): Serving[] {
  // What is always served does not happen in the time of one that takes all before it.
  if (serves.length < 2 || serves.some(({ all }) => all)) return serves;
  const first = new Map<string, Serving>();
  for (const serving of serves)
    if (isAlways(serving) && !first.has(serving.variant)) first.set(serving.variant, serving);
  return serves.filter((serving) => {
    const always = first.get(serving.variant);
    return always === undefined || always === serving;
  });
}

/** The servings of a block that can happen at an instant (milliseconds since 1970), in file order. */
export function servingsAt(serves: readonly Serving[], now: number): readonly Serving[] {
  const found: Serving[] = [];
  for (const serving of serves) {
    if (!isInForce(serving, now)) continue;
    found.push(serving);
    if (serving.all) break;
  }
  return found;
}

/** Whether an instant lies within the time of a serving. */
function isInForce(serving: Serving, now: number): boolean {
  return (serving.from === undefined || serving.from <= now) && (serving.until === undefined || now < serving.until);
}
