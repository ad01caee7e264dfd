import type { Condition } from '../evaluate/definition.ts';
import type { Path } from '../diagnostic/diagnostic.ts';
import type { Budget } from './budget.ts';
import { FormulaReader, formulaKind, type Formula } from './formula.ts';
import { isSatisfiable } from './satisfiable.ts';

/** A part of a condition, and where it is. */
interface Clause {
  readonly condition: Condition;
  readonly path: Path;
}

/** A clause that no context satisfies: by itself, or together with all of `others`, which come before it. */
export interface Contradiction extends Clause {
  readonly others: readonly Clause[];
}

interface Search {
  readonly found: Contradiction[];
  readonly budget: Budget;
  formulaOf(condition: Condition): Formula;
}

/**
 * The parts of a condition that no context satisfies, each smallest one once, in file order. Never reports a
 * part that some context satisfies.
 * @param reader knows the segments to look into. An empty list is written on purpose, to be filled: it takes them as open,
 * so that no contradiction is reported because of one
 */
export function contradictions(
  condition: Condition,
  path: Path,
  budget: Budget,
  reader = new FormulaReader(undefined, 'open'),
): Contradiction[] {
  const found: Contradiction[] = [];
  visit({ condition, path }, { found, budget, formulaOf: (part) => reader.read(part) });
  return found;
}

/** Whether a condition is one test, or the negation of one, that some context is sure to satisfy. */
function isPlain(condition: Condition): boolean {
  if ('attribute' in condition) return !condition.semver?.includes('0.0.0-0'); // no version is less than that
  return 'segment' in condition || ('not' in condition && 'attribute' in condition.not);
}

/** A quick look that spares most conditions a close one: false only if there is nothing to find without their segments. */
export function isSuspect(condition: Condition): boolean {
  if ('all' in condition) return !areApart(condition.all);
  if ('any' in condition) return condition.any.some(isSuspect);
  return !isPlain(condition);
}

/** Reports what is wrong inside a clause, else with the clause by itself. True if it can never hold. */
function visit(clause: Clause, search: Search): boolean {
  const { found, budget, formulaOf } = search;
  const { condition, path } = clause;
  if (isPlain(condition)) return false;
  const before = found.length;
  let impossible = false;
  if ('any' in condition) {
    const parts = formulaKind(condition) === 'any' ? condition.any : [];
    const failed = parts.filter((part, index) => visit({ condition: part, path: [...path, 'any', index] }, search));
    impossible = parts.length > 0 && failed.length === parts.length;
  } else if ('all' in condition) {
    if (formulaKind(condition) === 'all') impossible = visitAll(flatten(clause), search);
  } else {
    if (formulaKind(condition) === 'not') {
      visit({ condition: (condition as { not: Condition }).not, path: [...path, 'not'] }, search);
    }
    impossible = !isSatisfiable([formulaOf(condition)], budget);
    if (impossible && found.length === before) found.push({ ...clause, others: [] });
  }
  return impossible;
}

function visitAll(clauses: readonly Clause[], search: Search): boolean {
  const { found, budget, formulaOf } = search;
  const possible = clauses.filter((clause) => !visit(clause, search));
  const formulas = possible.map(({ condition }) => formulaOf(condition));
  if (isSatisfiable(formulas, budget)) return possible.length < clauses.length;
  const kept: { clause: Clause; formula: Formula }[] = [];
  possible.forEach((clause, index) => {
    const formula = formulas[index]!;
    const others = budget.left > 0 ? conflict(kept, formula, budget) : undefined;
    if (others) found.push({ ...clause, others });
    else kept.push({ clause, formula });
  });
  return true;
}

/** Of the clauses before one, those that together exclude it: a single one if possible. */
function conflict(
  kept: readonly { clause: Clause; formula: Formula }[],
  formula: Formula,
  budget: Budget,
): readonly Clause[] | undefined {
  if (isSatisfiable([...kept.map((one) => one.formula), formula], budget)) return undefined;
  const single = kept.find((one) => !isSatisfiable([one.formula, formula], budget));
  if (single) return [single.clause];
  let core = kept;
  for (const one of kept) {
    const fewer = core.filter((other) => other !== one);
    if (!isSatisfiable([...fewer.map((other) => other.formula), formula], budget)) core = fewer;
  }
  return core.map((one) => one.clause);
}

/** Whether these are plain tests of different attributes and segments, which never contradict each other. */
function areApart(conditions: readonly Condition[]): boolean {
  if (conditions.length > 16) return false;
  for (let i = 0; i < conditions.length; i++) {
    const condition = conditions[i]!;
    if ('not' in condition || !isPlain(condition)) return false;
    for (let other = 0; other < i; other++) if (isSameSubject(conditions[other]!, condition)) return false;
  }
  return true;
}

function isSameSubject(a: Condition, b: Condition): boolean {
  if ('attribute' in a) return 'attribute' in b && a.attribute === b.attribute;
  return 'segment' in a && 'segment' in b && a.segment === b.segment;
}

/** The clauses of an `all`, those of an `all` within it among them. */
function flatten({ condition, path }: Clause): Clause[] {
  const clauses: Clause[] = [];
  (condition as { all: readonly Condition[] }).all.forEach((part, index) => {
    const clause = { condition: part, path: [...path, 'all', index] };
    if (formulaKind(part) === 'all') for (const inner of flatten(clause)) clauses.push(inner);
    else clauses.push(clause);
  });
  return clauses;
}
