import type { AttributeTest } from '../../evaluate/definition.ts';
import { describeValue } from '../../evaluate/describe.ts';
import { operatorOf, type OperatorName } from '../../evaluate/operators.ts';
import { simpleLowerCase } from '../../evaluate/lower-case.ts';
import type { AttributeDeclaration, AttributeType } from '../../model/context.ts';
import { field } from '../../model/read.ts';
import { attributeUses } from '../attribute-uses.ts';
import { manifestWith, rulesFor } from '../example-rules.ts';
import { fileRule } from '../rule.ts';

const declared = manifestWith(`context:
  attributes:
    country: { type: string, maxLength: 2, normalize: upper-case }
    orders: { type: number }
    groups: { type: list }
`);

export const attributeType = fileRule({
  id: 'attribute-type',
  group: 'targeting',
  summary: 'A test can never hold for an attribute of its declared type.',
  why: 'A test on an attribute of another type is false, without an error: `orders = "5"` matches nobody if orders are numbers. This rule finds such tests where flagwright.yaml declares types under `context`.',
  severity: 'error',
  kinds: ['flag', 'segment', 'spec'],
  messages: {
    operator: {
      text: '"{operator}" never holds for "{attribute}", which is declared as {type}',
      label: 'not an operator for {type}',
      help: 'use {operators}, or correct the type in flagwright.yaml',
    },
    value: {
      text: '"{attribute}" is declared as {type}, so it never equals {value}',
      label: 'not {type}',
      help: 'write a value of that type, or correct the type in flagwright.yaml',
    },
    length: {
      text: '"{attribute}" has at most {length} characters, so it never matches {value}',
      label: 'too long',
      help: 'write a shorter value, or raise maxLength in flagwright.yaml',
    },
    case: {
      text: '"{attribute}" arrives in {case}, so it never matches {value}',
      label: 'not in {case}',
      help: 'write it in {case}, or add ignoreCase: true',
    },
    context: {
      text: '"{attribute}" is declared as {type}, and is {value} in this context',
      label: 'not {type}',
      help: 'write a value of that type, or correct the type in flagwright.yaml',
    },
  },
  examples: {
    bad: [
      {
        flags: { 'fast-search': rulesFor('{ attribute: orders, startsWith: "1" }') },
        files: declared,
        message: 'operator',
      },
      {
        flags: { 'fast-search': rulesFor('{ attribute: groups, equals: beta }') },
        files: declared,
        message: 'operator',
      },
      { flags: { 'fast-search': rulesFor('{ attribute: orders, in: ["5", 6] }') }, files: declared, message: 'value' },
      {
        segments: { germans: 'when: { attribute: country, equals: Germany }\n' },
        flags: { 'fast-search': rulesFor('{ segment: germans }') },
        files: declared,
        message: 'length',
      },
      { flags: { 'fast-search': rulesFor('{ attribute: country, in: [de, FR] }') }, files: declared, message: 'case' },
      {
        flags: { 'fast-search': '' },
        files: {
          ...declared,
          'fast-search.spec.yaml':
            'flag: fast-search\ncases:\n  - name: a customer\n    environment: production\n    context: { targetingKey: u-1, orders: "3" }\n    expect: { variant: on }\n',
        },
        message: 'context',
      },
    ],
    good: [
      {
        flags: {
          'fast-search': rulesFor(
            '{ all: [{ attribute: country, in: [DE, FR] }, { attribute: orders, gte: 5 }, { attribute: groups, contains: beta }] }',
          ),
        },
        files: declared,
      },
      {
        flags: { 'fast-search': rulesFor('{ attribute: country, equals: de, ignoreCase: true }') },
        files: declared,
      },
      { flags: { 'fast-search': rulesFor('{ attribute: orders, equals: "5" }') } },
    ],
  },
  check({ document, kind, declaration, report }) {
    if (!declaration) return;
    for (const { name, path, test, ...use } of attributeUses(document, kind)) {
      const own = name === 'targetingKey' ? targetingKey : field(declaration.attributes, name);
      if (!own) continue;
      const attribute = own as AttributeDeclaration;
      const type = nameOf(attribute.type);
      if ('value' in use) {
        const { value } = use;
        if (value === null || isOf(attribute.type, value)) continue;
        report(path, { message: 'context', data: { attribute: name, type, value: describeValue(value) } });
      }
      if (!test) continue;
      const { message, operator, value } = neverHolds(test.written, attribute) ?? {};
      if (message === undefined || operator === undefined) continue;
      const data = {
        attribute: name,
        operator,
        type,
        operators: operatorsOf[attribute.type].join(', '),
        value: describeValue(value),
        length: attribute.maxLength ?? 0,
        case: attribute.normalize === 'upper-case' ? 'upper case' : 'lower case',
      };
      const part = message === 'operator' ? ('key' as const) : ('value' as const);
      report([...test.path, operator], { message, data, part });
    }
  },
});

/** Always there, and always text. */
const targetingKey: AttributeDeclaration = { type: 'string', personal: false };

const ofTexts = ['equals', 'in', 'contains', 'startsWith', 'endsWith', 'semver', 'before', 'after', 'exists'] as const;
const ofNumbers = ['equals', 'in', 'gt', 'gte', 'lt', 'lte', 'before', 'after', 'exists'] as const;

/** The operators that can hold for a value of a type. A date is text, or a number of milliseconds. */
const operatorsOf: Readonly<Record<AttributeType, readonly OperatorName[]>> = {
  string: ofTexts,
  number: ofNumbers,
  boolean: ['equals', 'in', 'exists'],
  semver: ['equals', 'in', 'contains', 'startsWith', 'endsWith', 'semver', 'exists'],
  date: ['before', 'after', 'equals', 'in', 'contains', 'startsWith', 'endsWith', 'gt', 'gte', 'lt', 'lte', 'exists'],
  list: ['contains', 'exists'],
};

interface Never {
  readonly message: 'operator' | 'value' | 'length' | 'case';
  readonly operator: OperatorName;
  readonly value?: unknown;
}

/** Why a test never holds, or one of the values it asks for is never met. */
function neverHolds(test: AttributeTest, attribute: AttributeDeclaration): Never | undefined {
  let operator: OperatorName;
  try {
    operator = operatorOf(test);
  } catch {
    return undefined; // the schema says what is wrong with it
  }
  const { type, maxLength, normalize } = attribute;
  if (!operatorsOf[type].includes(operator)) return { message: 'operator', operator };
  if (type === 'list' || !(ofTexts as readonly string[]).includes(operator)) return undefined;
  if (operator === 'semver' || operator === 'before' || operator === 'after' || operator === 'exists') return undefined;
  for (const value of [test[operator]].flat() as readonly unknown[]) {
    if (!isOf(type, value)) return { message: 'value', operator, value };
    if (typeof value !== 'string') continue;
    if (maxLength !== undefined && value.length > maxLength) return { message: 'length', operator, value };
    if (test.ignoreCase === true || normalize === undefined) continue;
    const arrives = normalize === 'upper-case' ? value.toUpperCase() : simpleLowerCase(value);
    if (value !== arrives) return { message: 'case', operator, value };
  }
  return undefined;
}

/** Whether a value can be of a type. */
function isOf(type: AttributeType, value: unknown): boolean {
  if (type === 'list') return Array.isArray(value);
  if (type === 'number' || type === 'boolean') return typeof value === type;
  return typeof value === 'string' || (type === 'date' && typeof value === 'number');
}

const nameOf = (type: AttributeType): string =>
  ({
    string: 'text',
    number: 'a number',
    boolean: 'true or false',
    semver: 'a version',
    date: 'a date',
    list: 'a list',
  })[type];
