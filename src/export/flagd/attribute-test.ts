import type { AttributeTest, Scalar } from '../../evaluate/definition.ts';
import { operatorOf, type OperatorName } from '../../evaluate/operators.ts';
import { parseComparator, type SemanticVersion } from '../../evaluate/semver.ts';
import { UnsupportedError } from '../statement.ts';
import { attribute } from './attribute.ts';
import { caselessTest } from './caseless.ts';
import { differ, equal, isNumber, isPlainVersion, isString } from './guards.ts';
import { all, choose, type Logic } from './logic.ts';

type Translation = (value: Logic, test: AttributeTest) => Logic;

const comparison =
  (operator: 'gt' | 'gte' | 'lt' | 'lte', symbol: string): Translation =>
  (value, test) =>
    all([isNumber(test.attribute, value), { [symbol]: [value, test[operator]!] }]);

const translations: { readonly [name in OperatorName]: Translation } = {
  equals: (value, { equals }) => equal(value, equals!),
  in: (value, { in: list }) => (list!.length === 0 ? false : { in: [value, list!] }),
  contains: (value, { contains }) => containing(value, contains!),
  startsWith: (value, { startsWith }) => ({ starts_with: [value, startsWith!] }),
  endsWith: (value, { endsWith }) => ({ ends_with: [value, endsWith!] }),
  gt: comparison('gt', '>'),
  gte: comparison('gte', '>='),
  lt: comparison('lt', '<'),
  lte: comparison('lte', '<='),
  before: dates,
  after: dates,
  semver: (value, { attribute: name, semver }) => versionTest(name, value, semver!),
  exists: (value, { exists }) => (exists! ? differ(value, null) : equal(value, null)),
};

/**
 * The test of an attribute: false if it is absent or of another type.
 * @throws UnsupportedError if flagd cannot say it
 */
export function attributeTest(test: AttributeTest): Logic {
  const operator = operatorOf(test);
  const translate = translations[operator];
  const value = attribute(test.attribute);
  return test.ignoreCase === true ? caselessTest(operator, value, test) : translate(value, test);
}

function dates(): never {
  throw new UnsupportedError('flagd cannot read dates ("before", "after"); "lt" and "gte" compare milliseconds');
}

/** Part of a string, or member of a list. `merge` makes a list of one of what is not a list. */
function containing(value: Logic, wanted: Scalar): Logic {
  const isMember = { in: [wanted, { merge: [value] }] };
  // An empty text has no parts to some engines, not even the empty one.
  if (typeof wanted === 'string') return choose(isString(value), wanted === '' || { in: [wanted, value] }, isMember);
  return all([differ(value, wanted), isMember]);
}

/** More digits are no longer exact in the engines that count with doubles. */
const mostDigits = 15;

function versionTest(name: string, value: Logic, comparator: string): Logic {
  const { operator, version } = parseComparator(comparator)!;
  const tooLarge = [version.major, version.minor, version.patch].some((part) => part.length > mostDigits);
  if (tooLarge) throw new UnsupportedError(`flagd cannot compare versions as large as ${comparator}`);
  return all([isPlainVersion(name, value), { sem_ver: [value, operator, versionText(version)] }]);
}

/** A whole version: flagd's schema wants all three parts. */
function versionText({ major, minor, patch, prerelease }: SemanticVersion): string {
  const release = `${major}.${minor}.${patch}`;
  return prerelease.length === 0 ? release : `${release}-${prerelease.join('.')}`;
}
