import type { AttributeTest, Condition } from '../../evaluate/definition.ts';
import { bucketingText } from '../../evaluate/split.ts';
import { compileValueTest, operatorOf, type OperatorName, type ValueTest } from '../../evaluate/operators.ts';

/** One test of one attribute, or its negation. `bucketable`: the attribute has a value that can be bucketed. */
export interface TestLiteral {
  readonly kind: 'test';
  readonly attribute: string;
  readonly operator: OperatorName | 'bucketable';
  readonly operand: unknown;
  readonly passes: ValueTest;
  readonly negated: boolean;
}

/** Something that holds or does not, of which no more is known: a segment, or a part that cannot be read. */
export interface FactLiteral {
  readonly kind: 'fact';
  /** Facts are the same if these are. */
  readonly fact: unknown;
  readonly negated: boolean;
}

/** A condition with its negations pushed down to the single tests. */
export type Formula = TestLiteral | FactLiteral | { readonly kind: 'all' | 'any'; readonly parts: readonly Formula[] };

export const always: Formula = { kind: 'all', parts: [] };

/** The fields that can stand beside nothing, and those of a test of an attribute. */
const fieldCounts: Readonly<Record<string, number>> = { all: 1, any: 1, not: 1, segment: 1, attribute: 2 };

/**
 * What a condition is, by the field that decides it; `unknown` if it is not one of them alone. Unknown fields
 * do not keep a file from being analysed, so a misspelt operator can come this far.
 */
export function kindOf(condition: Condition): 'all' | 'any' | 'not' | 'segment' | 'attribute' | 'unknown' {
  const names = Object.keys(condition);
  for (const kind of ['attribute', 'all', 'any', 'not', 'segment'] as const) {
    if (Object.hasOwn(condition, kind)) return names.length === fieldCounts[kind] ? kind : 'unknown';
  }
  return 'unknown';
}

/** The formula of a condition, or of its negation. The parser bounds how deep conditions go. */
export function formulaOf(condition: Condition, negated = false): Formula {
  switch (kindOf(condition)) {
    case 'all':
    case 'any': {
      const isAll = 'all' in condition;
      const parts = isAll ? condition.all : (condition as { any: readonly Condition[] }).any;
      return { kind: isAll !== negated ? 'all' : 'any', parts: parts.map((part) => formulaOf(part, negated)) };
    }
    case 'not':
      return formulaOf((condition as { not: Condition }).not, !negated);
    case 'segment':
      return { kind: 'fact', fact: `segment ${(condition as { segment: string }).segment}`, negated };
    case 'attribute':
      return testOf(condition as AttributeTest, negated) ?? { kind: 'fact', fact: condition, negated };
    case 'unknown':
      return { kind: 'fact', fact: condition, negated };
  }
}

function testOf(test: AttributeTest, negated: boolean): Formula | undefined {
  try {
    const operator = operatorOf(test);
    const passes = compileValueTest(test);
    return { kind: 'test', attribute: test.attribute, operator, operand: test[operator], passes, negated };
  } catch {
    return undefined; // an operand that cannot be evaluated: `invalid-semver` and the schema speak of it
  }
}

/** That an attribute has a value by which a split can be decided. */
export function bucketable(attribute: string): TestLiteral {
  const passes: ValueTest = (value) => bucketingText(value) !== undefined;
  return { kind: 'test', attribute, operator: 'bucketable', operand: undefined, passes, negated: false };
}

export function negate(formula: Formula): Formula {
  if (formula.kind === 'test' || formula.kind === 'fact') return { ...formula, negated: !formula.negated };
  return { kind: formula.kind === 'all' ? 'any' : 'all', parts: formula.parts.map(negate) };
}
