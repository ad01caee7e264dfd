import type { Path } from '../../diagnostic/diagnostic.ts';
import { parseInstant } from '../../evaluate/dates.ts';
import type { Condition } from '../../evaluate/definition.ts';
import { parseVersion } from '../../evaluate/semver.ts';
import { field, list, text } from '../../model/read.ts';
import { RefusedImportError, type Notes } from '../notes.ts';
import type { UnleashPart } from './state.ts';
import { scalarNumber, scalarText } from '../scalars.ts';

/** What holds where a constraint does: a condition, or a part of time (milliseconds since 1970, the end exclusive). */
export type UnleashConstraint =
  | { readonly kind: 'condition'; readonly condition: Condition }
  | { readonly kind: 'time'; readonly from: number; readonly until: number };

const never: Condition = { any: [] };

/** The name here of a field of Unleash's context. */
export const unleashAttributeName = (name: string): string => (name === 'userId' ? 'targetingKey' : name);

/** @throws RefusedError for a constraint without a counterpart */
export function readConstraint({ value, path }: UnleashPart, notes: Notes): UnleashConstraint {
  const name = text(field(value, 'contextName')) ?? '';
  const operator = text(field(value, 'operator')) ?? '';
  const inverted = field(value, 'inverted') === true;
  if (name === '') throw new RefusedImportError(path, 'a constraint names no field of the context');
  if (operator.startsWith('DATE_') && name === 'currentTime') return timeOf(operator, scalarText(value['value']), inverted, path); // prettier-ignore
  const condition = conditionOf(unleashAttributeName(name), operator, { value, path }, notes);
  return { kind: 'condition', condition: inverted ? { not: condition } : condition };
}

function timeOf(operator: string, value: string, inverted: boolean, path: Path): UnleashConstraint {
  const instant = parseInstant(value, 'start') ?? Date.parse(value);
  if (Number.isNaN(instant)) throw new RefusedImportError([...path, 'value'], `"${value}" is not a date`);
  if (operator === 'DATE_AFTER') return inverted ? { kind: 'time', from: -Infinity, until: instant + 1 } : { kind: 'time', from: instant + 1, until: Infinity }; // prettier-ignore
  if (operator !== 'DATE_BEFORE') throw new RefusedImportError(path, `"${operator}" has no counterpart`);
  return inverted
    ? { kind: 'time', from: instant, until: Infinity }
    : { kind: 'time', from: -Infinity, until: instant };
}

const texts = { STR_STARTS_WITH: 'startsWith', STR_ENDS_WITH: 'endsWith', STR_CONTAINS: 'contains' } as const;
const numbers = { NUM_EQ: 'equals', NUM_GT: 'gt', NUM_GTE: 'gte', NUM_LT: 'lt', NUM_LTE: 'lte' } as const;
const versions = { SEMVER_EQ: '=', SEMVER_GT: '>', SEMVER_GTE: '>=', SEMVER_LT: '<', SEMVER_LTE: '<=' } as const;
const dates = { DATE_AFTER: 'after', DATE_BEFORE: 'before' } as const;

function conditionOf(
  attribute: string,
  operator: string,
  { value: constraint, path }: UnleashPart,
  notes: Notes,
): Condition {
  const values = list(field(constraint, 'values')).map(scalarText);
  const value = scalarText(field(constraint, 'value') ?? '');
  if (operator === 'IN') return { attribute, in: values };
  if (operator === 'NOT_IN') return { not: { attribute, in: values } };
  if (Object.hasOwn(texts, operator)) {
    const ignoreCase = field(constraint, 'caseInsensitive') === true;
    const tests = values.map((wanted) => ({ attribute, [texts[operator as 'STR_CONTAINS']]: wanted, ...(ignoreCase && { ignoreCase }) })); // prettier-ignore
    const any: Condition = tests.length === 1 ? tests[0]! : { any: tests };
    // A list has members, of which Unleash knows nothing.
    return operator === 'STR_CONTAINS' ? { all: [{ attribute, startsWith: '' }, any] } : any;
  }
  if (Object.hasOwn(numbers, operator)) {
    notes.changed(path, `"${attribute}" must be a number here: Unleash also compares texts that can be read as one`);
    const number = value.trim() === '' ? NaN : scalarNumber(value);
    return Number.isFinite(number) ? { attribute, [numbers[operator as 'NUM_EQ']]: number } : never;
  }
  if (Object.hasOwn(versions, operator)) {
    notes.changed(path, 'versions such as v1.2 or 1.2 count here too: Unleash wants all three numbers and no "v"');
    return /^\d/.test(value) && /^\d+\.\d+\.\d+/.test(value) && parseVersion(value)
      ? { attribute, semver: versions[operator as 'SEMVER_EQ'] + value }
      : never;
  }
  if (Object.hasOwn(dates, operator)) {
    if (parseInstant(value, 'start') === undefined) throw new RefusedImportError([...path, 'value'], `"${value}" is not a date`); // prettier-ignore
    return { attribute, [dates[operator as 'DATE_AFTER']]: value };
  }
  throw new RefusedImportError([...path, 'operator'], `the operator "${operator}" has no counterpart`);
}
