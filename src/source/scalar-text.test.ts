import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseDocument } from './document.ts';
import { scalarText } from './scalar-text.ts';

it.each([
  ['One-click checkout for returning customers.', 'One-click checkout for returning customers.'],
  ['on', '"on"'],
  ['yes', '"yes"'],
  ['null', '"null"'],
  ['2.10', '"2.10"'],
  ['2026-11-22', '"2026-11-22"'],
  ['a: b', '"a: b"'],
  ['a #b', '"a #b"'],
  ['', '""'],
  ['- item', '"- item"'],
  ['\u00a0', '\u00a0'],
])('writes %j as %s', (value, text) => {
  expect(scalarText(value)).toBe(text);
});

it('is read as the same string again, on one line', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.string({ unit: 'binary' })), (value) => {
      const text = `description: ${scalarText(value)}\ntype: ops\n`;
      const { problems, value: read } = parseDocument('a.yaml', text);
      expect(problems).toEqual([]);
      expect(read).toEqual({ description: value, type: 'ops' });
      expect(text.split('\n')).toHaveLength(3);
    }),
    { numRuns: 2000 },
  );
});
