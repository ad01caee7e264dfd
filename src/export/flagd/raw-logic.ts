import { fields } from '../../model/read.ts';
import type { Logic } from './logic.ts';

/**
 * JsonLogic that was written for flagd, with the number of arguments that flagd's schema asks for: an `if` has three, and
 * arguments are in a list. An empty rule is not targeting.
 */
export function rawLogic(targeting: unknown): Logic {
  const logic = strict(targeting);
  return typeof logic === 'object' && logic !== null && Object.keys(logic).length === 0 ? null : logic;
}

function strict(logic: unknown): Logic {
  if (Array.isArray(logic)) return logic.map(strict);
  const [operator] = Object.keys(fields(logic));
  if (operator === undefined) return logic as Logic;
  const written = fields(logic)[operator];
  if (operator === 'var') return { var: typeof written === 'number' ? String(written) : (written as Logic) };
  const args = (Array.isArray(written) ? written : [written]).map(strict);
  if (operator === '?:' || operator === 'if') return branches(args);
  return { [operator]: args };
}

/** `if a then b else if c then d else e`, one in the other. */
function branches([condition = null, yes = null, ...others]: readonly Logic[]): Logic {
  const no = others.length <= 1 ? (others[0] ?? null) : branches(others);
  return { if: [condition, yes, no] };
}
