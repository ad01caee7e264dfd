import { spend, type Budget } from './budget.ts';
import { always, negate, type Formula, type TestLiteral } from './formula.ts';
import { someValue } from './values.ts';

/** Alternatives that are still to be chosen from. */
type Choice = readonly Formula[];

/** More choices than this one after the other are not followed. */
const maxDepth = 200;

/**
 * Whether some context may satisfy all of these formulas: a search through their alternatives for one in which
 * no fact contradicts itself and every attribute has a value left. False is certain, true may be a lack of budget.
 */
export function isSatisfiable(formulas: readonly Formula[], budget: Budget): boolean {
  return new Search(budget).run(formulas);
}

/** Whether every context that satisfies `a` satisfies `b`. True is certain. */
export function implies(a: Formula, b: Formula, budget: Budget): boolean {
  return b === always || isSame(a, b) || !isSatisfiable([a, negate(b)], budget);
}

/** Whether formulas are written alike: then no search is needed, however large they are. */
function isSame(a: Formula, b: Formula): boolean {
  if (a.kind === 'fact') return b.kind === 'fact' && a.fact === b.fact && a.negated === b.negated;
  if (a.kind === 'test') {
    if (b.kind !== 'test' || a.attribute !== b.attribute || a.operator !== b.operator) return false;
    return a.negated === b.negated && isSameOperand(a.operand, b.operand);
  }
  if (b.kind !== a.kind || a.parts.length !== b.parts.length) return false;
  return a.parts.every((part, index) => isSame(part, b.parts[index]!));
}

function isSameOperand(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
  return a.length === b.length && a.every((value, index) => value === b[index]);
}

class Search {
  readonly budget: Budget;
  readonly facts = new Map<unknown, boolean>();
  readonly tests = new Map<string, TestLiteral[]>();
  /** What was assumed, in order, to take it back. */
  readonly trail: (TestLiteral | { readonly fact: unknown })[] = [];

  constructor(budget: Budget) {
    this.budget = budget;
  }

  run(formulas: readonly Formula[]): boolean {
    const choices: Choice[] = [];
    return this.assume(formulas, choices) && this.choose(choices, 0);
  }

  /** Tries the alternatives of the shortest choice, each with all that follows from it. */
  choose(choices: readonly Choice[], depth: number): boolean {
    if (choices.length === 0) return true;
    if (depth > maxDepth) return true;
    const choice = choices.reduce((a, b) => (b.length < a.length ? b : a));
    for (const part of choice) {
      if (!spend(this.budget, 2 + choices.length)) return true;
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
      if (!spend(this.budget, 1)) return true;
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
    for (const attribute of touched) if (!someValue(this.tests.get(attribute)!, this.budget)) return false;
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
