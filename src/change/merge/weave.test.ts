import { expect, it } from 'vitest';
import { weave } from './weave.ts';

it.each([
  ['abc', 'abc', 'abc'],
  ['', 'xy', 'xy'],
  ['ab', '', 'ab'],
  ['abc', 'xaybzw', 'xaybzwc'],
  ['cba', 'axbyc', 'cbyax'],
])('%s and %s give %s', (ours, theirs, expected) => {
  expect(weave([...ours], [...theirs]).join('')).toBe(expected);
});
