import type { Budget } from './budget.ts';
import { always, negate, type Formula } from './formula.ts';
import { isSame, satisfiable, type Witness } from './satisfiable.ts';

/** Formulas of which the first that holds decides; where none does, that is a case too. */
export type Ladder = readonly Formula[];

/** All contexts that are decided alike by some ladders. */
export interface ContextClass {
  /** What they satisfy. */
  readonly formulas: readonly Formula[];
  /** One of them. */
  readonly witness: Witness;
}

export interface ContextClasses {
  readonly classes: readonly ContextClass[];
  /** Whether each context there is belongs to one of these. */
  readonly complete: boolean;
}

/**
 * The classes of contexts for which ladders come out alike; those by the first formulas come first.
 * @param wishes formulas that the witnesses satisfy as well where that is possible: all of them, else the first one
 * @param most classes that are told apart, at most
 */
export function contextClasses(
  ladders: readonly Ladder[],
  wishes: readonly Formula[],
  most: number,
  budget: Budget,
): ContextClasses {
  let complete = true;
  let classes: readonly ContextClass[] = [{ formulas: [], witness: { context: {}, asked: new Map() } }];
  for (const ladder of distinct(ladders, budget)) {
    const next: ContextClass[] = [];
    for (const one of classes) {
      if (next.length >= most || budget.left <= 0) {
        complete = false;
        next.push(one);
        continue;
      }
      const formulas = [...one.formulas];
      for (const rung of [...ladder, always]) {
        const said = satisfiable([...formulas, rung], budget);
        if (said.answer === 'yes') next.push({ formulas: [...formulas, rung], witness: said.witness });
        if (said.answer === 'undecided') complete = false;
        formulas.push(negate(rung));
      }
    }
    classes = next.slice(0, most);
    complete &&= next.length <= most;
  }
  const wishedFor = classes.map(({ formulas, witness }) => {
    for (const wished of [wishes, wishes.slice(0, 1)]) {
      const said = satisfiable([...formulas, ...wished], budget);
      if (said.answer === 'yes') return { formulas, witness: said.witness };
    }
    return { formulas, witness };
  });
  return { classes: wishedFor, complete };
}

/** Most flags are the same before a change and after it. */
function distinct(ladders: readonly Ladder[], budget: Budget): readonly Ladder[] {
  const found: Ladder[] = [];
  for (const ladder of ladders) {
    const isKnown = found.some(
      (other) => other.length === ladder.length && other.every((rung, at) => isSame(rung, ladder[at]!, budget)),
    );
    if (!isKnown) found.push(ladder);
  }
  return found;
}
