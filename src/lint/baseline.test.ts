import { expect, test } from 'vitest';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { notInBase } from './baseline.ts';

const at = (start: number, message = 'no such flag', file = 'a.flag.yaml'): Diagnostic => ({
  rule: 'unknown-prerequisite',
  severity: 'error',
  message,
  file,
  span: { start, end: start + 1 },
  related: [],
});

test('what the base has elsewhere in the file is known', () => {
  expect(notInBase([at(20)], [at(10)])).toEqual([]);
});

test('of several that are alike as many are known as the base has', () => {
  expect(notInBase([at(10), at(20), at(30)], [at(99)])).toEqual([at(20), at(30)]);
  expect(notInBase([at(10), at(20)], [at(1), at(2), at(3)])).toEqual([]);
});

test('another message or file is another one', () => {
  const others = [at(10, 'no such segment'), at(10, 'no such flag', 'b.flag.yaml')];
  expect(notInBase([...others, at(10)], [at(10)])).toEqual(others);
});
