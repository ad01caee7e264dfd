import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../diagnostic/user-error.ts';
import { populationFormat, readPopulation, type PopulationFormat } from './population.ts';

const read = (text: string, format: PopulationFormat): unknown[] => [...readPopulation(text, format)];
const error = (text: string, format: PopulationFormat): string => {
  try {
    read(text, format);
  } catch (thrown) {
    if (thrown instanceof UserError) return thrown.message;
    throw thrown;
  }
  throw new Error('it did not fail');
};

describe('a population in CSV', () => {
  it('has a context a line, with the attributes of the header', () => {
    expect(read('targetingKey,country\nu-1,DE\r\nu-2,FR', 'csv')).toEqual([
      { targetingKey: 'u-1', country: 'DE' },
      { targetingKey: 'u-2', country: 'FR' },
    ]);
  });

  it('takes booleans and numbers for what they are, and leaves out what is empty', () => {
    const values = 'true,FALSE,10,-2.5,007,2.10,1e3,0x1,-0,,"","12","true",Infinity,-';
    const names = values.split(',').map((_, index) => `a${index}`);
    const [context] = read(`targetingKey,${names.join()}\n12,${values}\n`, 'csv');
    expect(context).toEqual({
      targetingKey: '12', a0: true, a1: 'FALSE', a2: 10, a3: -2.5, a4: '007', a5: '2.10', a6: '1e3', a7: '0x1', a8: '-0',
      a10: '', a11: '12', a12: 'true', a13: 'Infinity', a14: '-',
    }); // prettier-ignore
  });

  it('reads quotes as RFC 4180 has them', () => {
    const text = '"targetingKey","a b",c\r\n"u,1","says ""hi""\nthere",1\r\n\r\nu-2,"",""\r\nu-3,x,y';
    expect(read(text, 'csv')).toEqual([
      { targetingKey: 'u,1', 'a b': 'says "hi"\nthere', c: 1 },
      { targetingKey: 'u-2', 'a b': '', c: '' },
      { targetingKey: 'u-3', 'a b': 'x', c: 'y' },
    ]);
  });

  it('gives back any table that is written so', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', '1', 'é') });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (table) => {
        const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
        const lines = table.map((row) => row.map(quoted).join());
        expect(read(['targetingKey,x', ...lines].join('\r\n'), 'csv')).toEqual(
          table.map(([targetingKey, x]) => ({ targetingKey, x })),
        );
      }),
    );
  });

  it.each([
    ['', 'the population is empty'],
    ['targetingKey\n\n', 'the population is empty'],
    ['targetingKey,a\nu-1,1\nu-2\n', 'line 3 of the population: 1 value under 2 names'],
    ['targetingKey,a\n"u\n1",1\nu-2,1,2\n', 'line 4 of the population: 3 values under 2 names'],
    ['targetingKey,,a\nu,1,2', 'line 1 of the population: column 2 has no name'],
    ['a,targetingKey,a\nu,1,2', 'line 1 of the population: two columns are called "a"'],
    ['targeting_key\nu', 'line 1 of the population: there is no column "targetingKey", only "targeting_key"'],
    ['__proto__\nu', 'line 1 of the population: "__proto__" is not a valid name of an attribute'],
    ['targetingKey\nu\n"u-2\n', 'line 3 of the population: a quote that is opened here is never closed'],
    ['targetingKey\nu"1"', 'line 2 of the population: a quote inside of a value'],
    [`targetingKey\nu\n${'a'.repeat(2 ** 20 + 1)}`, 'line 3 of the population: this context is longer than a mebibyte'],
    [`targetingKey\n${'"'.repeat(2 ** 21)}`, 'line 2 of the population: this context is longer than a mebibyte'],
    ['targetingKey\n"u" 1', 'line 2 of the population: something follows a closing quote'],
  ])('names the mistake and its line, %#', (text, message) => {
    expect(error(text, 'csv')).toBe(message);
  });
});

describe('a population in JSON', () => {
  it('is a list of contexts', () => {
    const contexts = [{ targetingKey: 'u-1', a: { b: ['}', ']', '"', '\\'] } }, {}, { c: [[{}]] }];
    expect(read(JSON.stringify(contexts), 'json')).toEqual(contexts);
    expect(read(`\ufeff ${JSON.stringify(contexts, undefined, 2)}\n`, 'json')).toEqual(contexts);
  });

  it('gives back any list of objects', () => {
    fc.assert(
      fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { minLength: 1 }), (contexts) => {
        const plain = JSON.parse(JSON.stringify(contexts)) as unknown[];
        expect(read(JSON.stringify(contexts), 'json')).toEqual(plain);
        expect(read(plain.map((one) => JSON.stringify(one)).join('\r\n'), 'jsonl')).toEqual(plain);
      }),
    );
  });

  it.each([
    ['', 'line 1 of the population: the file is empty'],
    ['[]', 'the population is empty'],
    ['\n{}', 'line 2 of the population: this is not a list'],
    ['[{},\n1]', 'line 2 of the population: a context is an object'],
    ['[{},\n"a, b"]', 'line 2 of the population: a context is an object'],
    ['[{},\n[]]', 'line 2 of the population: a context is an object'],
    ['[{},\n]', 'line 2 of the population: this is not JSON'],
    ['[{},\n{"a": 1\n', 'line 2 of the population: this context does not end'],
    ['[{},\n{"a": "1}\n', 'line 2 of the population: a text that begins here does not end'],
    ['[{},\n{a: 1}]', 'line 2 of the population: this is not JSON'],
    ['[{}\n{}]', 'line 2 of the population: a comma or the end of the list is missing'],
    ['[{}]\n]', 'line 2 of the population: something follows the end of the list'],
    [`[{},\n{"a": "${'a'.repeat(2 ** 20)}"}]`, 'line 2 of the population: this context is longer than a mebibyte'],
    ['[{}', 'line 1 of the population: a comma or the end of the list is missing'],
  ])('names the mistake and its line, %#', (text, message) => {
    expect(error(text, 'json')).toBe(message);
  });

  it.each([
    ['{}\n\n{"a": }\n', 'line 3 of the population: this is not JSON'],
    ['{}\nnull', 'line 2 of the population: a context is an object'],
    ['\n \n', 'the population is empty'],
  ])('on lines, %j: %s', (text, message) => {
    expect(error(text, 'jsonl')).toBe(message);
  });

  it('is read in linear time, however deep', () => {
    const deep = `[{"a": ${'['.repeat(200_000)}${']'.repeat(200_000)}}]`;
    expect(read(deep, 'json')).toHaveLength(1);
  });
});

it('populations can be gone through again', () => {
  const population = readPopulation('{}\n{}', 'jsonl');
  expect([[...population].length, [...population].length]).toEqual([2, 2]);
});

it.each([
  ['users.csv', '[', 'csv'],
  ['users.CSV', '', 'csv'],
  ['users.ndjson', '[', 'jsonl'],
  ['users.json', ' [{}]', 'json'],
  ['users.json', '{}\n{}', 'jsonl'],
  ['users.json', '', 'json'],
  ['users', '\ufeff\n[', 'json'],
  ['-', 'targetingKey', 'csv'],
] as const)('%s that begins with %j is %s', (file, text, format) => {
  expect(populationFormat(file, text)).toBe(format);
});
