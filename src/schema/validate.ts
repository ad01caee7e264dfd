import type { ErrorObject, ValidateFunction } from 'ajv';
import type { Problem } from '../diagnostic/problem.ts';
import { nearest } from '../diagnostic/suggest.ts';
import type { Document } from '../source/document.ts';
import * as validators from './generated/validators.js';
import { checkValues } from './check-values.ts';
import { explainError } from './explain-error.ts';
import type { SchemaName } from './schema-name.ts';

/** More than this many problems of one file help nobody. */
const maxProblems = 100;

export interface Validation {
  readonly problems: readonly Problem[];
  /** Every value has the type and form its schema asks for, so that it can be used as its generated type. */
  readonly sound: boolean;
}

/** The result for a document that its schema accepts, as nearly all are; nothing for others. See `validateDocument`. */
export function acceptDocument(kind: SchemaName, document: Document): Validation | undefined {
  if (document.value === undefined || !validators[kind](document.value)) return undefined;
  return { problems: checkValues(kind, document), sound: true };
}

/**
 * Checks a document against the schema of its kind.
 * @returns `sound`: every value has the type and form its schema asks for, so that it can be used as its
 * generated type; only fields may be unknown
 */
export async function validateDocument(kind: SchemaName, document: Document): Promise<Validation> {
  const { file } = document;
  if (document.value === undefined || document.value === null) {
    const message = 'the file is empty';
    const at = { file, span: { start: 0, end: 0 } };
    return {
      problems: [{ rule: 'missing-field', message, help: `write a ${kind} or remove the file`, at }],
      sound: false,
    };
  }
  const problems = checkValues(kind, document);
  if (validators[kind](document.value)) return { problems, sound: true };
  // Loaded only when something is wrong: it is as large as all the rest.
  const explaining = await import('./generated/explaining-validators.js');
  const validate: ValidateFunction = explaining[kind];
  validate(document.value);
  let sound = true;
  const errors = validate.errors ?? [];
  const misspelt = misspeltFields(errors);
  for (const error of relevant(errors)) {
    if (problems.length === maxProblems) return { problems, sound: false };
    const isTold = misspelt.has(pointer(error));
    const problem = isTold ? undefined : explainError(document, error);
    if (isTold || (problem && problem.rule !== 'unknown-field')) sound = false;
    if (!problem) continue;
    problems.push(problem);
  }
  return { problems, sound };
}

/** A missing field whose name is there misspelt is one mistake, told once. */
function misspeltFields(errors: readonly ErrorObject[]): ReadonlySet<string> {
  const missing = new Map<string, string[]>();
  for (const { keyword, instancePath, params } of errors) {
    if (keyword !== 'required') continue;
    missing.set(instancePath, [...(missing.get(instancePath) ?? []), String(params.missingProperty)]);
  }
  const found = new Set<string>();
  for (const { keyword, instancePath, params } of errors) {
    if (keyword !== 'additionalProperties' || !missing.has(instancePath)) continue;
    const [field] = nearest(String(params.additionalProperty), missing.get(instancePath) ?? []);
    if (field !== undefined) found.add(`${instancePath}/${field}`);
  }
  return found;
}

/** The missing field that an error is about. */
function pointer({ keyword, instancePath, params }: ErrorObject): string {
  return keyword === 'required' ? `${instancePath}/${params.missingProperty}` : '';
}

/** Keywords that only steer validation: the errors of their branches are what the user needs to see. */
const steering: ReadonlySet<string> = new Set(['allOf', 'propertyNames']);

/**
 * One mistake can fail several keywords: drops those that only steer. A choice between fields is written as
 * `if: { oneOf }, else`, where `else` accepts nothing and holds what an editor says: of it the `if` alone is kept.
 */
function* relevant(errors: readonly ErrorObject[]): Generator<ErrorObject> {
  const choices = new Set(errors.filter(isChoice).map(({ schemaPath }) => schemaPath.replace(/if$/, 'else/type')));
  for (const error of errors) {
    if (steering.has(error.keyword) || (error.keyword === 'if' && !isChoice(error))) continue;
    if (!choices.has(error.schemaPath)) yield error;
  }
}

function isChoice({ keyword, parentSchema }: ErrorObject): boolean {
  return keyword === 'if' && parentSchema?.if?.oneOf !== undefined;
}
