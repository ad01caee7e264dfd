import type { EvaluationContext } from '../evaluate/evaluation.ts';
import { spend, type Budget } from './budget.ts';
import { always, negate, type Formula, type TestLiteral } from './formula.ts';
import { isImpossible, valueFor } from './values.ts';

/** A context that satisfies conditions. Dotted names are written as one name, which comes before nested objects. */
export interface Witness {
  readonly context: EvaluationContext;
  /** What is asked of each attribute: who passes the same tests satisfies the conditions as well. */
  readonly asked: ReadonlyMap<string, readonly TestLiteral[]>;
}

/** What is known of whether some context satisfies conditions. */
export type SatisfiableAnswer =
  | { readonly answer: 'yes'; readonly witness: Witness }
  | { readonly answer: 'no' }
  /** The budget ended, or a part of them cannot be read. */
  | { readonly answer: 'undecided' };

/** Alternatives that are still to be chosen from. */
type Choice = readonly Formula[];

/** More choices than this one after the other are not followed. */
const maxDepth = 200;

/**
 * Whether some context satisfies all of these formulas: a search through their alternatives for one in which no fact
 * contradicts itself and every attribute has a value left. Attributes are independent of each other, whatever their
 * names. `no` is certain, and so is `yes`.
 */
export function satisfiable(formulas: readonly Formula[], budget: Budget): SatisfiableAnswer {
  const search = new Search(budget, true);
  const witness = search.run(formulas) ? search.witness() : undefined;
  if (budget.left <= 0) return { answer: 'undecided' };
  if (witness) return { answer: 'yes', witness };
  return { answer: search.isSure ? 'no' : 'undecided' };
}

/** As `satisfiable`, where only a certain "no" counts: facts may hold or not, and false is certain. */
export function isSatisfiable(formulas: readonly Formula[], budget: Budget): boolean {
  return new Search(budget, false).run(formulas);
}

/** Whether every context that satisfies `a` satisfies `b`. True is certain. */
export function implies(a: Formula, b: Formula, budget: Budget): boolean {
  return b === always || isSame(a, b, budget) || !isSatisfiable([a, negate(b)], budget);
}

/** Whether formulas are written alike: then no search is needed, however large they are. */
export function isSame(a: Formula, b: Formula, budget: Budget): boolean {
  if (a === b) return true;
  if (!spend(budget, 1)) return false;
  if (a.kind === 'fact') return b.kind === 'fact' && a.fact === b.fact && a.negated === b.negated;
  if (a.kind === 'test') {
    if (b.kind !== 'test' || a.attribute !== b.attribute || a.operator !== b.operator) return false;
    if (a.ignoreCase !== b.ignoreCase) return false;
    return a.negated === b.negated && isSameOperand(a.operand, b.operand);
  }
  if (b.kind !== a.kind || a.parts.length !== b.parts.length) return false;
  return a.parts.every((part, index) => isSame(part, b.parts[index]!, budget));
}

function isSameOperand(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
  return a.length === b.length && a.every((value, index) => value === b[index]);
}

class Search {
  readonly budget: Budget;
  /** Whether what it finds has to be certain; otherwise it ends where nothing more is known. */
  readonly #mustBeSure: boolean;
  /** Whether nothing was passed over that might have satisfied all. */
  isSure = true;
  readonly facts = new Map<unknown, boolean>();
  readonly tests = new Map<string, TestLiteral[]>();
  /** What was assumed, in order, to take it back. */
  readonly trail: (TestLiteral | { readonly fact: unknown })[] = [];

  constructor(budget: Budget, mustBeSure: boolean) {
    this.budget = budget;
    this.#mustBeSure = mustBeSure;
  }

  /** What was found: a value for each attribute that is spoken of. */
  witness(): Witness {
    const context: [string, unknown][] = [];
    for (const [attribute, tests] of this.tests) {
      const found = valueFor(tests, this.budget);
      if (typeof found === 'object' && found.value !== undefined) context.push([attribute, found.value]);
    }
    return { context: Object.fromEntries(context), asked: this.tests };
  }

  /** Where the search can go no further: whether this will do. */
  #settle(isKnown: boolean): boolean {
    if (!this.#mustBeSure || (isKnown && this.budget.left > 0)) return true;
    this.isSure = false;
    return false;
  }

  /** Whether all that is assumed is sure to hold for some context. */
  #isKnown(): boolean {
    if (!this.#mustBeSure) return true;
    if (this.facts.size > 0) return false;
    for (const tests of this.tests.values()) if (valueFor(tests, this.budget) === 'unknown') return false;
    return true;
  }

  run(formulas: readonly Formula[]): boolean {
    const choices: Choice[] = [];
    return this.assume(formulas, choices) && this.choose(choices, 0);
  }

  /** Tries the alternatives of the shortest choice, each with all that follows from it. */
  choose(choices: readonly Choice[], depth: number): boolean {
    if (choices.length === 0) return this.#settle(this.#isKnown());
    if (depth > maxDepth) return this.#settle(false);
    const choice = choices.reduce((a, b) => (b.length < a.length ? b : a));
    for (const part of choice) {
      if (!spend(this.budget, 2 + choices.length)) return this.#settle(false);
      const mark = this.trail.length;
      const rest = choices.filter((other) => other !== choice);
      if (this.assume([part], rest) && this.choose(rest, depth + 1)) return true;
      this.takeBack(mark);
    }
    return false;
  }

  /** Adds what must hold; false if that is impossible. Alternatives are put aside in `choices`. */
  assume(formulas: readonly Formula[], choices: Choice[]): boolean {
    const touched = new Set<string>();
    const open = [...formulas];
    for (let formula = open.pop(); formula; formula = open.pop()) {
      if (!spend(this.budget, 1)) return this.#settle(false);
      if (formula.kind === 'fact') {
        const { fact, negated } = formula;
        const known = this.facts.get(fact);
        if (known === negated) return false;
        if (known !== undefined) continue;
        this.facts.set(fact, !negated);
        this.trail.push({ fact });
      } else if (formula.kind === 'test') {
        const known = this.tests.get(formula.attribute);
        if (known) known.push(formula);
        else this.tests.set(formula.attribute, [formula]);
        this.trail.push(formula);
        touched.add(formula.attribute);
      } else if (formula.kind === 'all' || formula.parts.length === 1) {
        for (const part of formula.parts) open.push(part);
      } else choices.push(formula.parts);
    }
    for (const attribute of touched) if (isImpossible(this.tests.get(attribute)!, this.budget)) return false;
    return true;
  }

  takeBack(mark: number): void {
    for (let last = this.trail.length; last > mark; last--) {
      const one = this.trail.pop()!;
      if ('attribute' in one) this.tests.get(one.attribute)!.pop();
      else this.facts.delete(one.fact);
    }
  }
}
