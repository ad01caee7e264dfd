import { describeValue } from '../evaluate/describe.ts';
import type { EvaluationContext } from '../evaluate/evaluation.ts';
import type { Flag, PrerequisiteReference } from '../model/flag.ts';
import { contextsOf, withValue, type Contexts, type Side } from './contexts.ts';
import { PossibleLosses } from './possible-losses.ts';

/** Bounds of all the work for one environment, and of that for one flag: evaluations of flags for contexts. */
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
  #left = maxWork;

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
    const found = contextsOf(sides, possible.needed, this.#now);
    const work = Math.min(this.#left, maxWorkOfOne);
    const tried = Math.max(1, Math.floor(work / (2 * possible.size)));
    const losing: { readonly context: EvaluationContext; readonly reference: PrerequisiteReference }[] = [];
    for (const context of found.contexts.slice(0, tried)) {
      for (const reference of possible.of(flag.prerequisites, context).slice(0, 1)) {
        losing.push({ context, reference });
      }
      if (losing.length >= maxTried) break;
    }
    this.#left -= possible.size * Math.min(tried, found.contexts.length);
    const isAll = found.complete && tried >= found.contexts.length;
    if (losing.length === 0)
      return isAll
        ? undefined
        : (this.#exampleAmong(sides, flag, found, found.contexts, possible.size) ?? {
            reference: first,
            example: undefined,
          });
    const contexts = losing.map(({ context }) => context);
    const example = this.#exampleAmong(sides, flag, found, contexts, possible.size);
    return example ?? { reference: losing[0]!.reference, example: undefined };
  }

  #exampleAmong(
    sides: readonly [Side, Side],
    flag: Flag,
    { open }: Contexts,
    contexts: readonly EvaluationContext[],
    size: number,
  ): Part | undefined {
    let left = Math.min(this.#left, maxWorkOfOne);
    for (const round of [1, maxKeys]) {
      for (const context of contexts) {
        const free = [...open].filter(([attribute, other]) => context[attribute] === other).map(([name]) => name);
        const keys = free.length === 0 ? 1 : round;
        for (let key = 0; key < keys; key++) {
          if ((left -= 2 * size) < 0) return undefined;
          this.#left -= 2 * size;
          const whole = free.reduce((one, name) => withValue(one, name, String(key)), context);
          const part = this.#lossOf(sides, flag, whole);
          if (!part) continue;
          if (this.#losers.length < maxLosers) this.#losers.push(whole);
          return part;
        }
      }
    }
    return undefined;
  }

  #lossOf(sides: readonly [Side, Side], { prerequisites }: Flag, context: EvaluationContext): Part | undefined {
    const reference = prerequisites.find(
      (one) => holds(sides[0], one, context, this.#now) && !holds(sides[1], one, context, this.#now),
    );
    return reference && { reference, example: describeContext(context) };
  }
}

/** Whether a prerequisite holds for a context: its flag is enabled, and serves a variant that is wanted. */
function holds(
  side: Side,
  { flag, variants }: PrerequisiteReference,
  context: EvaluationContext,
  now: number,
): boolean {
  const { variant, reason } = side.evaluator.evaluate(flag, context, { now });
  if (variant === undefined || reason === 'DISABLED') return false;
  return variants ? variants.includes(variant) : variant !== side.offOf(flag);
}

/** `country DE, targetingKey 17`; without a targeting key that is said. */
function describeContext(context: EvaluationContext): string {
  const shown = Object.entries(context).map(([name, value]) => `${name} ${describeValue(value)}`);
  const texts = Object.hasOwn(context, 'targetingKey') ? shown : [...shown, 'no targetingKey'];
  return texts.toSorted().slice(0, 6).join(', ');
}
