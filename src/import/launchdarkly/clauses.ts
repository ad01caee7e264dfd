import type { Path } from '../../diagnostic/diagnostic.ts';
import { parseInstant } from '../../evaluate/dates.ts';
import type { Condition, Scalar } from '../../evaluate/definition.ts';
import { parseVersion } from '../../evaluate/semver.ts';
import { isKey, toKey } from '../../model/key.ts';
import { field, list, text, type Fields } from '../../model/read.ts';
import { RefusedImportError } from '../notes.ts';
import { scalarText } from '../scalars.ts';

/** The name here of an attribute of LaunchDarkly's contexts. */
export function attributeName(written: string): string {
  const name = written.startsWith('/') ? written.slice(1).split('/').map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')).join('.') : written; // prettier-ignore
  return name === 'key' ? 'targetingKey' : name;
}

/** @throws RefusedError for contexts of another kind than users, which have no place here */
export function requireUser(value: Fields, path: Path): void {
  const kind = text(field(value, 'contextKind')) ?? 'user';
  if (kind !== 'user' && kind !== '') throw new RefusedImportError([...path, 'contextKind'], `it is about contexts of the kind "${kind}": here there is one context`); // prettier-ignore
}

/**
 * A clause as a condition: one of its values. An attribute that is absent is never met, not even by a negated clause.
 * @param segments those that the project has
 * @throws RefusedError for what has no counterpart
 */
export function clauseCondition(clause: Fields, path: Path, segments: ReadonlyMap<string, unknown>): Condition {
  const operator = text(field(clause, 'op')) ?? '';
  const values = list(field(clause, 'values'));
  const negate = field(clause, 'negate') === true;
  if (operator === 'segmentMatch') {
    const any = anyOf(values.map((value, index) => segment(scalarText(value), segments, [...path, 'values', index])));
    return negate ? { not: any } : any;
  }
  requireUser(clause, path);
  const attribute = attributeName(text(field(clause, 'attribute')) ?? '');
  if (attribute === '') throw new RefusedImportError(path, 'a clause names no attribute');
  const condition = test(attribute, operator, values, path);
  return negate ? { all: [{ attribute, exists: true }, { not: condition }] } : condition;
}

function segment(name: string, segments: ReadonlyMap<string, unknown>, path: Path): Condition {
  const key = isKey(name) ? name : toKey(name);
  if (key !== undefined && segments.has(key)) return { segment: key };
  throw new RefusedImportError(
    path,
    `the project has no segment "${name}", and LaunchDarkly's flags do not say who is in it`,
  );
}

const texts = { startsWith: 'startsWith', endsWith: 'endsWith', contains: 'contains' } as const;
const numbers = { lessThan: 'lt', lessThanOrEqual: 'lte', greaterThan: 'gt', greaterThanOrEqual: 'gte' } as const;
const versions = { semVerEqual: '=', semVerLessThan: '<', semVerGreaterThan: '>' } as const;
const dates = { before: 'before', after: 'after' } as const;

function test(attribute: string, operator: string, values: readonly unknown[], path: Path): Condition {
  if (operator === 'in') {
    if (!values.every(isScalar)) throw new RefusedImportError([...path, 'values'], 'a value is not a text, a number or a boolean'); // prettier-ignore
    return { attribute, in: values };
  }
  return anyOf(values.map((value, index) => one(attribute, operator, value, [...path, 'values', index])));
}

function one(attribute: string, operator: string, value: unknown, path: Path): Condition {
  if (Object.hasOwn(texts, operator) && typeof value === 'string') {
    return { attribute, [texts[operator as 'contains']]: value };
  }
  if (Object.hasOwn(numbers, operator) && typeof value === 'number' && Number.isFinite(value)) {
    return { attribute, [numbers[operator as 'lessThan']]: value };
  }
  if (Object.hasOwn(versions, operator) && typeof value === 'string' && parseVersion(value)) {
    return { attribute, semver: versions[operator as 'semVerEqual'] + value };
  }
  if (Object.hasOwn(dates, operator)) {
    const written =
      typeof value === 'number' && Math.abs(value) < 8.64e15 ? new Date(value).toISOString() : scalarText(value);
    if (parseInstant(written, 'start') !== undefined) return { attribute, [dates[operator as 'before']]: written };
  }
  throw new RefusedImportError(path, `"${operator}" with ${JSON.stringify(value)} has no counterpart`);
}

const anyOf = (conditions: readonly Condition[]): Condition =>
  conditions.length === 1 ? conditions[0]! : { any: conditions };

const isScalar = (value: unknown): value is Scalar =>
  typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
