import { compile } from 'json-schema-to-typescript';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { withRequiredBeside } from '../../build/generate.js';
import { explainPattern } from './patterns.ts';
import { ajv, errorsOf, schemaFolder, schemas, type Schema } from '../../test/support/schemas.ts';

/** The published schemas themselves: what editors and the validator rely on. Mistakes are in schemas-mistakes.test.ts. */
type Place = { readonly pointer: string; readonly schema: Schema };

const names = [...schemas.keys()];
const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const entries = (value: unknown): [string, Schema][] =>
  (isSchema(value) ? Object.entries(value) : []) as [string, Schema][];

/** The schemas of values inside a schema: its definitions and, at any depth, its fields and elements. Not those under `if`. */
function* places(pointer: string, schema: Schema): Generator<Place> {
  yield { pointer, schema };
  for (const group of ['definitions', 'properties']) {
    for (const [key, inner] of entries(schema[group])) {
      // Definitions without a description say how fields go together; they describe no value.
      if (group === 'properties' || inner.description !== undefined) yield* places(`${pointer}/${group}/${key}`, inner);
    }
  }
  if (isSchema(schema.additionalProperties)) {
    yield* places(`${pointer}/additionalProperties`, schema.additionalProperties);
  }
  if (isSchema(schema.items)) yield* places(`${pointer}/items`, schema.items);
  if (Array.isArray(schema.items)) {
    for (const [index, inner] of schema.items.entries()) yield* places(`${pointer}/items/${index}`, inner as Schema);
  }
}

const hasPattern = (schema: Schema): boolean => typeof schema.pattern === 'string';
const all = [...schemas].flatMap(([name, schema]) => [...places(`${name}#`, schema)]);
const at = new Map(all.map((place) => [place.pointer, place.schema]));

/** The schema a `$ref` stands for, alone or as the one member of `allOf`. */
function target({ pointer, schema }: Place): Schema | undefined {
  const [only] = (schema.allOf as Schema[] | undefined) ?? [schema];
  if (typeof only?.$ref !== 'string') return undefined;
  const [file, fragment] = only.$ref.split('#');
  return at.get(`${file || pointer.split('#')[0]}#${fragment ?? ''}`);
}

test('there is a schema for every kind of file, and one of conditions', () => {
  expect(names.toSorted()).toEqual(
    ['condition', 'flag', 'manifest', 'owners', 'policy', 'segment', 'spec', 'systems'].map((n) => `${n}.schema.json`),
  );
});

test.each(names)('%s is draft-07, known by its file name, and compiles in strict mode', (name) => {
  expect(schemas.get(name)).toMatchObject({ $id: name, $schema: 'http://json-schema.org/draft-07/schema#' });
  expect(ajv.getSchema(name)).toBeTypeOf('function');
});

describe('what an editor shows', () => {
  test('every pattern has a message that says what lint says', () => {
    const patterns = all.flatMap(({ schema }) => [schema, schema.propertyNames].filter(isSchema)).filter(hasPattern);
    expect(patterns.length).toBeGreaterThan(20);
    for (const { pattern, patternErrorMessage } of patterns) {
      const { what, help } = explainPattern(String(pattern));
      expect(patternErrorMessage).toBe(`This is not ${what}: ${help}`);
    }
  });

  test('every field, element and entry of a map has a description that is a sentence', () => {
    const poor = all.filter((place) => {
      const text = place.schema.description ?? target(place)?.description;
      return typeof text !== 'string' || !/^[A-Z`].{7,}[.]$/s.test(text);
    });
    expect(poor.map(({ pointer }) => pointer)).toEqual([]);
  });

  test('every enum explains each of its values', () => {
    const enums = all.flatMap(({ pointer, schema }) =>
      [schema, schema.then, schema.propertyNames].filter(isSchema).map((holder) => ({ pointer, holder })),
    );
    const lists = enums.filter(({ holder }) => Array.isArray(holder.enum));
    expect(lists.length).toBeGreaterThan(10);
    for (const { pointer, holder } of lists) {
      expect(holder.enumDescriptions, pointer).toHaveLength((holder.enum as unknown[]).length);
    }
  });

  const withValues = all.flatMap(({ pointer, schema }) => {
    const values = [...((schema.examples as unknown[]) ?? []), ...('default' in schema ? [schema.default] : [])];
    return values.map((value) => [pointer, value] as const);
  });
  test.each(withValues)('%s accepts its own example or default %j', (pointer, value) => {
    expect(errorsOf(pointer, value)).toEqual([]);
  });

  const withSnippets = all.flatMap(({ pointer, schema }) =>
    ((schema.defaultSnippets as Schema[]) ?? []).map((snippet) => [pointer, snippet.label, snippet] as const),
  );
  test.each(withSnippets)('%s: the snippet "%s" gives something valid', (pointer, label, snippet) => {
    expect(snippet).toMatchObject({ label: expect.any(String), description: expect.any(String) });
    expect(errorsOf(pointer, accepted(snippet.body)), String(label)).toEqual([]);
  });
});

/** A snippet as an editor inserts it when every placeholder is accepted, dates filled in. */
function accepted(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(accepted);
  if (isSchema(body)) return Object.fromEntries(entries(body).map(([k, v]) => [accepted(k), accepted(v)]));
  if (typeof body !== 'string') return body;
  const text = body
    .replaceAll('$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE', 'YYYY-MM-DD')
    .replace(/\$\{\d+\|([^,|]+)[^}]*\}/, '$1')
    .replace(/\$\{\d+:([^}]*)\}/, '$1')
    .replaceAll('YYYY-MM-DD', '2026-08-03');
  return parse(text);
}

/** The only objects that may have any field: those whose fields are the user's own words. */
const maps = [
  'flag.schema.json#/definitions/EnvironmentBlock/properties/targeting',
  'flag.schema.json#/definitions/Serve',
  'flag.schema.json#/properties/environments',
  'flag.schema.json#/properties/links',
  'flag.schema.json#/properties/variants',
  'flag.schema.json#/properties/variants/additionalProperties',
  'manifest.schema.json#/definitions/ContextDeclaration/properties/attributes',
  'manifest.schema.json#/definitions/LifecycleLimits',
  'manifest.schema.json#/properties/environments',
  'owners.schema.json#/properties/roles',
  'owners.schema.json#/properties/teams',
  'spec.schema.json#/definitions/SpecCase/properties/context',
  'spec.schema.json#/definitions/SpecCase/properties/expect/properties/value',
  'spec.schema.json#/definitions/SpecPopulation/properties/context',
  'spec.schema.json#/definitions/SpecPopulation/properties/expect',
  'systems.schema.json#/properties/systems',
];

test('every object is a known map or forbids unknown fields', () => {
  const objects = all.filter(({ schema }) => [schema.type].flat().includes('object'));
  const open = objects.filter(({ schema }) => schema.additionalProperties !== false);
  expect(open.map(({ pointer }) => pointer).toSorted()).toEqual(maps);
  const fieldless = all.filter(({ schema }) => 'properties' in schema && !objects.some((o) => o.schema === schema));
  expect(fieldless).toEqual([]);
});

test('fields without a type say their type by other means', () => {
  const means = ['type', 'enum', 'const', '$ref', 'allOf'];
  expect(all.filter(({ schema }) => !means.some((keyword) => keyword in schema))).toEqual([]);
});

test('conditions know one list of fields and one of operators', () => {
  const condition = schemas.get('condition.schema.json') as unknown as {
    properties: Schema;
    allOf: { then: { if: { oneOf: { required: string[] }[] } } }[];
    definitions: { KnownFields: { propertyNames: Schema }; OperatorsNeedAttribute: { dependencies: Schema } };
  };
  const fields = Object.keys(condition.properties);
  const operators = fields.slice(fields.indexOf('attribute') + 1, -1);
  expect(fields.at(-1)).toBe('ignoreCase');
  const choices = (index: number) => condition.allOf[index]?.then.if.oneOf.flatMap((choice) => choice.required);
  expect(condition.definitions.KnownFields.propertyNames.enum).toEqual(fields);
  expect(Object.keys(condition.definitions.OperatorsNeedAttribute.dependencies)).toEqual(operators);
  expect([choices(1), choices(2)]).toEqual([fields.slice(0, 5), operators]);
});

test.each(['Date', 'Duration', 'Email'])('%s has the same pattern wherever it is defined', (name) => {
  const found = all.filter(({ pointer }) => pointer.endsWith(`#/definitions/${name}`));
  expect(found.length).toBeGreaterThan(0);
  for (const { schema } of found) expect(schema.pattern).toBe(found[0]?.schema.pattern);
});

describe('the types made from the schemas', () => {
  const exported: Readonly<Record<string, string>> = {
    condition: 'Condition',
    flag: 'Condition Conflict EnvironmentBlock Extension Fallback FlagFile Load Metrics Prerequisite Reversible Review Serve TargetingRule',
    manifest:
      'Attribute CodeSettings ContextDeclaration LifecycleLimits ManifestEnvironment ManifestFile OwnType RuleSetting RuleSettings Severity',
    owners: 'OwnersFile Team',
    policy: 'Approvals Emergency Freeze PolicyCondition PolicyFile PolicyRule Signatures',
    segment: 'Condition SegmentFile',
    spec: 'Expectation Shares SpecCase SpecFile SpecPopulation',
    systems: 'Capacity System SystemsFile',
  };
  test.each(Object.entries(exported))('%s: closed, and well named', async (name, expected) => {
    const schema = withRequiredBeside(schemas.get(`${name}.schema.json`)) as Parameters<typeof compile>[0];
    const types = await compile(schema, name, { cwd: schemaFolder.pathname, unreachableDefinitions: false });
    const found = [...types.matchAll(/^export (?:type|interface) (\w+)/gm)].map((match) => match[1]);
    expect(found.toSorted().join(' ')).toBe(expected);
    const anything = [...types.matchAll(/\[k: string\]: unknown/g)].length;
    const freeMaps = all.filter(({ pointer, schema: s }) => pointer.startsWith(`${name}.`) && isOpen(s)).length;
    expect(anything).toBe(freeMaps);
  });
});

/** Whether a map may hold values of any type. */
function isOpen(schema: Schema): boolean {
  return [schema.type].flat().includes('object') && (schema.additionalProperties ?? true) === true;
}
