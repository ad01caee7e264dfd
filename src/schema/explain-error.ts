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

/** What is below `lifecycle`; another name there makes a type. */
const ofLifecycle = [
  'release',
  'experiment',
  'migration',
  'ops',
  'kill-switch',
  'permission',
  'extensions',
  'staleAfter',
];

interface Schema {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly if?: { readonly oneOf?: readonly { readonly required?: readonly string[]; readonly not?: unknown }[] };
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
    case 'if':
      return explainChoice(document, schema?.if?.oneOf ?? [], path, name);
    case 'type': {
      const { help, ...explained } = explainType(document, error, path);
      return { rule: 'wrong-type', path, help: misspeltLimit(path) ?? help, ...explained };
    }
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
      if (path.at(-1) === 'ignoreCase') return explainCase(path);
      if (path[0] === 'lifecycle') return explainLimit(path);
      if (path[0] === 'context') return explainTextOnly(path);
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

function explainCase(path: Path): Explained {
  return {
    rule: 'invalid-value',
    message: '"ignoreCase" has nothing to ignore here: only texts have upper and lower case',
    help: 'remove it; it goes with equals, in, contains, startsWith and endsWith',
    path,
    part: 'key',
  };
}

function explainTextOnly(path: Path): Explained {
  return {
    rule: 'invalid-value',
    message: `"${path.at(-1)}" has no effect: only attributes of type string have it`,
    help: 'remove it, or write type: string',
    path,
    part: 'key',
  };
}

/** A name below `lifecycle` that is nearly one that is there was not meant as a new type. */
function misspeltLimit(path: Path): string | undefined {
  const [first, name, ...rest] = path.map(String);
  if (first !== 'lifecycle' || name === undefined || rest.length > 0 || ofLifecycle.includes(name)) return undefined;
  return didYouMean(name, ofLifecycle);
}

function explainLimit(path: Path): Explained {
  const [other, why] = path.at(-1) === 'review' ? ['maxAge', 'expire'] : ['review', 'are reviewed'];
  return {
    rule: 'invalid-value',
    message: `"${path.at(-1)}" has no effect: types like this one ${why}`,
    help: `write ${other}, or remove it`,
    path,
    part: 'key',
  };
}

function explainName(error: ErrorObject, path: Path): Explained {
  const name = String(error.propertyName);
  const { what, help } = explainPattern(String(error.params.pattern ?? ''));
  return { rule: 'invalid-value', message: `"${name}" is not ${what}`, help, path, part: 'key' };
}

function explainNoRule(name: string, path: Path, known: readonly string[]): Explained {
  const help = didYouMean(name, known) ?? '`flagwright explain --all` lists them';
  return { rule: 'invalid-value', message: `there is no rule "${name}"`, help, path, part: 'key' };
}

function explainUnknown(document: Document, field: string, path: Path, known: readonly string[]): Explained {
  const place = [...path, field];
  if (path.length === 1 && path[0] === 'rules') return explainNoRule(field, place, known);
  const rule = ruleOfOptions(path);
  const parent = rule !== undefined ? `the rule ${rule}` : path.length === 0 ? 'this file' : nameOf(path);
  const what = rule === undefined ? 'field' : 'option';
  const here = nodeAt(document.root, path);
  const missing = known.filter((name) => here?.kind !== 'mapping' || !Object.hasOwn(here.value, name));
  const near = nearest(field, missing);
  const meant = near.length === 0 ? meantField(field, missing) : undefined;
  const help =
    (field === '<<' ? 'merge keys belong to YAML 1.1: write out the fields that it would add' : undefined) ??
    didYouMean(field, missing) ??
    (meant !== undefined ? `it is called "${meant}" here` : undefined) ??
    (rule !== undefined && known.length === 0 ? 'it has no options: write the severity alone' : undefined) ??
    misplacedHelp(field, path, known);
  const right = near.length === 1 ? near[0] : undefined;
  const fix = right === undefined ? undefined : replaceFix(document, place, 'key', right);
  return {
    rule: 'unknown-field',
    message: `${parent} has no ${what} "${field}"`,
    label: `unknown ${what}`,
    help,
    path: place,
    part: 'key',
    ...(fix && { fix }),
  };
}

/** The lint rule of whose options the manifest speaks at a path. */
function ruleOfOptions(path: Path): string | undefined {
  const [first, rule = '', index, ...rest] = path.map(String);
  return first === 'rules' && index === '1' && rest.length === 0 && !/^\d+$/.test(rule) ? rule : undefined;
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
  return { rule: 'missing-field', message, help: misspeltLimit(path) ?? addingHelp(field), path, part: 'key' };
}

function explainChoice(
  document: Document,
  branches: NonNullable<Schema['if']>['oneOf'],
  path: Path,
  name: string,
): Explained {
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
