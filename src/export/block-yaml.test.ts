import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { inert } from '../diagnostic/printable.ts';
import { blockYaml } from './block-yaml.ts';
import { canonicalJson, compactJson } from './canonical-json.ts';

const values = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ stringUnit: 'binary' }), { minKeys: 1 });

it.each(['1.1', '1.2'] as const)('writes what a parser of YAML %s reads back', (version) => {
  fc.assert(
    fc.property(values, (value) => {
      const read = parse(blockYaml(value), { version, merge: false, stringKeys: true, maxAliasCount: 0 }) as unknown;
      expect(read).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

it('quotes names that old parsers take for truth values', () => {
  expect(
    blockYaml({ variants: { on: true, off: false, Yes: 1 }, list: ['x'.repeat(100), { no: 'y'.repeat(100) }] }),
  ).toBe(
    `variants: { "Yes": 1, "off": false, "on": true }\nlist:\n  - "${'x'.repeat(100)}"\n  - "no": "${'y'.repeat(100)}"\n`,
  );
});

it('writes the same JSON for the same content, whatever the order of its names', () => {
  fc.assert(
    fc.property(values, (value) => {
      const turned = Object.fromEntries(Object.entries(value).reverse());
      expect(canonicalJson(turned)).toBe(canonicalJson(value));
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      expect(JSON.parse(compactJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

it('has nothing that printing would change: what nobody sees is escaped', () => {
  const value = { a: ['\u200b\u202e\u0085\ufeff\u2028', 'tag \u{e0041}', '\u007f\u001b[31m', '👩‍💻 é', '\uffff'] };
  for (const text of [blockYaml(value), canonicalJson(value)]) expect(inert(text)).toBe(text);
  expect(parse(blockYaml(value))).toEqual(value);
  expect(JSON.parse(canonicalJson(value))).toEqual(value);
  fc.assert(
    fc.property(values, (any) => {
      expect(inert(blockYaml(any))).toBe(blockYaml(any));
      expect(inert(canonicalJson(any))).toBe(canonicalJson(any));
    }),
  );
});
