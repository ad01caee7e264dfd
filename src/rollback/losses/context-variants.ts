import type { Budget } from '../../conditions/budget.ts';
import type { ContextClass } from '../../conditions/context-classes.ts';
import { bucketable, FormulaReader } from '../../conditions/formula.ts';
import { otherValues } from '../../conditions/other-values.ts';
import { satisfiable, type Witness } from '../../conditions/satisfiable.ts';
import type { Scalar } from '../../evaluate/definition.ts';
import type { EvaluationContext } from '../../evaluate/evaluation.ts';
import { withValue } from '../effects/contexts.ts';

/** Comparisons that looking for values of one context may take. */
const maxWork = 100_000;
/** Values of one kind that are tried, and kinds. */
const maxValues = 50;
const maxKinds = 8;

/**
 * A context, and others like it that have other values to be shared out by: all of those change together.
 * @param split the attributes that have such values
 * @param most how many contexts at most, this one included
 */
export function* variantsOf(
  { context, asked }: Witness,
  split: readonly string[],
  most: number,
): Generator<EvaluationContext> {
  const budget: Budget = { left: maxWork };
  const values = split
    .filter((name) => context[name] !== undefined)
    .map((name) => ({ name, of: otherValues(context[name], asked.get(name) ?? [], most, budget) }));
  let whole = context;
  for (let count = 0; count < most; count++) {
    let isOther = count === 0;
    for (const { name, of } of values) {
      const { value, done } = of.next();
      if (done) continue;
      isOther = true;
      whole = withValue(whole, name, value);
    }
    if (!isOther) return;
    yield whole;
  }
}

/**
 * Contexts of a class with different values of the attribute that they are shared out by, of every kind that the class
 * allows.
 * @returns whether there are no others
 */
export function* everyVariantOf({ formulas }: ContextClass, by: string): Generator<EvaluationContext, boolean> {
  const budget: Budget = { left: maxWork };
  const reader = new FormulaReader();
  const seen: Scalar[] = [];
  for (let kind = 0; kind < maxKinds; kind++) {
    const others = reader.read({ attribute: by, in: seen }, true);
    const said = satisfiable([...formulas, bucketable(by), others], budget);
    if (said.answer !== 'yes') return said.answer === 'no';
    for (const context of variantsOf(said.witness, [by], maxValues)) {
      seen.push(context[by] as Scalar);
      yield context;
    }
  }
  return false;
}
