import type { Budget } from '../../conditions/budget.ts';
import type { ContextClass } from '../../conditions/context-classes.ts';
import { describeValue } from '../../evaluate/describe.ts';
import type { EvaluationContext } from '../../evaluate/evaluation.ts';
import type { Flag, PrerequisiteReference } from '../../model/flag.ts';
import { everyVariantOf, variantsOf } from './context-variants.ts';
import { contextsOf, tellsApart, type Contexts, type Side } from '../effects/contexts.ts';
import { PossibleLosses } from './possible-losses.ts';

/** Bounds of all the work for one environment, and of that for one flag: evaluations of flags for contexts, and comparisons. */
const maxWork = 2_000_000;
const maxWorkOfOne = 200_000;
const maxKeys = 1_000;
/** Contexts that may lose something, among which an example is looked for. */
const maxTried = 32;
const maxLosers = 8;

/** What somebody may lose of what a flag needs. */
export interface Part {
  readonly reference: PrerequisiteReference;
  /** One who does, in words; absent where nobody was met, and nothing proves that there is nobody. */
  readonly example: string | undefined;
}

/** Looks for somebody who loses a prerequisite of a flag. */
export class PartialLosses {
  readonly #sides: (flags: readonly string[]) => Promise<readonly [before: Side, after: Side]>;
  readonly #now: number;
  readonly #losers: EvaluationContext[] = [];
  readonly #contexts = new Map<string, Contexts>();
  #left = maxWork;

  /** @param now milliseconds since 1970 */
  constructor(sides: (flags: readonly string[]) => Promise<readonly [before: Side, after: Side]>, now: number) {
    this.#sides = sides;
    this.#now = now;
  }

  /** @returns nothing where it is certain that nobody loses any */
  async of(flag: Flag): Promise<Part | undefined> {
    const [first] = flag.prerequisites;
    if (!first) return undefined;
    if (this.#left <= 0) return { reference: first, example: undefined };
    const sides = await this.#sides([flag.key]);
    const possible = new PossibleLosses(sides, flag.key, this.#now);
    // Who has lost something of another flag has often lost something of this one.
    for (const context of this.#losers) {
      this.#left -= 2 * possible.size;
      const part = this.#lossOf(sides, flag, context);
      if (part) return part;
    }
    const found = this.#contextsOf(sides, possible.needed);
    const work = Math.min(this.#left, maxWorkOfOne);
    const tried = Math.max(1, Math.floor(work / (2 * possible.size)));
    const losing: { readonly one: ContextClass; readonly reference: PrerequisiteReference }[] = [];
    for (const one of found.classes.slice(0, tried)) {
      for (const reference of possible.of(flag.prerequisites, one.witness.context).slice(0, 1)) {
        losing.push({ one, reference });
      }
    }
    this.#left -= possible.size * Math.min(tried, found.classes.length);
    const isAll = found.complete && tried >= found.classes.length;
    if (losing.length === 0)
      return isAll
        ? undefined
        : (this.#exampleAmong(sides, flag, found, found.classes, possible.size) ?? {
            reference: first,
            example: undefined,
          });
    const classes = losing.slice(0, maxTried).map(({ one }) => one);
    const example = this.#exampleAmong(sides, flag, found, classes, possible.size);
    if (example) return example;
    for (const { one, reference } of losing) {
      const part =
        isAll && found.by !== undefined ? this.#exampleIn(sides, flag, one, found.by, possible.size) : 'unknown';
      if (part !== 'none') return part === 'unknown' ? { reference, example: undefined } : part;
    }
    return isAll ? undefined : { reference: first, example: undefined };
  }

  /** Many flags need the same others, of which few tell contexts apart. */
  #contextsOf(sides: readonly [Side, Side], needed: readonly string[]): Contexts {
    const flags = needed.filter((flag) => sides.some((side) => tellsApart(side, flag)));
    const id = JSON.stringify(flags);
    const known = this.#contexts.get(id);
    if (known) return known;
    const budget: Budget = { left: Math.min(this.#left, maxWorkOfOne) };
    const { left } = budget;
    const found = contextsOf(sides, flags, this.#now, budget);
    this.#left -= left - budget.left;
    this.#contexts.set(id, found);
    return found;
  }

  #exampleAmong(
    sides: readonly [Side, Side],
    flag: Flag,
    { split }: Contexts,
    classes: readonly ContextClass[],
    size: number,
  ): Part | undefined {
    let left = Math.min(this.#left, maxWorkOfOne);
    for (const round of [1, maxKeys]) {
      for (const { witness } of classes) {
        for (const whole of variantsOf(witness, split, round)) {
          if ((left -= 2 * size) < 0) return undefined;
          this.#left -= 2 * size;
          const part = this.#lossOf(sides, flag, whole);
          if (!part) continue;
          if (this.#losers.length < maxLosers) this.#losers.push(whole);
          return part;
        }
      }
    }
    return undefined;
  }

  /** Tries all values that a class is shared out by, where they are so few that maybe none of them loses. */
  #exampleIn(
    sides: readonly [Side, Side],
    flag: Flag,
    one: ContextClass,
    by: string,
    size: number,
  ): Part | 'none' | 'unknown' {
    const variants = everyVariantOf(one, by);
    let next = variants.next();
    for (; !next.done; next = variants.next()) {
      this.#left -= 2 * size;
      const part = this.#left > 0 ? this.#lossOf(sides, flag, next.value) : 'unknown';
      if (part) return part;
    }
    return next.value ? 'none' : 'unknown';
  }

  #lossOf(sides: readonly [Side, Side], { prerequisites }: Flag, context: EvaluationContext): Part | undefined {
    const reference = prerequisites.find(
      (one) => holds(sides[0], one, context, this.#now) && !holds(sides[1], one, context, this.#now),
    );
    return reference && { reference, example: describeContext(context) };
  }
}

/** Whether a prerequisite holds for a context: its flag serves a variant that is wanted, and not for an error. */
function holds(
  side: Side,
  { flag, variants }: PrerequisiteReference,
  context: EvaluationContext,
  now: number,
): boolean {
  const { variant, reason } = side.evaluator.evaluate(flag, context, { now });
  if (variant === undefined || reason === 'ERROR') return false;
  return variants ? variants.includes(variant) : variant !== side.offOf(flag);
}

/** `country DE, targetingKey 17`; without a targeting key that is said. */
function describeContext(context: EvaluationContext): string {
  const shown = Object.entries(context).map(([name, value]) => `${name} ${describeValue(value)}`);
  const texts = Object.hasOwn(context, 'targetingKey') ? shown : [...shown, 'no targetingKey'];
  return texts.toSorted().slice(0, 6).join(', ');
}
