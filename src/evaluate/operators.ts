import { parseInstant } from './dates.ts';
import type { AttributeTest } from './definition.ts';
import { DefinitionError } from './definition.ts';
import { parseComparator, parseVersion, satisfies } from './semver.ts';
import { simpleLowerCase } from './lower-case.ts';

/** The fields of an attribute test that are operators. */
export type OperatorName = Exclude<keyof AttributeTest, 'attribute' | 'ignoreCase'>;

/** Whether an attribute's value passes. `undefined` is an absent attribute, and passes `exists: false` alone. */
export type ValueTest = (value: unknown) => boolean;

interface Operator {
  /** Makes the test from what is written behind the operator. @throws DefinitionError if that is of a wrong kind */
  readonly compile: (operand: unknown, fold: Fold) => ValueTest;
  /** The operator in an explanation, between the attribute's name and the operand. */
  readonly symbol: string;
}

type Kind = 'string' | 'number' | 'boolean';

function expect<T>(operand: unknown, kind: Kind): T {
  if (typeof operand !== kind) throw new DefinitionError(`an operand is ${typeof operand}, not ${kind}`);
  return operand as T;
}

function scalar(operand: unknown): string | number | boolean {
  if (typeof operand === 'string' || typeof operand === 'number' || typeof operand === 'boolean') return operand;
  throw new DefinitionError('an operand is not a string, number or boolean');
}

/** Lists longer than this are looked up by hash. */
const LONG_LIST = 8;

/** A text, or what else is in its place, as it is compared. */
type Fold = <T>(value: T) => T;

const AS_WRITTEN: Fold = (value) => value;
const IGNORING_CASE: Fold = <T>(value: T) => (typeof value === 'string' ? (simpleLowerCase(value) as T) : value);

/** Those that `ignoreCase` can be beside. */
const CASELESS: ReadonlySet<string> = new Set<OperatorName>(['equals', 'in', 'contains', 'startsWith', 'endsWith']);

const OPERATORS: { readonly [name in OperatorName]: Operator } = {
  equals: {
    symbol: '=',
    compile: (operand, fold) => {
      const wanted = fold(scalar(operand));
      return (value) => fold(value) === wanted;
    },
  },
  in: {
    symbol: 'in',
    compile: (operand, fold) => {
      if (!Array.isArray(operand)) throw new DefinitionError('the operand of "in" is not a list');
      const list = operand.map((item) => fold(scalar(item)));
      if (list.length <= LONG_LIST) return (value) => list.includes(fold(value) as string);
      const set = new Set<unknown>(list);
      return (value) => set.has(fold(value));
    },
  },
  contains: {
    symbol: 'contains',
    compile: (operand, fold) => {
      const wanted = fold(scalar(operand));
      return (value) => {
        if (typeof value === 'string') return typeof wanted === 'string' && fold(value).includes(wanted);
        if (!Array.isArray(value)) return false;
        return fold === AS_WRITTEN ? value.includes(wanted) : value.some((item) => fold(item) === wanted);
      };
    },
  },
  startsWith: {
    symbol: 'starts with',
    compile: (operand, fold) => {
      const prefix = fold(expect<string>(operand, 'string'));
      return (value) => typeof value === 'string' && fold(value).startsWith(prefix);
    },
  },
  endsWith: {
    symbol: 'ends with',
    compile: (operand, fold) => {
      const suffix = fold(expect<string>(operand, 'string'));
      return (value) => typeof value === 'string' && fold(value).endsWith(suffix);
    },
  },
  gt: {
    symbol: '>',
    compile: (operand) => {
      const limit = expect<number>(operand, 'number');
      return (value) => typeof value === 'number' && value > limit;
    },
  },
  gte: {
    symbol: '>=',
    compile: (operand) => {
      const limit = expect<number>(operand, 'number');
      return (value) => typeof value === 'number' && value >= limit;
    },
  },
  lt: {
    symbol: '<',
    compile: (operand) => {
      const limit = expect<number>(operand, 'number');
      return (value) => typeof value === 'number' && value < limit;
    },
  },
  lte: {
    symbol: '<=',
    compile: (operand) => {
      const limit = expect<number>(operand, 'number');
      return (value) => typeof value === 'number' && value <= limit;
    },
  },
  before: {
    symbol: 'before',
    compile: (operand) => {
      const limit = instantOperand(operand);
      return (value) => (instantOf(value) ?? limit) < limit;
    },
  },
  after: {
    symbol: 'after',
    compile: (operand) => {
      const limit = instantOperand(operand);
      return (value) => (instantOf(value) ?? -Infinity) >= limit;
    },
  },
  semver: {
    symbol: '',
    compile: (operand) => {
      const text = expect<string>(operand, 'string');
      const comparator = parseComparator(text);
      if (comparator === undefined) throw new DefinitionError(`"${text}" is not a version comparator`);
      return (value) => {
        const version = typeof value === 'string' ? parseVersion(value) : undefined;
        return version !== undefined && satisfies(version, comparator);
      };
    },
  },
  exists: {
    symbol: '',
    compile: (operand) => {
      const wanted = expect<boolean>(operand, 'boolean');
      return (value) => (value !== undefined) === wanted;
    },
  },
};

/** The instant that an attribute's value names, in milliseconds since 1970: a number or a `Date` is one, a text may be a date. */
export function instantOf(value: unknown): number | undefined {
  if (typeof value === 'string') return parseInstant(value, 'start');
  // Programs have them so; on the way to a server they become text.
  if (value instanceof Date) return instantOf(value.getTime());
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function instantOperand(operand: unknown): number {
  const text = expect<string>(operand, 'string');
  const instant = parseInstant(text, 'start');
  if (instant === undefined) throw new DefinitionError(`"${text}" is not a date`);
  return instant;
}

/** The one operator of an attribute test. @throws DefinitionError if there is none, more than one, or an unknown one */
export function operatorOf(test: AttributeTest): OperatorName {
  let found: string | undefined;
  for (const field of Object.keys(test)) {
    if (field === 'attribute' || field === 'ignoreCase' || test[field as OperatorName] === undefined) continue;
    if (found !== undefined) throw new DefinitionError(`a test has two operators: ${found} and ${field}`);
    found = field;
  }
  if (found === undefined) throw new DefinitionError('a test has no operator');
  if (!Object.hasOwn(OPERATORS, found)) throw new DefinitionError(`"${found}" is not an operator`);
  return found as OperatorName;
}

/** @throws DefinitionError if the test is not well formed */
export function compileValueTest(test: AttributeTest): ValueTest {
  const operator = operatorOf(test);
  const { ignoreCase = false } = test;
  if (typeof ignoreCase !== 'boolean') throw new DefinitionError('"ignoreCase" is neither true nor false');
  if (ignoreCase && !CASELESS.has(operator)) throw new DefinitionError(`"${operator}" knows no case to ignore`);
  return OPERATORS[operator].compile(test[operator], ignoreCase ? IGNORING_CASE : AS_WRITTEN);
}

/** The symbol of an operator in explanations; empty where the operand says it itself. */
export const symbolOf = (operator: OperatorName): string => OPERATORS[operator].symbol;
