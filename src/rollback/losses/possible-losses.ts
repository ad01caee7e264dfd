import type { FlagDefinition } from '../../evaluate/definition.ts';
import type { EvaluationContext } from '../../evaluate/evaluation.ts';
import { bucketingAttributes } from '../../evaluate/split.ts';
import { canonicalText } from '../../meaning/canonical.ts';
import { blockOf, rulesOf, type Side } from '../effects/contexts.ts';
import { sharesOfAll, distinctPairs, servedPairs, sharesOf, type Served, type Shares } from './shares.ts';

/** More pairs than this are not followed. */
const maxPairs = 64;

/** What is wanted of a flag: some of its variants, else any but its off variant. */
export interface Needed {
  readonly flag: string;
  readonly variants?: readonly string[] | undefined;
}

/** Whether a prerequisite holds before and afterwards: bit `1 << (before ? 2 : 0) + (after ? 1 : 0)` for each that may be. */
type Outcomes = number;
const both: Outcomes = 1 << 3;
const lost: Outcomes = 1 << 2;

/**
 * What a context may get before a rollback and afterwards, whatever value it is shared out by: shares of one seed are
 * compared hash by hash, those of different seeds are taken to be independent. So what cannot be lost here is lost by
 * nobody, and what can be is lost by somebody but for rare coincidences.
 */
export class PossibleLosses {
  readonly #sides: readonly [Side, Side];
  readonly #now: number;
  /** Everything that the flag needs, each after what it needs itself. */
  readonly needed: readonly string[];
  readonly #isCyclic: boolean;
  readonly #size: number;

  /**
   * @param flag the one whose prerequisites are asked about
   * @param now milliseconds since 1970
   */
  constructor(sides: readonly [before: Side, after: Side], flag: string, now: number) {
    this.#sides = sides;
    this.#now = now;
    const { order, isCyclic } = orderOf(sides, flag);
    this.needed = order;
    const rules = order.flatMap((key) => sides.map((side) => rulesOf(side, key, now).length));
    this.#size = Math.max(1, order.length + rules.reduce((sum, count) => sum + Math.floor(count / 10), 0));
    this.#isCyclic = isCyclic;
  }

  /** What looking at one context takes: the flags that are needed, of which one with many rules counts for several. */
  get size(): number {
    return this.#size;
  }

  /** Which of some prerequisites of the flag a context may lose; all where that cannot be told. */
  of<Need extends Needed>(needs: readonly Need[], context: EvaluationContext): readonly Need[] {
    if (this.#isCyclic) return needs;
    const known = new Map<string, readonly Served[] | undefined>();
    for (const flag of this.needed) known.set(flag, this.#served(flag, context, known));
    return needs.filter((needed) => (this.#outcomes(needed, needed, known) & lost) !== 0);
  }

  #served(
    flag: string,
    context: EvaluationContext,
    known: ReadonlyMap<string, readonly Served[] | undefined>,
  ): readonly Served[] | undefined {
    const own = this.#ownPairs(flag, context);
    if (!own) return undefined;
    const offs = this.#sides.map((side) => side.offOf(flag));
    let met: Outcomes = both;
    for (const [before, after] of pairNeeds(needsOf(this.#sides[0], flag), needsOf(this.#sides[1], flag))) {
      met = andOf(met, this.#outcomes(before, after, known));
    }
    const pairs: Served[] = [];
    for (let bit = 0; bit < 4; bit++) {
      if ((met & (1 << bit)) === 0) continue;
      for (const [was, is] of own) {
        pairs.push([was === undefined || bit >= 2 ? was : offs[0], is === undefined || bit % 2 === 1 ? is : offs[1]]);
      }
    }
    return distinctPairs(pairs);
  }

  /** What the block of a flag serves; nothing where there is too much to follow. */
  #ownPairs(flag: string, context: EvaluationContext): readonly Served[] | undefined {
    const [was, is] = this.#sides.map((side) => this.#shares(side, flag, context));
    if (was && is)
      return was.parts.length * is.parts.length > maxPairs ** 2 ? undefined : bounded(servedPairs(was, is));
    const [old, now] = this.#sides.map((side) => side.definitions.flags.get(flag));
    const isSame = canonicalText(old) === canonicalText(now);
    const variants = variantsOf(now);
    if (isSame) return bounded(variants.map((variant): Served => [variant, variant]));
    return bounded(
      variantsOf(old).flatMap((variant) => variants.slice(0, maxPairs).map((other): Served => [variant, other])),
    );
  }

  #shares(side: Side, flag: string, context: EvaluationContext): Shares | undefined {
    const definition = side.definitions.flags.get(flag);
    const block = blockOf(side, flag);
    if (block?.targeting !== undefined) return undefined;
    const { variant, reason, rule } = side.bare.evaluate(flag, context, { now: this.#now });
    if (reason === 'ERROR') return sharesOfAll(undefined);
    if (reason !== 'SPLIT') return sharesOfAll(variant);
    const named = rulesOf(side, flag, this.#now).filter(({ name }) => name === rule);
    const weights = rule === undefined ? block?.otherwise : named.length === 1 ? named[0]!.serve : undefined;
    if (typeof weights !== 'object') return undefined;
    return sharesOf(weights, JSON.stringify([definition?.seed ?? flag, bucketingAttributes(definition?.bucketBy)]));
  }

  /** @param before what is wanted before; nothing where nothing is: then it holds */
  #outcomes(
    before: Needed | undefined,
    after: Needed | undefined,
    known: ReadonlyMap<string, readonly Served[] | undefined>,
  ): Outcomes {
    const pairs = known.get((before ?? after)!.flag);
    if (!pairs) return known.has((before ?? after)!.flag) ? 15 : 1 << ((before ? 0 : 2) + (after ? 0 : 1));
    let outcomes = 0;
    for (const [was, is] of pairs) {
      const held = before === undefined || isWanted(before, was, this.#sides[0]);
      const holds = after === undefined || isWanted(after, is, this.#sides[1]);
      outcomes |= 1 << ((held ? 2 : 0) + (holds ? 1 : 0));
    }
    return outcomes;
  }
}

function isWanted({ flag, variants }: Needed, served: string | undefined, side: Side): boolean {
  if (served === undefined) return false;
  return variants ? variants.includes(served) : served !== side.offOf(flag);
}

function andOf(a: Outcomes, b: Outcomes): Outcomes {
  let outcomes = 0;
  for (let one = 0; one < 4; one++) {
    for (let other = 0; other < 4; other++) {
      if ((a & (1 << one)) !== 0 && (b & (1 << other)) !== 0) outcomes |= 1 << (one & other);
    }
  }
  return outcomes;
}

/** Prerequisites of both sides, those that are the same on both together. */
function pairNeeds(
  before: readonly Needed[],
  after: readonly Needed[],
): (readonly [Needed | undefined, Needed | undefined])[] {
  const left = new Map(after.map((one) => [JSON.stringify(one), one]));
  const paired = before.map((one) => {
    const id = JSON.stringify(one);
    const same = left.get(id);
    left.delete(id);
    return [one, same] as const;
  });
  return [...paired, ...[...left.values()].map((one) => [undefined, one] as const)];
}

/** What a definition wants of others, as evaluation reads it. */
function needsOf({ definitions }: Side, flag: string): Needed[] {
  const needs: unknown = definitions.flags.get(flag)?.prerequisites;
  if (!Array.isArray(needs)) return [];
  return (needs as NonNullable<FlagDefinition['prerequisites']>).flatMap((one) =>
    typeof one?.flag === 'string'
      ? { flag: one.flag, variants: typeof one.variant === 'string' ? [one.variant] : one.variant }
      : [],
  );
}

function variantsOf(definition: FlagDefinition | undefined): readonly (string | undefined)[] {
  return definition ? Object.keys(definition.variants ?? { on: true, off: false }) : [undefined];
}

function bounded(pairs: readonly Served[]): readonly Served[] | undefined {
  return pairs.length <= maxPairs ? pairs : undefined;
}

/** Everything that a flag needs, each after what it needs itself but where that goes in circles. */
function orderOf(
  sides: readonly Side[],
  flag: string,
): { readonly order: readonly string[]; readonly isCyclic: boolean } {
  let isCyclic = false;
  const needed = (key: string): string[] => [
    ...new Set(sides.flatMap((side) => needsOf(side, key).map((one) => one.flag))),
  ];
  const state = new Map<string, 'open' | 'done'>([[flag, 'open']]);
  const order: string[] = [];
  const path = [{ key: flag, left: needed(flag) }];
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const next = top.left.pop();
    if (next === undefined) {
      state.set(top.key, 'done');
      if (top.key !== flag) order.push(top.key);
      path.pop();
    } else if (state.get(next) === 'open') isCyclic = true;
    else if (!state.has(next)) {
      state.set(next, 'open');
      path.push({ key: next, left: needed(next) });
    }
  }
  return { order, isCyclic };
}
