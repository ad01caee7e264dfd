import { parseVersion } from '../../evaluate/semver.ts';
import { MAX_TOTAL_WEIGHT } from '../../evaluate/split.ts';
import type { Path } from '../../diagnostic/diagnostic.ts';
import { describeArity, operators } from './operators.ts';

/** Something wrong in JsonLogic. `part` is `key` where an operator's name is meant. */
export interface LogicProblem {
  readonly kind: 'operator' | 'several' | 'reference' | 'arity' | 'argument' | 'result';
  readonly path: Path;
  readonly part: 'key' | 'value';
  readonly data: Readonly<Record<string, string>>;
}

type Report = (kind: LogicProblem['kind'], path: Path, part: LogicProblem['part'], data: LogicProblem['data']) => void;

type Logic = Readonly<Record<string, unknown>>;

const isLogic = (value: unknown): value is Logic =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * What is surely wrong in JsonLogic of flagd's dialect: unknown operators, wrong arguments, and literal results
 * that name no variant. The parser bounds how deep it goes.
 * @param path where the logic is in its file
 */
export function inspectLogic(logic: unknown, path: Path, variants: Logic): LogicProblem[] {
  const problems: LogicProblem[] = [];
  const report: Report = (kind, path, part, data) => problems.push({ kind, path, part, data });
  visit(logic, path, report);
  visitResult(logic, path, variants, report);
  return problems;
}

/** Operators and their arguments. */
function visit(value: unknown, path: Path, report: Report): void {
  if (Array.isArray(value)) {
    value.forEach((item, index) => visit(item, [...path, index], report));
    return;
  }
  if (!isLogic(value)) return;
  const names = Object.keys(value);
  const [operator] = names;
  if (operator === undefined) return;
  if (names.length > 1) {
    report('several', [...path, names[1]!], 'key', { first: operator, second: names[1]! });
    return;
  }
  const at = [...path, operator];
  const written = value[operator];
  const arity = operators.get(operator);
  if (operator === '$ref') {
    report('reference', at, 'key', { key: typeof written === 'string' ? written : 'key' });
    return;
  }
  if (!arity) {
    report('operator', at, 'key', { operator });
    return;
  }
  // A single argument may be without a list, and one that is computed may be a list of them all.
  const args = Array.isArray(written) ? written : [written];
  if (Array.isArray(written) || !isLogic(written)) {
    if (args.length < arity.least || args.length > arity.most) {
      report('arity', at, 'key', { operator, wanted: describeArity(arity), count: String(args.length) });
    } else {
      const pathOf = (index: number): Path => (Array.isArray(written) ? [...at, index] : at);
      inspectArguments(operator, args, (index, wanted) =>
        report('argument', pathOf(index), 'value', { operator, wanted }),
      );
    }
  }
  visit(written, at, report);
}

type Wrong = (index: number, wanted: string) => void;

/** Looks at arguments that are literal: what is computed may be anything. */
function inspectArguments(operator: string, args: readonly unknown[], wrong: Wrong): void {
  const [first, second, third] = args;
  switch (operator) {
    case 'var':
      if (typeof first === 'boolean' || Array.isArray(first)) wrong(0, 'the name of an attribute');
      break;
    case 'starts_with':
    case 'ends_with':
      args.forEach((arg, index) => {
        if (typeof arg !== 'string' && !isLogic(arg)) wrong(index, 'two texts');
      });
      break;
    case 'sem_ver':
      if (!isLogic(first) && !isVersion(first)) wrong(0, 'a version first, such as { var: appVersion }');
      if (!isLogic(second) && !versionOperators.has(second))
        wrong(1, '=, !=, <, <=, >, >=, ^ or ~ as its second argument');
      if (!isLogic(third) && !isVersion(third)) wrong(2, 'a version last, such as "2.1.0"');
      break;
    case 'fractional':
      inspectFractional(args, wrong);
      break;
  }
}

const versionOperators: ReadonlySet<unknown> = new Set(['=', '!=', '<', '<=', '>', '>=', '^', '~']);
const isVersion = (value: unknown): boolean => typeof value === 'string' && parseVersion(value) !== undefined;

function inspectFractional(args: readonly unknown[], wrong: Wrong): void {
  const [first] = args;
  const hasBucketing = !Array.isArray(first);
  if (hasBucketing && typeof first !== 'string' && first !== null && !isLogic(first)) {
    return wrong(0, 'an attribute to split by, or a part such as [on, 25], first');
  }
  const buckets = hasBucketing ? args.slice(1) : args;
  if (buckets.length === 0) return wrong(0, 'parts such as [on, 25]');
  let total: number | undefined = 0;
  for (let i = 0; i < buckets.length; i++) {
    const bucket = buckets[i];
    const index = hasBucketing ? i + 1 : i;
    if (isLogic(bucket)) {
      total = undefined;
      continue;
    }
    if (!Array.isArray(bucket) || bucket.length === 0 || bucket.length > 2 || Array.isArray(bucket[0])) {
      return wrong(index, 'parts such as [on, 25]: a variant and its weight');
    }
    const [, weight = 1] = bucket as readonly unknown[];
    if (isLogic(weight)) total = undefined;
    else if (weight !== null && !(Number.isInteger(weight) && (weight as number) >= 0)) {
      return wrong(index, 'weights that are whole numbers from 0');
    } else if (total !== undefined) total += (weight as number | null) ?? 1;
  }
  if (total !== undefined && (total === 0 || total > MAX_TOTAL_WEIGHT)) {
    wrong(hasBucketing ? 1 : 0, `weights whose sum is above 0 and at most ${MAX_TOTAL_WEIGHT}`);
  }
}

/** Follows what the logic can give to literals, which must name variants; null falls back to `otherwise`. */
function visitResult(value: unknown, path: Path, variants: Logic, report: Report): void {
  if (isLogic(value)) {
    const names = Object.keys(value);
    const [operator = ''] = names;
    const args = value[operator];
    if (names.length !== 1 || !Array.isArray(args)) return;
    const at = [...path, operator];
    if (operator === 'if' || operator === '?:') {
      args.forEach((arg, index) => {
        if (index % 2 === 1 || index === args.length - 1) visitResult(arg, [...at, index], variants, report);
      });
    } else if (operator === 'fractional') {
      args.forEach((bucket, index) => {
        if (Array.isArray(bucket)) visitResult(bucket[0], [...at, index, 0], variants, report);
      });
    }
    return;
  }
  if (value === null || value === undefined || Array.isArray(value)) return;
  if (typeof value === 'number' || !Object.hasOwn(variants, String(value))) {
    report('result', path, 'value', { result: String(value) });
  }
}
