import type { ErrorObject } from 'ajv';
import type { Fix, Path } from '../diagnostic/diagnostic.ts';
import type { Problem } from '../diagnostic/problem.ts';
import { alternatives, didYouMean, nearest } from '../diagnostic/suggest.ts';
import { spanAt, type Document } from '../source/document.ts';
import { nodeAt } from '../source/locate.ts';
import { explainPattern } from './patterns.ts';

type Explained = Pick<Problem, 'rule' | 'message'> &
  Partial<Pick<Problem, 'label' | 'help' | 'fix'>> & { readonly path: Path; readonly part?: 'key' };

interface Schema {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly oneOf?: readonly { readonly required?: readonly string[] }[];
  readonly type?: string | readonly string[];
}

/** Fields whose absence a lint rule of its own reports, with better words. */
const ownRule: Readonly<Record<string, string>> = { expires: 'missing-expiry' };

/** Puts one error of the validator into words, with its exact place; `undefined` where a rule of lint says it better. */
export function explainError(document: Document, error: ErrorObject): Problem | undefined {
  const path = error.instancePath.split('/').slice(1).map(unescapePointer);
  const explained = explain(document, error, path);
  if (!explained) return undefined;
  const { path: place, part, ...rest } = explained;
  return { ...rest, at: { file: document.file, span: spanAt(document, place, part) } };
}

function explain(document: Document, error: ErrorObject, path: Path): Explained | undefined {
  const name = nameOf(path);
  const { params } = error;
  const schema = error.parentSchema as Schema | undefined;
  if (error.propertyName !== undefined) return explainName(error, [...path, error.propertyName]);
  switch (error.keyword) {
    case 'additionalProperties':
      return explainUnknown(document, String(params.additionalProperty), path, Object.keys(schema?.properties ?? {}));
    case 'required':
      return explainMissing(String(params.missingProperty), path, name);
    case 'dependencies': {
      if (params.missingProperty === 'otherwise') return undefined;
      const message = `"${params.property}" needs "${params.missingProperty}" beside it`;
      return {
        rule: 'missing-field',
        message,
        help: `add ${params.missingProperty}`,
        path: [...path, params.property],
        part: 'key',
      };
    }
    case 'oneOf':
      return explainChoice(document, schema?.oneOf ?? [], path, name);
    case 'type':
      return { rule: 'wrong-type', path, ...explainType(error, name) };
    case 'enum': {
      const allowed = (params.allowedValues as unknown[]).map(String);
      const help = didYouMean(String(error.data), allowed) ?? `write ${alternatives(allowed)}`;
      const message = `${name} cannot be ${shown(error.data)}`;
      const near = typeof error.data === 'string' ? nearest(error.data, allowed) : [];
      const fix = near.length === 1 ? replaceFix(document, path, 'value', near[0] ?? '') : undefined;
      return {
        rule: 'invalid-value',
        message,
        label: `not one of ${alternatives(allowed)}`,
        help,
        path,
        ...(fix && { fix }),
      };
    }
    case 'const':
      return { rule: 'invalid-value', message: `${name} must be ${shown(params.allowedValue)}`, path };
    case 'pattern': {
      const { what, help } = explainPattern(String(params.pattern));
      return { rule: 'invalid-value', message: `${name} ${shown(error.data)} is not ${what}`, help, path };
    }
    case 'false schema':
      return {
        rule: 'invalid-value',
        message: 'an environment has either rules or targeting, not both',
        help: 'remove one of the two',
        path,
        part: 'key',
      };
    default:
      return { rule: 'invalid-value', path, ...explainBound(error, name) };
  }
}

function explainName(error: ErrorObject, path: Path): Explained {
  const name = String(error.propertyName);
  if (error.keyword === 'enum') {
    const allowed = (error.params.allowedValues as unknown[]).map(String);
    const help = didYouMean(name, allowed) ?? listed(allowed);
    return {
      rule: 'invalid-value',
      message: `there is no ${path[0] === 'rules' ? 'rule' : 'name'} "${name}"`,
      help,
      path,
      part: 'key',
    };
  }
  const { what, help } = explainPattern(String(error.params.pattern ?? ''));
  return { rule: 'invalid-value', message: `"${name}" is not ${what}`, help, path, part: 'key' };
}

function listed(names: readonly string[]): string {
  return names.length <= 8 ? `known are ${alternatives(names, 'and')}` : '`flagwright explain --all` lists them';
}

function explainUnknown(document: Document, field: string, path: Path, known: readonly string[]): Explained {
  const place = [...path, field];
  const parent = path.length === 0 ? 'this file' : nameOf(path);
  const here = nodeAt(document.root, path);
  const missing = known.filter((name) => here?.kind !== 'mapping' || !Object.hasOwn(here.value, name));
  const near = nearest(field, missing);
  const help =
    didYouMean(field, missing) ?? (known.length > 0 ? `it can have ${alternatives(known, 'and')}` : 'remove it');
  const fix = near.length === 1 ? replaceFix(document, place, 'key', near[0] ?? '') : undefined;
  return {
    rule: 'unknown-field',
    message: `${parent} has no field "${field}"`,
    label: 'unknown field',
    help,
    path: place,
    part: 'key',
    ...(fix && { fix }),
  };
}

function replaceFix(document: Document, path: Path, part: 'key' | 'value', text: string): Fix {
  return { title: `write ${text}`, edits: [{ span: spanAt(document, path, part), text }] };
}

function explainMissing(field: string, path: Path, name: string): Explained | undefined {
  if (path.length === 0 && field in ownRule) return undefined;
  const message = path.length === 0 ? `the field "${field}" is missing` : `${name} has no "${field}"`;
  return { rule: 'missing-field', message, help: `add ${field}`, path, part: 'key' };
}

function explainChoice(document: Document, branches: Schema['oneOf'], path: Path, name: string): Explained {
  const names = (branches ?? []).flatMap((branch) => branch.required ?? []);
  const node = nodeAt(document.root, path);
  const present = node?.kind === 'mapping' ? names.filter((field) => Object.hasOwn(node.value, field)) : [];
  const shownNames = names.length > 6 ? 'one of the operators' : alternatives(names);
  if (present.length === 0) {
    const help = `add exactly one of ${alternatives(names)}`;
    return { rule: 'missing-field', message: `${name} needs ${shownNames}`, help, path, part: 'key' };
  }
  const second = present[1] ?? present[0] ?? '';
  return {
    rule: 'invalid-value',
    message: `${name} has ${alternatives(present, 'and')} at once; it can have one`,
    help: 'keep one; join conditions with all or any',
    path: [...path, second],
    part: 'key',
  };
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  null: 'empty',
};

function explainType(error: ErrorObject, name: string): Pick<Explained, 'message' | 'help'> {
  const wanted = [error.params.type as string | string[]].flat();
  const { data } = error;
  const message = `${name} must be ${alternatives(wanted.map((type) => typeNames[type] ?? type))}, not ${typeOf(data)}`;
  if (data === null || data === undefined) return { message, help: 'write a value, or remove the field' };
  if (wanted.includes('string') && (typeof data === 'number' || typeof data === 'boolean')) {
    return { message, help: `put it in quotes: "${String(data)}"` };
  }
  if (wanted.includes('boolean') && typeof data === 'string' && /^(on|yes|off|no)$/i.test(data)) {
    return { message, help: `write ${/^(on|yes)$/i.test(data) ? 'true' : 'false'}; ${data} is text in YAML 1.2` };
  }
  if (wanted.includes('array') && wanted.length === 1)
    return { message, help: 'write [a, b], or one entry a line after "- "' };
  return { message };
}

function typeOf(data: unknown): string {
  if (Array.isArray(data)) return 'a list';
  if (data === null || data === undefined) return 'empty';
  if (typeof data === 'object') return 'a mapping';
  return typeof data === 'string' ? `the text ${shown(data)}` : shown(data);
}

function explainBound(error: ErrorObject, name: string): Pick<Explained, 'message' | 'help'> {
  const limit = Number(error.params.limit);
  switch (error.keyword) {
    case 'minLength':
      return limit === 1
        ? { message: `${name} is empty`, help: 'write something, or remove the field' }
        : { message: `${name} is too short`, help: `say it in at least ${limit} characters` };
    case 'minItems':
    case 'minProperties':
      return { message: `${name} has too few entries`, help: `it needs at least ${limit}` };
    case 'maxLength':
    case 'maxItems':
    case 'maxProperties':
      return { message: `${name} is too long`, help: `the limit is ${limit}` };
    case 'minimum':
    case 'exclusiveMinimum':
      return {
        message: `${name} is ${shown(error.data)}`,
        help: `it must be ${error.keyword === 'minimum' ? 'at least' : 'more than'} ${limit}`,
      };
    case 'maximum':
      return { message: `${name} is ${shown(error.data)}`, help: `it must be at most ${limit}` };
    case 'format':
      return { message: `${name} ${shown(error.data)} is not a valid ${error.params.format}` };
    default:
      return { message: `${name} ${error.message ?? 'is not valid'}` };
  }
}

/** A value as it is quoted in a message, never long. */
function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'this list' : 'this mapping';
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}..."` : text;
}

/** How a value is called: by its field, or its place in a list. */
function nameOf(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return 'the file';
  if (!/^\d+$/.test(String(last))) return `"${last}"`;
  const list = path.at(-2);
  return `entry ${Number(last) + 1}${list === undefined ? '' : ` of "${list}"`}`;
}

function unescapePointer(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}
