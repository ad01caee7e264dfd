import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../source/edit.ts';
import { parseDocument } from '../source/document.ts';
import { checkValues } from './check-values.ts';
import { dateFields, durationFields } from './date-fields.ts';
import { datePattern, durationPattern } from './patterns.ts';
import type { SchemaName } from './schema-name.ts';

const check = (kind: SchemaName, text: string): { at: string; message: string }[] =>
  checkValues(kind, parseDocument('a.yaml', text)).map(({ message, at }) => ({
    message,
    at: 'span' in at ? text.slice(at.span.start, at.span.end) : '',
  }));

function schemaOf(name: string): Schema {
  return JSON.parse(readFileSync(`schemas/${name}.schema.json`, 'utf8')) as Schema;
}

interface Schema {
  readonly $ref?: string;
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema | Schema[];
  readonly allOf?: readonly Schema[];
  readonly definitions?: Readonly<Record<string, Schema>>;
}

/** The paths at which a schema asks for texts of one pattern. */
function placesOf(root: Schema, pattern: string): string[] {
  const found = new Set<string>();
  const walk = (schema: Schema, path: readonly string[]): void => {
    if (path.length > 8) return;
    if (schema.pattern === pattern) found.add(path.join('.'));
    const target = schema.$ref?.startsWith('#/definitions/') ? root.definitions?.[schema.$ref.slice(14)] : undefined;
    if (target) walk(target, path);
    for (const [name, child] of Object.entries(schema.properties ?? {})) walk(child, [...path, name]);
    if (typeof schema.additionalProperties === 'object') walk(schema.additionalProperties, [...path, '*']);
    for (const item of [schema.items ?? []].flat()) walk(item, [...path, '*']);
    for (const member of schema.allOf ?? []) walk(member, path);
  };
  walk(root, []);
  return [...found].sort();
}

describe.each(Object.keys(dateFields) as SchemaName[])('the fields of a %s', (kind) => {
  it('that hold dates are those of the schema', () => {
    const own = dateFields[kind].filter((path) => !path.includes('**'));
    expect(own.map((path) => path.join('.')).sort()).toEqual(placesOf(schemaOf(kind), datePattern));
  });

  it('that hold durations are those of the schema', () => {
    const places = placesOf(schemaOf(kind), durationPattern).map((path) =>
      path.replace(/^lifecycle\.[a-z-]+\./, 'lifecycle.*.'),
    );
    expect(durationFields[kind].map((path) => path.join('.')).sort()).toEqual([...new Set(places)].sort());
  });
});

it('the operators of a condition that are dates are those of its schema', () => {
  const own = dateFields.segment.map((path) => path.at(-1));
  expect(own.sort()).toEqual(placesOf(schemaOf('condition'), datePattern));
});

describe('checkValues', () => {
  it('finds days that no calendar has, wherever a date is', () => {
    const text = [
      'created: 2026-02-30',
      'extensions:',
      '  - { on: 2026-04-31, from: 2026-05-01, until: 2026-06-31T10:00:00Z }',
      'environments: { production: { rules: [{ from: 2100-02-29, until: 2000-02-29 }] } }\n',
    ].join('\n');
    expect(check('flag', text).map(({ at }) => at)).toEqual([
      '2026-02-30',
      '2026-04-31',
      '2026-06-31T10:00:00Z',
      '2100-02-29',
    ]);
    const when = '{ any: [{ attribute: a, after: 2026-06-31 }, { not: { attribute: b, before: 2026-02-29 } }] }';
    expect(
      check('segment', `when: ${when}\n`)
        .map(({ at }) => at)
        .sort(),
    ).toEqual(['2026-02-29', '2026-06-31']);
    const flag = `environments: { production: { rules: [{ when: ${when} }] } }\n`;
    expect(
      check('flag', flag)
        .map(({ at }) => at)
        .sort(),
    ).toEqual(['2026-02-29', '2026-06-31']);
    expect(check('policy', 'freezes: [{ from: 2026-11-31, until: 2027-01-02 }]\n')[0]?.message).toBe(
      '"from" is "2026-11-31", which is not a day of the calendar',
    );
  });

  it('leaves to the schema what is of another form or type', () => {
    for (const created of ['2026-13-01', 'soon', '7', '', '[2026-02-30]', '2026-02-30T25:00Z'])
      expect(check('flag', `created: ${created}\n`)).toEqual([]);
    expect(check('flag', '[a]\n')).toEqual([]);
    expect(check('flag', '__proto__: { last: 2026-02-30 }\n')).toEqual([]);
  });

  it('takes the second of two entries out of a list', () => {
    const fixed = (text: string): string | undefined => {
      const [problem] = checkValues('flag', parseDocument('a.yaml', text));
      expect(problem?.rule).toBe('invalid-value');
      return problem?.fix && applyEdits(text, problem.fix.edits);
    };
    expect(fixed('tags: [a, b, a]\n')).toBe('tags: [a, b]\n');
    expect(fixed('tags: [a,\n  a,\n  b]\n')).toBe('tags: [a,\n  b]\n');
    expect(fixed('tags:\n  - a\n  - b\n  - a\nseed: x\n')).toBe('tags:\n  - a\n  - b\nseed: x\n');
    expect(fixed('tags:\r\n- a\r\n- a')).toBe('tags:\r\n- a\r\n');
    expect(fixed('tags:\n  - a\n  - a # the other one\n')).toBeUndefined();
    expect(fixed('tags: [a, # the other one\n  a]\n')).toBeUndefined();
  });

  it('reports a bounded number of problems, quickly', () => {
    expect(check('flag', `tags: [${'a, '.repeat(200_000)}a]\n`)).toHaveLength(100);
  });
});
