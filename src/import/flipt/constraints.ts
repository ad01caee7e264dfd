import type { Path } from '../../diagnostic/diagnostic.ts';
import type { Condition } from '../../evaluate/definition.ts';
import { parseInstant } from '../../evaluate/dates.ts';
import { field, text, type Fields } from '../../model/read.ts';
import { RefusedImportError, type Notes } from '../notes.ts';
import { scalarNumber, scalarText } from '../scalars.ts';

/**
 * A constraint as a condition. To Flipt contexts are texts, an absent one is empty, and for an empty one all but `empty` is
 * false.
 * @throws RefusedError for what has no counterpart
 */
export function constraintCondition(constraint: Fields, path: Path, notes: Notes): Condition {
  const type = (text(field(constraint, 'type')) ?? '').replace(/_COMPARISON_TYPE$/, '');
  const operator = text(field(constraint, 'operator')) ?? '';
  const attribute = type === 'ENTITY_ID' ? 'targetingKey' : (text(field(constraint, 'property')) ?? '');
  const value = field(constraint, 'value');
  if (attribute === '') throw new RefusedImportError(path, 'a constraint names no property');
  const condition =
    type === 'STRING' || type === 'ENTITY_ID'
      ? textTest(attribute, operator, typeof value === 'string' ? value : scalarText(value ?? ''), [...path, 'value'])
      : type === 'BOOLEAN'
        ? booleanTest(attribute, operator)
        : type === 'NUMBER'
          ? numberTest(attribute, operator, value)
          : type === 'DATETIME'
            ? dateTest(attribute, operator, scalarText(value))
            : undefined;
  if (condition === undefined) throw new RefusedImportError(path, `a constraint of type ${type} with "${operator}" and ${JSON.stringify(value)} has no counterpart`); // prettier-ignore
  if (type === 'BOOLEAN' || type === 'NUMBER') {
    notes.changed(path, `"${attribute}" must be a ${type.toLowerCase()} here: to Flipt all contexts are texts`);
  }
  return condition;
}

const present = (attribute: string): Condition => ({ all: [{ attribute, exists: true }, { not: { attribute, equals: '' } }] }); // prettier-ignore

function textTest(attribute: string, operator: string, value: string, path: Path): Condition | undefined {
  switch (operator) {
    case 'eq':
      return value === '' ? { any: [] } : { attribute, equals: value };
    case 'neq':
      return { all: [{ attribute, exists: true }, { not: { attribute, in: ['', value] } }] };
    case 'isoneof':
      return { attribute, in: listOf(value, path).filter((item) => item !== '') };
    case 'isnotoneof':
      return { all: [{ attribute, exists: true }, { not: { attribute, in: ['', ...listOf(value, path)] } }] };
    case 'empty':
      return { not: present(attribute) };
    case 'notempty':
      return present(attribute);
    case 'prefix':
      return value === '' ? present(attribute) : { attribute, startsWith: value };
    case 'suffix':
      return value === '' ? present(attribute) : { attribute, endsWith: value };
    case 'contains':
      return {
        all: [
          { attribute, startsWith: '' },
          { attribute, contains: value },
        ],
      };
    case 'notcontains':
      return { all: [{ attribute, exists: true }, { not: { attribute, in: [''] } }, { not: { attribute, contains: value } }] }; // prettier-ignore
    default:
      return undefined;
  }
}

function listOf(value: string, path: Path): readonly string[] {
  try {
    const list = JSON.parse(value) as unknown;
    if (Array.isArray(list) && list.every((item) => typeof item === 'string')) return list;
  } catch {
    // Said below, as of every other value that is not a list of texts.
  }
  throw new RefusedImportError(path, 'the value of a constraint is not a JSON list of texts');
}

function booleanTest(attribute: string, operator: string): Condition | undefined {
  if (operator === 'true' || operator === 'false') return { attribute, equals: operator === 'true' };
  if (operator === 'present') return { attribute, exists: true };
  return operator === 'notpresent' ? { attribute, exists: false } : undefined;
}

const comparisons = { lt: 'lt', lte: 'lte', gt: 'gt', gte: 'gte' } as const;

function numberTest(attribute: string, operator: string, value: unknown): Condition | undefined {
  if (operator === 'present') return { attribute, exists: true };
  if (operator === 'notpresent') return { attribute, exists: false };
  const number = typeof value === 'string' && value.trim() === '' ? NaN : scalarNumber(value);
  if (!Number.isFinite(number)) return undefined;
  if (operator === 'eq') return { attribute, equals: number };
  if (operator === 'neq')
    return {
      any: [
        { attribute, lt: number },
        { attribute, gt: number },
      ],
    };
  return Object.hasOwn(comparisons, operator) ? ({ attribute, [comparisons[operator as 'lt']]: number } as Condition) : undefined; // prettier-ignore
}

function dateTest(attribute: string, operator: string, value: string): Condition | undefined {
  const instant = parseInstant(value, 'start');
  if (operator === 'present') return { attribute, exists: true };
  if (operator === 'notpresent') return { attribute, exists: false };
  if (instant === undefined) return undefined;
  const next = new Date(instant + 1).toISOString();
  switch (operator) {
    case 'lt':
      return { attribute, before: value };
    case 'gte':
      return { attribute, after: value };
    case 'lte':
      return { attribute, before: next };
    case 'gt':
      return { attribute, after: next };
    case 'eq':
      return {
        all: [
          { attribute, after: value },
          { attribute, before: next },
        ],
      };
    case 'neq':
      return {
        any: [
          { attribute, before: value },
          { attribute, after: next },
        ],
      };
    default:
      return undefined;
  }
}
