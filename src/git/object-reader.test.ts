import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BatchAnswer } from './object-reader.ts';
import { ObjectReader } from './object-reader.ts';

const OID = '0123456789'.repeat(4);

function answers(output: Buffer, cuts: readonly number[] = []): string[] {
  const found: string[] = [];
  const reader = new ObjectReader((answer: BatchAnswer) =>
    found.push('refusal' in answer ? `! ${answer.refusal}` : `${answer.type} ${answer.content.toString('latin1')}`),
  );
  const ends = [...cuts.map((cut) => Math.min(cut, output.length)), output.length].toSorted((a, b) => a - b);
  let start = 0;
  for (const end of ends) {
    reader.push(output.subarray(start, end));
    start = end;
  }
  return found;
}

test('gives objects and refusals in order, each once it is whole', () => {
  const output = Buffer.from(`${OID} blob 3\na\nb\n${OID} blob 0\n\nx missing\n${OID}${'a'.repeat(24)} commit 1\n\0\n`);
  expect(answers(output)).toEqual(['blob a\nb', 'blob ', '! x missing', 'commit \0']);
  expect(answers(output.subarray(0, -1))).toEqual(['blob a\nb', 'blob ', '! x missing']);
});

test('a name that looks like a header is only a name', () => {
  expect(answers(Buffer.from(`${OID} blob 3 missing\n`))).toEqual([`! ${OID} blob 3 missing`]);
});

test('the answers do not depend on where the output is cut', () => {
  const content = fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes).toString('latin1'));
  fc.assert(
    fc.property(fc.array(fc.option(content)), fc.array(fc.nat(200)), (contents, cuts) => {
      const output = contents.map((text) => (text === null ? 'no missing\n' : `${OID} blob ${text.length}\n${text}\n`));
      expect(answers(Buffer.from(output.join(''), 'latin1'), cuts)).toEqual(
        contents.map((text) => (text === null ? '! no missing' : `blob ${text}`)),
      );
    }),
  );
});
