import { LogicEngine } from 'json-logic-engine';
import type { Targeting } from './compile-flag.ts';
import { checkLogic } from './json-logic-check.ts';
import { StepBudget } from './json-logic-budget.ts';
import { jsonLogicMethods } from './json-logic-operators.ts';

// Whoever loads this file apart from the rest, in a bundle of its own, needs the count that belongs to it.
export { stepsTaken } from './steps-taken.ts';

/**
 * Compiles JsonLogic in flagd's dialect: the operators of jsonlogic.com and those that flagd adds. It is interpreted,
 * never made into code. Only own properties of the data are found, and one evaluation takes a bounded number of steps.
 * @throws DefinitionError if the logic is nested too deeply, too large, or uses what is not an operator
 */
export function compileJsonLogic(logic: unknown): Targeting {
  const budget = new StepBudget();
  const methods = jsonLogicMethods(budget);
  checkLogic(logic, (operator) => Object.hasOwn(methods, operator));
  // As in flagd: empty targeting counts as none.
  if (isEmpty(logic)) return () => null;
  const engine = new LogicEngine(methods);
  engine.truthy = isTruthy;
  let broken: Error | undefined;
  return (data) => {
    if (broken !== undefined) throw broken;
    budget.refill();
    try {
      return engine.run(logic, data) as unknown;
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(reasonOf(thrown));
      // Constant parts are computed when the logic is first run. What fails there fails for everybody.
      if (typeof logic === 'object' && !engine.optimizedMap.has(logic as object)) broken = error;
      throw error;
    }
  };
}

const isEmpty = (logic: unknown): boolean =>
  typeof logic === 'object' && logic !== null && !Array.isArray(logic) && Object.keys(logic).length === 0;

/** What counts as true in JsonLogic: as in JavaScript, but no empty list, and as in flagd no empty object. */
function isTruthy(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : Boolean(value);
}

/** What the engine throws, which is often no error: the number NaN, or an object that tells its type. */
function reasonOf(thrown: unknown): string {
  if (Number.isNaN(thrown)) return 'targeting computes or compares with something that is not a number';
  const type = typeof thrown === 'object' && thrown !== null ? (thrown as { type?: unknown }).type : undefined;
  return typeof type === 'string' ? `targeting fails: ${type.toLowerCase()}` : 'targeting fails';
}
