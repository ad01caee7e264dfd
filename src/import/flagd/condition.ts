import type { AttributeTest, Condition, Scalar } from '../../evaluate/definition.ts';
import { parseComparator } from '../../evaluate/semver.ts';
import { caselessAll, caselessRuns, textTested, type Run } from './caseless.ts';
import { numberGuarded, versionGuarded } from './guards.ts';
import { attributeOf, isSameLogic, operationOf, type ImportedLogic } from './logic.ts';

/** Logic that our conditions cannot say exactly. */
export class InexactError extends Error {
  override readonly name = 'InexactError';
}

/** Gives the condition of a part that has a name in the source; undefined if it has none. */
export type NamedPart = (logic: object) => Condition | undefined;

/**
 * A condition that holds exactly where logic is true.
 * @throws InexactError if there is none
 */
export function conditionOf(logic: ImportedLogic, named: NamedPart): Condition {
  return typeof logic === 'object' && logic !== null ? (named(logic) ?? plainCondition(logic, named)) : constant(logic);
}

function constant(logic: ImportedLogic): Condition {
  if (logic === true) return { all: [] };
  if (logic === false || logic === null) return { any: [] };
  throw new InexactError('a value that is not true or false decides');
}

function plainCondition(logic: object, named: NamedPart): Condition {
  const { name, args } = operationOf(logic) ?? { name: '', args: [] };
  switch (name) {
    case 'and':
      return allOf(args, named);
    case 'or':
      return anyOf(args, named);
    case '!':
      return not(conditionOf(only(args), named));
    case '!!':
      return conditionOf(only(args), named);
    case 'if':
    case '?:':
      return chosen(args, named);
    case '!==':
      return not(plainCondition({ '===': args }, named));
    case '!=':
      return not(plainCondition({ '==': args }, named));
    default:
      return attributeTest(name, args);
  }
}

const not = (condition: Condition): Condition => ('not' in condition ? condition.not : { not: condition });

/** All of these, where guards and what they guard become one test. */
export function allOf(parts: readonly ImportedLogic[], named: NamedPart): Condition {
  const numbers = new Set(parts.map(numberGuarded));
  const versions = new Set(parts.map(versionGuarded));
  const members = new Set(parts.map(memberKey));
  const guards = new Set(parts.map(memberGuardKey));
  const used = new Set<string>();
  const tests: Condition[] = [];
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at];
    const member = memberKey(part);
    const guarded = guardedTest(part, numbers, versions);
    const run = caselessAll(parts, at);
    if (guarded !== undefined) {
      used.add(guarded.attribute);
      tests.push(guarded);
    } else if (run !== undefined) {
      tests.push(run.test);
      at += run.length - 1;
    } else if (member !== undefined && guards.has(member)) {
      tests.push(memberTest(part));
    } else if (!isTypeGuard(part) && !isGuardOf(members, part)) {
      tests.push(conditionOf(part, named));
    }
  }
  for (const name of [...numbers, ...versions]) {
    if (name !== undefined && !used.has(name)) throw new InexactError(`only the type of "${name}" decides`);
  }
  return tests.length === 1 ? tests[0]! : { all: tests };
}

function anyOf(parts: readonly ImportedLogic[], named: NamedPart): Condition {
  const tests: Condition[] = [];
  const runs = caselessRuns(parts);
  for (let at = 0; at < parts.length; at++) {
    const run = runs.get(at) ?? memberOrText(parts, at);
    tests.push(run === undefined ? conditionOf(parts[at], named) : run.test);
    if (run !== undefined) at += run.length - 1;
  }
  return tests.length === 1 ? tests[0]! : { any: tests };
}

const comparisons: Readonly<Record<string, 'gt' | 'gte' | 'lt' | 'lte'>> = { '>': 'gt', '>=': 'gte', '<': 'lt', '<=': 'lte' }; // prettier-ignore

function guardedTest(
  part: ImportedLogic,
  numbers: ReadonlySet<string | undefined>,
  versions: ReadonlySet<string | undefined>,
): AttributeTest | undefined {
  const { name = '', args = [] } = operationOf(part) ?? {};
  const attribute = attributeOf(args[0]);
  if (attribute === undefined) return undefined;
  const [, second, third] = args;
  const operator = Object.hasOwn(comparisons, name) ? comparisons[name] : undefined;
  if (operator !== undefined && numbers.has(attribute) && args.length === 2 && typeof second === 'number') {
    return { attribute, [operator]: second };
  }
  const semver = name === 'sem_ver' && typeof second === 'string' && typeof third === 'string' ? second + third : '';
  return versions.has(attribute) && parseComparator(semver) ? { attribute, semver } : undefined;
}

const isTypeGuard = (part: ImportedLogic): boolean => (numberGuarded(part) ?? versionGuarded(part)) !== undefined;

const isGuardOf = (members: ReadonlySet<string | undefined>, part: ImportedLogic): boolean => {
  const key = memberGuardKey(part);
  return key !== undefined && members.has(key);
};

/*
 * That a list has something which is not a text is said by two parts: it is in the list made of the value, and is not the
 * value itself. Their keys are the same.
 */
function memberKey(part: ImportedLogic): string | undefined {
  const { name, args = [] } = operationOf(part) ?? {};
  const attribute = attributeOf(onlyOf(args[1], 'merge'));
  return name === 'in' && args.length === 2 ? pairKey(attribute, args[0]) : undefined;
}

function memberGuardKey(part: ImportedLogic): string | undefined {
  const { name, args = [] } = operationOf(part) ?? {};
  return name === '!==' && args.length === 2 ? pairKey(attributeOf(args[0]), args[1]) : undefined;
}

function pairKey(attribute: string | undefined, wanted: ImportedLogic): string | undefined {
  const isOther = isScalar(wanted) && typeof wanted !== 'string';
  return attribute !== undefined && isOther ? JSON.stringify([attribute, wanted]) : undefined;
}

function memberTest(part: ImportedLogic): Condition {
  const [wanted, list] = operationOf(part)!.args;
  return { attribute: attributeOf(onlyOf(list, 'merge'))!, contains: wanted as Scalar };
}

/** `contains` with the empty text: any text, or a list that has it. */
function memberOrText(parts: readonly ImportedLogic[], start: number): Run | undefined {
  for (const [text, member] of [
    [start, start + 1],
    [start + 1, start],
  ] as const) {
    // prettier-ignore
    const attribute = textTested(parts[text]);
    if (attribute !== undefined && isSameLogic(parts[member], { in: ['', { merge: [{ var: attribute }] }] })) {
      return { test: { attribute, contains: '' }, length: 2 };
    }
  }
  return undefined;
}

function chosen(args: readonly ImportedLogic[], named: NamedPart): Condition {
  const [condition, yes = null, no = null] = args;
  const attribute = args.length === 3 ? textTested(condition) : undefined;
  const wanted = operationOf(yes)?.args[0];
  if (attribute !== undefined && typeof wanted === 'string') {
    const value = { var: attribute };
    const isContains = isSameLogic(yes, { in: [wanted, value] }) && isSameLogic(no, { in: [wanted, { merge: [value] }] }); // prettier-ignore
    if (isContains) return { attribute, contains: wanted };
  }
  if (args.length < 2) return conditionOf(condition, named);
  const when = conditionOf(condition, named);
  const otherwise = args.length > 3 ? chosen(args.slice(2), named) : conditionOf(no, named);
  return { any: [{ all: [when, conditionOf(yes, named)] }, { all: [not(when), otherwise] }] };
}

function attributeTest(operator: string, args: readonly ImportedLogic[]): Condition {
  const isTurned = (operator === '===' || operator === '==') && attributeOf(args[0]) === undefined;
  const [first, second] = isTurned ? args.toReversed() : args;
  const attribute = attributeOf(first);
  if (args.length !== 2) throw new InexactError(`"${operator}" cannot be expressed as a condition`);
  switch (operator) {
    case '===':
      if (attribute !== undefined && second === null) return { attribute, exists: false };
      if (attribute !== undefined && isScalar(second)) return { attribute, equals: second };
      break;
    case '==':
      // A text that is not a number equals nothing but itself, even loosely.
      if (attribute !== undefined && typeof second === 'string' && Number.isNaN(Number(second))) return { attribute, equals: second }; // prettier-ignore
      break;
    case 'starts_with':
      if (attribute !== undefined && typeof second === 'string') return { attribute, startsWith: second };
      break;
    case 'ends_with':
      if (attribute !== undefined && typeof second === 'string') return { attribute, endsWith: second };
      break;
    case 'in':
      return listTest(first, second);
  }
  throw new InexactError(`"${operator}" cannot be expressed exactly as a condition`);
}

function listTest(wanted: ImportedLogic, list: ImportedLogic): Condition {
  const attribute = attributeOf(wanted);
  if (attribute !== undefined && Array.isArray(list) && list.every(isScalar)) return { attribute, in: list };
  const text = attributeOf(list);
  if (text !== undefined && typeof wanted === 'string') return { attribute: text, contains: wanted };
  const name = attributeOf(onlyOf(list, 'merge'));
  if (!isScalar(wanted) || name === undefined)
    throw new InexactError('"in" cannot be expressed exactly as a condition');
  const isMember: Condition = { attribute: name, contains: wanted };
  const isItself: Condition = { attribute: name, equals: wanted };
  if (typeof wanted !== 'string') return { any: [isItself, isMember] };
  return { any: [isItself, { all: [{ not: { attribute: name, startsWith: '' } }, isMember] }] };
}

/** The one argument of an operation of this name. */
function onlyOf(logic: ImportedLogic, name: string): ImportedLogic {
  const operation = operationOf(logic);
  return operation?.name === name && operation.args.length === 1 ? operation.args[0] : undefined;
}

function only(args: readonly ImportedLogic[]): ImportedLogic {
  if (args.length !== 1) throw new InexactError('a negation has several arguments');
  return args[0];
}

const isScalar = (value: unknown): value is Scalar =>
  typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
