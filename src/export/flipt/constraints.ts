import type { AttributeTest, Scalar } from '../../evaluate/definition.ts';
import { operatorOf } from '../../evaluate/operators.ts';
import type { Predicate } from '../predicate.ts';
import { allSpellings } from '../spellings.ts';
import { UnsupportedError } from '../statement.ts';

/** A test of one attribute as Flipt has it. */
export interface FliptConstraint {
  readonly type: 'STRING_COMPARISON_TYPE' | 'BOOLEAN_COMPARISON_TYPE' | 'ENTITY_ID_COMPARISON_TYPE';
  readonly property: string;
  readonly operator: string;
  readonly value: string;
}

/** Constraints that must all hold. */
export type Conjunction = readonly FliptConstraint[];

/** Segments of one rule. */
const mostConjunctions = 50;

/** Spellings of one text. */
const mostSpellings = 256;

/**
 * A predicate as conjunctions of which one must hold: the one form that Flipt has.
 * Contexts are texts there, and an absent attribute is an empty text, for which all but `empty` is false.
 * @throws UnsupportedError if it cannot be said so, or only with too many
 */
export function conjunctions(predicate: Exclude<Predicate, boolean>): readonly Conjunction[] {
  return alternatives(predicate, true);
}

function alternatives(predicate: Predicate, holds: boolean): readonly Conjunction[] {
  if (typeof predicate === 'boolean') return predicate === holds ? [[]] : [];
  if ('not' in predicate) return alternatives(predicate.not, !holds);
  if ('all' in predicate || 'any' in predicate) {
    const parts = 'all' in predicate ? predicate.all : predicate.any;
    const sides = parts.map((part) => alternatives(part, holds));
    return 'all' in predicate === holds ? sides.reduce(both, [[]]) : bounded(sides.flat());
  }
  return testAlternatives(predicate, holds);
}

function both(a: readonly Conjunction[], b: readonly Conjunction[]): readonly Conjunction[] {
  return bounded(a.flatMap((one) => b.map((other) => [...one, ...other])));
}

function bounded(all: readonly Conjunction[]): readonly Conjunction[] {
  if (all.length <= mostConjunctions) return all;
  throw new UnsupportedError(`a rule needs more than ${mostConjunctions} segments in Flipt`);
}

function testAlternatives(test: AttributeTest, holds: boolean): readonly Conjunction[] {
  const operator = operatorOf(test);
  switch (operator) {
    case 'equals':
      return oneOf(test, [test.equals!], holds);
    case 'in':
      return oneOf(test, test.in!, holds);
    case 'startsWith':
      return [[affix(test, 'prefix', test.startsWith!, holds)]];
    case 'endsWith':
      return [[affix(test, 'suffix', test.endsWith!, holds)]];
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      throw new UnsupportedError("Flipt's clients compare whole numbers alone");
    case 'exists':
      throw new UnsupportedError('to Flipt an absent attribute is an empty text');
    default:
      throw new UnsupportedError(`Flipt has no counterpart of "${operator}"`);
  }
}

function oneOf(test: AttributeTest, wanted: readonly Scalar[], holds: boolean): readonly Conjunction[] {
  const texts = wanted.filter((value) => typeof value === 'string').flatMap((text) => spellings(text, test));
  const flags = wanted.filter((value) => typeof value === 'boolean');
  if (wanted.some((value) => typeof value === 'number')) throw new UnsupportedError("Flipt's clients compare whole numbers alone"); // prettier-ignore
  if (texts.includes('')) throw new UnsupportedError('to Flipt an absent attribute is an empty text');
  if (flags.length > 0 && texts.length > 0) throw new UnsupportedError('Flipt has one type for an attribute');
  if (new Set(flags).size > 1) throw new UnsupportedError('Flipt has no test for a truth value of any kind');
  if (flags.length > 0) {
    const { attribute: property } = test;
    if (!holds) throw new UnsupportedError('Flipt has no negation of a truth value that may be absent');
    return [[{ type: 'BOOLEAN_COMPARISON_TYPE', property, operator: String(flags[0]), value: '' }]];
  }
  const [type, property] = typeOf(test);
  const [only, ...others] = texts;
  const constraint = (one: string, many: string): FliptConstraint => ({
    type,
    property,
    operator: others.length === 0 ? one : many,
    value: others.length === 0 ? only! : list(texts),
  });
  if (holds) return [[constraint('eq', 'isoneof')]];
  return [[constraint('neq', 'isnotoneof')], [{ type, property, operator: 'empty', value: '' }]];
}

function affix(test: AttributeTest, operator: string, text: string, holds: boolean): FliptConstraint {
  if (!holds) throw new UnsupportedError('Flipt cannot negate the beginning or the end of a text');
  if (text === '') throw new UnsupportedError('to Flipt an absent attribute is an empty text');
  const [only, another] = spellings(text, test);
  if (another !== undefined)
    throw new UnsupportedError('Flipt cannot ignore the case of the beginning or the end of a text');
  const [type, property] = typeOf(test);
  return { type, property, operator, value: only! };
}

function typeOf({ attribute }: AttributeTest): readonly [FliptConstraint['type'], string] {
  return attribute === 'targetingKey' ? ['ENTITY_ID_COMPARISON_TYPE', 'entity'] : ['STRING_COMPARISON_TYPE', attribute];
}

function spellings(text: string, { ignoreCase }: AttributeTest): readonly string[] {
  const all = ignoreCase === true ? allSpellings(text, mostSpellings) : [text];
  if (all === undefined)
    throw new UnsupportedError(
      `Flipt cannot ignore the case of "${text}": it has more than ${mostSpellings} spellings`,
    );
  return all;
}

/** Flipt's clients read lists of plain texts alone. */
function list(texts: readonly string[]): string {
  const odd = texts.find((text) => JSON.stringify(text) !== `"${text}"`);
  if (odd !== undefined) throw new UnsupportedError(`Flipt cannot have the text ${JSON.stringify(odd)} in a list`);
  return JSON.stringify(texts);
}
