import stringWidth from 'string-width';
import { expect, it } from 'vitest';
import { columnsOf, takeEnd, takeStart, wrapLines } from './columns.ts';

it('counts columns as string-width does, also of what it takes a short way for', () => {
  for (const text of ['', 'plain', 'off → 25% on', '← … ≥ ≤ ·', '日本', 'é', '👍🏽 ok', 'a\u0301']) {
    expect(columnsOf(text), text).toBe(stringWidth(text));
  }
});

it('takes the start or the end of a text, never half of a character', () => {
  expect([takeStart('on → off', 4), takeEnd('on → off', 5)]).toEqual(['on →', '→ off']);
  expect([takeStart('日本語', 3), takeEnd('日本語', 3)]).toEqual(['日', '語']);
});

it('breaks lines at spaces', () => {
  expect(wrapLines('10% → 25% on', 20)).toEqual(['10% → 25% on']);
  expect(wrapLines('10% → 25% on', 6)).toEqual(['10% →', '25% on']);
});
