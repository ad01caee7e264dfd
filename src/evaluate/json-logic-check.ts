import { DefinitionError } from './definition.ts';

/** Logic is run by recursion; nothing that people write comes near to this. */
const MAX_DEPTH = 100;

/** Operators, arguments and items of lists. */
const MAX_SIZE = 50_000;

/**
 * Makes sure that logic can be run: what is done with it is left to the engine.
 * @throws DefinitionError that says what is wrong
 */
export function checkLogic(logic: unknown, isOperator: (name: string) => boolean): void {
  const open = [{ part: logic, depth: 1 }];
  let size = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { part, depth } = next;
    if (++size > MAX_SIZE) throw new DefinitionError(`targeting has more than ${MAX_SIZE} parts`);
    if (typeof part !== 'object' || part === null) continue;
    if (depth > MAX_DEPTH) throw new DefinitionError(`targeting is nested more than ${MAX_DEPTH} levels deep`);
    if (!Array.isArray(part)) {
      const [operator, second] = Object.keys(part);
      if (second !== undefined) throw new DefinitionError(`targeting has "${operator}" and "${second}" in one place`);
      if (operator !== undefined && !isOperator(operator)) {
        throw new DefinitionError(`targeting uses "${operator.slice(0, 60)}", which is not an operator`);
      }
    }
    for (const inner of Object.values(part)) open.push({ part: inner as unknown, depth: depth + 1 });
  }
}
