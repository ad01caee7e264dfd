import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { expect } from 'vitest';

/** Parses what a command printed as JSON, and holds it to the schema of that command, or to one of several commands. */
export function validOutput(command: string, text: string, name = command.replace(' ', '-')): Record<string, unknown> {
  const schema = JSON.parse(readFileSync(`schemas/output/${name}.schema.json`, 'utf8')) as object;
  const ajv = new Ajv({ strict: true, strictTypes: false, allErrors: true });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  const value = JSON.parse(text) as Record<string, unknown>;
  expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
  expect(value).toMatchObject({ schemaVersion: 1, command });
  return value;
}
