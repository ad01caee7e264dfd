import { InexactError } from './condition.ts';
import { bucketingGuarded } from './guards.ts';
import { isSameLogic, operationOf, type ImportedLogic } from './logic.ts';

/** What is served where all of some logic holds, and nothing before it in the list did. */
export interface FlagdDecision {
  readonly all: readonly ImportedLogic[];
  /** The name of a variant, null for the default, or a `fractional`. */
  readonly leaf: ImportedLogic;
}

/** More are kept as JsonLogic. */
const mostDecisions = 500;

/**
 * Nested branches as a list, tried in order. The last one holds for everybody.
 * @throws InexactError if there are too many
 */
export function decisionsOf(logic: ImportedLogic): readonly FlagdDecision[] {
  const list: FlagdDecision[] = [];
  branch(logic, [], list);
  // What the last one gives to everybody needs no condition before it.
  while (list.length > 1 && isRedundant(list.at(-2)!, list.at(-1)!)) list.splice(-2, 1);
  return list;
}

const isRedundant = (decision: FlagdDecision, last: FlagdDecision): boolean =>
  operationOf(decision.leaf) === undefined && isSameLogic(decision.leaf, last.leaf);

function branch(logic: ImportedLogic, all: readonly ImportedLogic[], list: FlagdDecision[]): void {
  if (list.length >= mostDecisions) throw new InexactError(`it has more than ${mostDecisions} branches`);
  const args = branchesOf(logic);
  if (args === undefined) {
    list.push({ all, leaf: logic });
    return;
  }
  for (let at = 0; at + 1 < args.length; at += 2) {
    const [condition, yes] = [args[at], args[at + 1]];
    const last = args.length <= at + 3 ? (args[at + 2] ?? null) : undefined;
    // What splits is asked whether something decides it; a rule asks that by itself.
    const isGuard = bucketingGuarded(condition) !== undefined;
    if (!isGuard && branchesOf(yes) !== undefined && last !== undefined && branchesOf(last) === undefined) {
      // Said the other way round, the condition is needed once.
      list.push({ all: [...all, { '!': [condition] }], leaf: last });
      branch(yes, all, list);
      return;
    }
    branch(yes, [...all, condition], list);
  }
  branch(args.length % 2 === 1 ? args.at(-1) : null, all, list);
}

/** The arguments of an `if`. */
function branchesOf(logic: ImportedLogic): readonly ImportedLogic[] | undefined {
  const operation = operationOf(logic);
  const isBranch = operation !== undefined && (operation.name === 'if' || operation.name === '?:');
  return isBranch && operation.args.length > 0 ? operation.args : undefined;
}
