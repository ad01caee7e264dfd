import type { AttributeTest, Scalar } from '../../evaluate/definition.ts';
import { operatorOf } from '../../evaluate/operators.ts';
import type { Predicate } from '../predicate.ts';
import { spellingsOf } from '../spellings.ts';
import { UnsupportedError } from '../statement.ts';

/**
 * A predicate in the query language of GO Feature Flag. A comparison with an absent attribute, or with one of another
 * type, is false there too, and `not` negates. Texts are compared in lower case, but for `in`.
 * @throws UnsupportedError if it cannot be said
 */
export function goffQuery(predicate: Exclude<Predicate, boolean>): string {
  if ('all' in predicate) return joined(predicate.all, 'and');
  if ('any' in predicate) return joined(predicate.any, 'or');
  if ('not' in predicate) return `not (${goffQuery(predicate.not as Exclude<Predicate, boolean>)})`;
  return testQuery(predicate);
}

const joined = (parts: readonly Predicate[], operator: string): string =>
  parts.map((part) => `(${goffQuery(part as Exclude<Predicate, boolean>)})`).join(` ${operator} `);

/** What the query language takes for something else than an attribute, and what GO Feature Flag sets itself. */
const reserved =
  /^(?:and|or|not|in|pr|eq|ne|gt|lt|ge|le|co|sw|ew|true|false|null|key|targetingkey|anonymous|gofeatureflag|env)$/i;

function attribute(name: string): string {
  if (/^[A-Za-z][A-Za-z0-9_]*$/.test(name) && !reserved.test(name)) return name;
  throw new UnsupportedError(`GO Feature Flag has no safe way to test an attribute called "${name}"`);
}

function testQuery(test: AttributeTest): string {
  const operator = operatorOf(test);
  const isCaseless = test.ignoreCase === true;
  // A test of the targeting key for a text that is not empty is safe; one that is missing is empty there.
  const isKey = test.attribute === 'targetingKey' && ['equals', 'in'].includes(operator);
  const name = isKey ? test.attribute : attribute(test.attribute);
  switch (operator) {
    case 'equals':
      return equalQuery(name, [test.equals!], isCaseless, isKey);
    case 'in':
      return equalQuery(name, test.in!, isCaseless, isKey);
    case 'gt':
      return `${name} gt ${double(test.gt!)}`;
    case 'gte':
      return `${name} ge ${double(test.gte!)}`;
    case 'lt':
      return `${name} lt ${double(test.lt!)}`;
    case 'lte':
      return `${name} le ${double(test.lte!)}`;
    case 'startsWith':
      return `${name} sw ${anyCase('startsWith', test.startsWith!, isCaseless)}`;
    case 'endsWith':
      return `${name} ew ${anyCase('endsWith', test.endsWith!, isCaseless)}`;
    case 'exists':
      return test.exists! ? `${name} pr` : `not (${name} pr)`;
    default:
      throw new UnsupportedError(`GO Feature Flag has no counterpart of "${operator}"`);
  }
}

function equalQuery(name: string, wanted: readonly Scalar[], isCaseless: boolean, isKey: boolean): string {
  const isText = (value: Scalar): value is string => typeof value === 'string';
  if (isKey && wanted.some((value) => value === '' || !isText(value))) {
    throw new UnsupportedError('to GO Feature Flag a missing targeting key is an empty text');
  }
  const texts = wanted.filter(isText).map(quoted);
  const numbers = wanted.filter((value) => typeof value === 'number').map(double);
  const parts = [
    ...(isCaseless ? texts.map((text) => `${name} eq ${text}`) : listQuery(name, texts)),
    ...listQuery(name, numbers),
    ...wanted.filter((value) => typeof value === 'boolean').map((value) => `${name} eq ${value}`),
  ];
  return parts.length === 1 ? parts[0]! : parts.map((part) => `(${part})`).join(' or ');
}

const listQuery = (name: string, items: readonly string[]): string[] =>
  items.length === 0 ? [] : [`${name} in [${items.join(', ')}]`];

/** `sw` and `ew` ignore case, which makes no difference to a text without letters. */
function anyCase(operator: string, text: string, isCaseless: boolean): string {
  if (!isCaseless && spellingsOf(text).some((characters) => characters.length > 1)) {
    throw new UnsupportedError(
      `GO Feature Flag ignores case in "${operator}": with \`ignoreCase: true\` it is the same`,
    );
  }
  return quoted(text);
}

/** The language has quotes, and no way to write one within. */
function quoted(text: string): string {
  // oxlint-disable-next-line no-control-regex
  if (/["\\\u0000-\u001f]/.test(text))
    throw new UnsupportedError(`GO Feature Flag cannot write the text ${JSON.stringify(text)}`);
  return `"${text}"`;
}

/** Without its point a number would be compared as a whole one. */
function double(value: number): string {
  const text = String(value);
  if (!/^-?\d+(?:\.\d+)?$/.test(text)) throw new UnsupportedError(`GO Feature Flag cannot write the number ${text}`);
  return text.includes('.') ? text : `${text}.0`;
}
