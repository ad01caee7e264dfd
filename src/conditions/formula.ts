import type { AttributeTest, Condition, SegmentDefinition } from '../evaluate/definition.ts';
import { bucketingText } from '../evaluate/split.ts';
import { compileValueTest, operatorOf, type OperatorName, type ValueTest } from '../evaluate/operators.ts';

/** One test of one attribute, or its negation. `bucketable`: the attribute has a value that can be bucketed. */
export interface TestLiteral {
  readonly kind: 'test';
  readonly attribute: string;
  readonly operator: OperatorName | 'bucketable';
  readonly operand: unknown;
  readonly passes: ValueTest;
  /** Whether it compares texts in lower case. */
  readonly ignoreCase: boolean;
  readonly negated: boolean;
}

/** Something that holds or does not, of which no more is known: a segment, or a part that cannot be read. */
interface FactLiteral {
  readonly kind: 'fact';
  /** Facts are the same if these are. */
  readonly fact: unknown;
  readonly negated: boolean;
}

/** A condition with its negations pushed down to the single tests. */
export type Formula = TestLiteral | FactLiteral | { readonly kind: 'all' | 'any'; readonly parts: readonly Formula[] };

/** What every context satisfies. */
export const always: Formula = { kind: 'all', parts: [] };

/** The fields that can be beside nothing, and those of a test of an attribute. */
const fieldCounts: Readonly<Record<string, number>> = { all: 1, any: 1, not: 1, segment: 1, attribute: 2 };

const countOf = (names: readonly string[]): number => names.length - (names.includes('ignoreCase') ? 1 : 0);

/**
 * What a condition is, by the field that decides it; `unknown` if it is not one of them alone. Unknown fields
 * do not keep a file from being analysed, so a misspelt operator can come this far.
 */
export function formulaKind(condition: Condition): 'all' | 'any' | 'not' | 'segment' | 'attribute' | 'unknown' {
  if (typeof condition !== 'object' || condition === null) return 'unknown';
  const names = Object.keys(condition);
  for (const kind of ['attribute', 'all', 'any', 'not', 'segment'] as const) {
    if (Object.hasOwn(condition, kind))
      return (kind === 'attribute' ? countOf(names) : names.length) === fieldCounts[kind] ? kind : 'unknown';
  }
  return 'unknown';
}

/** Segments nested deeper than this are not followed. */
const maxDepth = 200;

/** Reads conditions as formulas. */
export class FormulaReader {
  readonly #segments: ReadonlyMap<string, SegmentDefinition> | undefined;
  readonly #emptyLists: 'nothing' | 'open';
  /** The formulas of segments; `open` while one is read, which it is asked for only if it uses itself. */
  readonly #known = new Map<string, Formula | 'open'>();
  #depth = 0;

  /**
   * @param segments those there are; without them nothing is known of who belongs to one, but that it is the same everywhere
   * @param emptyLists what an empty list is taken for: `nothing` passes it; or it is `open`, to be filled one day
   */
  constructor(segments?: ReadonlyMap<string, SegmentDefinition>, emptyLists: 'nothing' | 'open' = 'nothing') {
    this.#segments = segments;
    this.#emptyLists = emptyLists;
  }

  /** The formula of a condition, or of its negation. The parser bounds how deep conditions go. */
  read(condition: Condition, negated = false): Formula {
    switch (formulaKind(condition)) {
      case 'all':
      case 'any': {
        const isAll = 'all' in condition;
        const parts: unknown = isAll ? condition.all : (condition as { any: readonly Condition[] }).any;
        if (!Array.isArray(parts)) return { kind: 'fact', fact: condition, negated };
        const kind = isAll !== negated ? 'all' : 'any';
        return { kind, parts: parts.map((part: Condition) => this.read(part, negated)) };
      }
      case 'not':
        return this.read((condition as { not: Condition }).not, !negated);
      case 'segment':
        return this.#segment((condition as { segment: string }).segment, negated);
      case 'attribute':
        return this.#test(condition as AttributeTest, negated) ?? { kind: 'fact', fact: condition, negated };
      case 'unknown':
        return { kind: 'fact', fact: condition, negated };
    }
  }

  /** Of one that does not exist, or uses itself, nothing is known: a flag that needs it cannot be evaluated. */
  #segment(key: string, negated: boolean): Formula {
    const fact: Formula = { kind: 'fact', fact: `segment ${key}`, negated };
    const when = this.#segments?.get(key)?.when;
    if (when === undefined || this.#depth > maxDepth) return fact;
    const name = `${negated ? 'not ' : ''}${key}`;
    const known = this.#known.get(name);
    if (known !== undefined) return known === 'open' ? fact : known;
    this.#known.set(name, 'open');
    this.#depth++;
    const formula = this.read(when, negated);
    this.#depth--;
    this.#known.set(name, formula);
    return formula;
  }

  #test(test: AttributeTest, negated: boolean): Formula | undefined {
    try {
      const operator = operatorOf(test);
      if (this.#emptyLists === 'open' && test.in?.length === 0) return undefined;
      const passes = compileValueTest(test);
      const { attribute, ignoreCase = false } = test;
      if (typeof attribute !== 'string') return undefined;
      return { kind: 'test', attribute, operator, operand: test[operator], passes, ignoreCase, negated };
    } catch {
      return undefined; // an operand that cannot be evaluated: `invalid-semver` and the schema speak of it
    }
  }
}

/** That an attribute has a value by which a split can be decided. */
export function bucketable(attribute: string): TestLiteral {
  const passes: ValueTest = (value) => bucketingText(value) !== undefined;
  return { kind: 'test', attribute, operator: 'bucketable', operand: undefined, passes, ignoreCase: false, negated: false }; // prettier-ignore
}

/** Formulas of segments are parts of many others, so each negation is made once. */
const negations = new WeakMap<Formula, Formula>();

/** What holds where a formula does not. */
export function negate(formula: Formula): Formula {
  if (formula.kind === 'test' || formula.kind === 'fact') return { ...formula, negated: !formula.negated };
  let negation = negations.get(formula);
  if (!negation) {
    negation = { kind: formula.kind === 'all' ? 'any' : 'all', parts: formula.parts.map(negate) };
    negations.set(formula, negation);
  }
  return negation;
}
