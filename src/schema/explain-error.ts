import type { ErrorObject } from 'ajv';
import type { Fix, Path } from '../diagnostic/diagnostic.ts';
import type { Problem } from '../diagnostic/problem.ts';
import { alternatives, didYouMean, nearest } from '../diagnostic/suggest.ts';
import { spanAt, type Document } from '../source/document.ts';
import { nodeAt } from '../source/locate.ts';
import { explainBound } from './explain-bound.ts';
import { explainType } from './explain-type.ts';
import { addingHelp, deeperPlace, meantField } from './field-hints.ts';
import { explainPattern } from './patterns.ts';
import { nameOf, shown } from './wording.ts';

type Explained = Pick<Problem, 'rule' | 'message'> &
  Partial<Pick<Problem, 'label' | 'help' | 'fix'>> & { readonly path: Path; readonly part?: 'key' };

interface Schema {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly oneOf?: readonly { readonly required?: readonly string[]; readonly not?: unknown }[];
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
        help: addingHelp(String(params.missingProperty)),
        path: [...path, params.property],
        part: 'key',
      };
    }
    case 'oneOf':
      return explainChoice(document, schema?.oneOf ?? [], path, name);
    case 'type':
      return { rule: 'wrong-type', path, ...explainType(document, error, path) };
    case 'enum': {
      const allowed = (params.allowedValues as unknown[]).map(String);
      const help = didYouMean(String(error.data), allowed) ?? `write ${alternatives(allowed)}`;
      const label = allowed.length === 1 ? `can only be ${allowed[0]}` : `not one of ${alternatives(allowed)}`;
      const message = `${name} cannot be ${shown(error.data)}`;
      const near = typeof error.data === 'string' ? nearest(error.data, allowed) : [];
      const fix = near.length === 1 ? replaceFix(document, path, 'value', near[0] ?? '') : undefined;
      return {
        rule: 'invalid-value',
        message,
        label,
        help,
        path,
        ...(fix && { fix }),
      };
    }
    case 'const':
      return {
        rule: 'invalid-value',
        message: `${name} cannot be ${shown(error.data)}`,
        help: `write ${shown(params.allowedValue)}`,
        path,
      };
    case 'pattern': {
      const { what, help } = explainPattern(String(params.pattern));
      return { rule: 'invalid-value', message: `${name} is ${shown(error.data)}, which is not ${what}`, help, path };
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
  return names.length <= 8 ? `the names are ${alternatives(names, 'and')}` : '`flagwright explain --all` lists them';
}

function explainUnknown(document: Document, field: string, path: Path, known: readonly string[]): Explained {
  const place = [...path, field];
  const parent = path.length === 0 ? 'this file' : nameOf(path);
  const here = nodeAt(document.root, path);
  const missing = known.filter((name) => here?.kind !== 'mapping' || !Object.hasOwn(here.value, name));
  const near = nearest(field, missing);
  const meant = near.length === 0 ? meantField(field, missing) : undefined;
  const help =
    didYouMean(field, missing) ??
    (meant !== undefined ? `it is called "${meant}" here` : undefined) ??
    misplacedHelp(field, path, known);
  const right = near.length === 1 ? near[0] : undefined;
  const fix = right === undefined ? undefined : replaceFix(document, place, 'key', right);
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

function misplacedHelp(field: string, path: Path, known: readonly string[]): string {
  const place = path.length === 0 && known.includes('environments') ? deeperPlace(field) : undefined;
  if (place !== undefined) return `it belongs into ${place}`;
  if (known.length === 0) return 'remove it';
  return known.length <= 12 ? `it can have ${alternatives(known, 'and')}` : 'remove it, or check where it belongs';
}

function replaceFix(document: Document, path: Path, part: 'key' | 'value', text: string): Fix {
  return { title: `write ${text}`, edits: [{ span: spanAt(document, path, part), text }] };
}

function explainMissing(field: string, path: Path, name: string): Explained | undefined {
  if (path.length === 0 && field in ownRule) return undefined;
  const message = path.length === 0 ? `the field "${field}" is missing` : `${name} has no "${field}"`;
  return { rule: 'missing-field', message, help: addingHelp(field), path, part: 'key' };
}

function explainChoice(document: Document, branches: Schema['oneOf'], path: Path, name: string): Explained {
  const names = (branches ?? []).flatMap((branch) => branch.required ?? []);
  const node = nodeAt(document.root, path);
  const present = node?.kind === 'mapping' ? names.filter((field) => Object.hasOwn(node.value, field)) : [];
  const shownNames = names.length > 6 ? 'one of the operators' : alternatives(names);
  if (present.length === 0) {
    const both = branches?.some((branch) => branch.not !== undefined);
    const help = both ? `add ${alternatives(names)}, or both` : `add exactly one of ${alternatives(names)}`;
    return { rule: 'missing-field', message: `${name} needs ${shownNames}`, help, path, part: 'key' };
  }
  const second = present[1] ?? present[0] ?? '';
  return {
    rule: 'invalid-value',
    message: `${name} has ${alternatives(present, 'and')} at once; it can have one`,
    help: names.length > 2 ? 'keep one; join conditions with all or any' : 'keep one of the two',
    path: [...path, second],
    part: 'key',
  };
}

function unescapePointer(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}
