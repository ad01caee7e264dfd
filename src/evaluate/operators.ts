import type { AttributeTest } from './definition.ts';
import { DefinitionError } from './definition.ts';
import { parseComparator, parseVersion, satisfies } from './semver.ts';

/** The fields of an attribute test that are operators. */
export type OperatorName = Exclude<keyof AttributeTest, 'attribute'>;

/** Whether an attribute's value passes. `undefined` is an absent attribute, and passes `exists: false` alone. */
export type ValueTest = (value: unknown) => boolean;

interface Operator {
  /** Makes the test from what is written behind the operator. @throws DefinitionError if that is of a wrong kind */
  readonly compile: (operand: unknown) => ValueTest;
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
  throw new DefinitionError('an operand is no string, number or boolean');
}

/** Lists longer than this are looked up by hash. */
const LONG_LIST = 8;

const OPERATORS: { readonly [name in OperatorName]: Operator } = {
  equals: {
    symbol: '=',
    compile: (operand) => {
      const wanted = scalar(operand);
      return (value) => value === wanted;
    },
  },
  in: {
    symbol: 'in',
    compile: (operand) => {
      if (!Array.isArray(operand)) throw new DefinitionError('the operand of "in" is no list');
      const list = operand.map(scalar);
      if (list.length <= LONG_LIST) return (value) => list.includes(value as string);
      const set = new Set<unknown>(list);
      return (value) => set.has(value);
    },
  },
  contains: {
    symbol: 'contains',
    compile: (operand) => {
      const wanted = scalar(operand);
      return (value) => {
        if (typeof value === 'string') return typeof wanted === 'string' && value.includes(wanted);
        return Array.isArray(value) && value.includes(wanted);
      };
    },
  },
  startsWith: {
    symbol: 'starts with',
    compile: (operand) => {
      const prefix = expect<string>(operand, 'string');
      return (value) => typeof value === 'string' && value.startsWith(prefix);
    },
  },
  endsWith: {
    symbol: 'ends with',
    compile: (operand) => {
      const suffix = expect<string>(operand, 'string');
      return (value) => typeof value === 'string' && value.endsWith(suffix);
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
  semver: {
    symbol: '',
    compile: (operand) => {
      const text = expect<string>(operand, 'string');
      const comparator = parseComparator(text);
      if (comparator === undefined) throw new DefinitionError(`"${text}" is no version comparator`);
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

/** The one operator of an attribute test. @throws DefinitionError if there is none, more than one, or an unknown one */
export function operatorOf(test: AttributeTest): OperatorName {
  let found: string | undefined;
  for (const field of Object.keys(test)) {
    if (field === 'attribute' || test[field as OperatorName] === undefined) continue;
    if (found !== undefined) throw new DefinitionError(`a test has two operators: ${found} and ${field}`);
    found = field;
  }
  if (found === undefined) throw new DefinitionError('a test has no operator');
  if (!Object.hasOwn(OPERATORS, found)) throw new DefinitionError(`"${found}" is no operator`);
  return found as OperatorName;
}

/** @throws DefinitionError if the test is not well formed */
export function compileValueTest(test: AttributeTest): ValueTest {
  const operator = operatorOf(test);
  return OPERATORS[operator].compile(test[operator]);
}

/** The symbol of an operator in explanations; empty where the operand says it itself. */
export const symbolOf = (operator: OperatorName): string => OPERATORS[operator].symbol;
