import { readdirSync, readFileSync } from 'node:fs';
import { Ajv, type ErrorObject } from 'ajv';
import addFormats from 'ajv-formats';

/** The source schemas as an editor sees them, for the tests that hold them to their promises. */
export type Schema = { readonly [keyword: string]: unknown };

export const schemaFolder = new URL('../../schemas/', import.meta.url);

/** By file name. */
export const schemas: ReadonlyMap<string, Schema> = new Map(
  readdirSync(schemaFolder)
    .filter((name) => name.endsWith('.schema.json'))
    .map((name) => [name, JSON.parse(readFileSync(new URL(name, schemaFolder), 'utf8')) as Schema] as const),
);

/** Knows every schema by its file name. */
export const ajv = new Ajv({ strict: true, strictRequired: false, strictTypes: false, allErrors: true, verbose: true });
addFormats.default(ajv);
const editorKeywords = [
  'markdownDescription',
  'enumDescriptions',
  'defaultSnippets',
  'errorMessage',
  'patternErrorMessage',
  'doNotSuggest',
];
for (const keyword of editorKeywords) ajv.addKeyword(keyword);
for (const schema of schemas.values()) ajv.addSchema(schema);

/** Every error of a value by the schema at `FILE#POINTER`. */
export function errorsOf(reference: string, value: unknown): ErrorObject[] {
  const validate = ajv.getSchema(reference) ?? ajv.compile({ $ref: reference });
  return validate(value) ? [] : (validate.errors ?? []);
}

/** What is left once the errors that only steer validation, and what a failed choice shows in an editor, are put aside. */
export function mistakes(errors: readonly ErrorObject[]): ErrorObject[] {
  const isChoice = ({ keyword, parentSchema }: ErrorObject): boolean =>
    keyword === 'if' && parentSchema?.if?.oneOf !== undefined;
  const told = new Set(errors.filter(isChoice).map(({ schemaPath }) => schemaPath.replace(/if$/, 'else/type')));
  return errors.filter(
    (error) => isChoice(error) || (!['if', 'propertyNames'].includes(error.keyword) && !told.has(error.schemaPath)),
  );
}
