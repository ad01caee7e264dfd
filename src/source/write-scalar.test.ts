import { expect, it } from 'vitest';
import { writeKey, writeScalar } from './write-scalar.ts';

it.each([
  ['One-click checkout for returning customers.', 'One-click checkout for returning customers.'],
  ['on', 'on'],
  ['off', 'off'],
  ['ON', '"ON"'],
  ['yes', '"yes"'],
  ['NO', '"NO"'],
  ['null', '"null"'],
  ['2.10', '"2.10"'],
  ['2.10.1', '"2.10.1"'],
  ['1_000', '"1_000"'],
  ['-0x1F', '"-0x1F"'],
  ['0b101', '"0b101"'],
  ['12:30', '"12:30"'],
  ['1.5.0-beta', '1.5.0-beta'],
  ['a: b', '"a: b"'],
  ['a #b', '"a #b"'],
  ['', '""'],
  ['- item', '"- item"'],
  ['a, b', 'a, b'],
  ['first\nsecond', '"first\\nsecond"'],
])('writes %j as %s', (value, text) => {
  expect(writeScalar(value, false)).toBe(text);
});

it('quotes what ends an item of a list on one line', () => {
  expect(writeScalar('a, b', true)).toBe('"a, b"');
  expect(writeKey('a: b', true)).toBe('"a: b"');
});
