import type { ErrorObject, ValidateFunction } from 'ajv';
import type { Problem } from '../diagnostic/problem.ts';
import type { Document } from '../source/document.ts';
import * as validators from './generated/validators.js';
import { checkValues } from './check-values.ts';
import { explainError } from './explain-error.ts';

/** The files that have a schema. */
export type SchemaName = 'manifest' | 'owners' | 'systems' | 'policy' | 'flag' | 'segment' | 'spec';

/** More than this many problems of one file help nobody. */
const maxProblems = 100;

/**
 * Checks a document against the schema of its kind.
 * @returns `sound`: every value has the type and form its schema asks for, so that it can be used as its
 * generated type; only fields may be unknown
 */
export function validateDocument(kind: SchemaName, document: Document): { problems: Problem[]; sound: boolean } {
  const { file } = document;
  if (document.root === undefined || document.value === null) {
    const message = 'the file is empty';
    const at = { file, span: { start: 0, end: 0 } };
    return {
      problems: [{ rule: 'missing-field', message, help: `write a ${kind} or remove the file`, at }],
      sound: false,
    };
  }
  const validate: ValidateFunction = validators[kind];
  const problems = checkValues(kind, document);
  if (validate(document.value)) return { problems, sound: true };
  let sound = true;
  for (const error of relevant(validate.errors ?? [])) {
    const problem = explainError(document, error);
    if (!problem) continue;
    if (problem.rule !== 'unknown-field') sound = false;
    if (problems.length < maxProblems) problems.push(problem);
  }
  return { problems, sound };
}

/** Branches that only steer validation, whose own errors are what the user needs to see. */
const steering: ReadonlySet<string> = new Set(['if', 'allOf', 'propertyNames']);

/**
 * One mistake can fail several keywords. Keeps, of a shallow `oneOf` of `required`, the `oneOf` alone, and
 * drops what only repeats another error.
 */
function relevant(errors: readonly ErrorObject[]): ErrorObject[] {
  const choices = errors.filter((error) => error.keyword === 'oneOf');
  return errors.filter((error) => {
    if (steering.has(error.keyword)) return false;
    const branch = choices.some(
      (choice) =>
        choice !== error &&
        choice.instancePath === error.instancePath &&
        error.schemaPath.startsWith(`${choice.schemaPath}/`),
    );
    return !branch;
  });
}
