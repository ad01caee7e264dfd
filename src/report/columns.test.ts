import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, it } from 'vitest';
import wrapAnsi from 'wrap-ansi';
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

it('takes the short way only for characters that string-width and wrap-ansi take for one column', () => {
  for (let code = 0; code <= 0x2fff; code++) {
    const character = String.fromCharCode(code);
    // Each for itself and beside another, since a mark joins what comes before it.
    const text = `a${character}b`;
    if (columnsOf(text) !== stringWidth(text)) expect.fail(`U+${code.toString(16)} is ${stringWidth(text) - 2} wide`);
    if (takeStart(text, 2).length < 2 && stringWidth(text) === 3) expect.fail(`U+${code.toString(16)} is cut off`);
  }
});

it('breaks lines as wrap-ansi does', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'é', 'Ж', '→', '-'), maxLength: 9 });
  const text = fc.array(word, { maxLength: 8 }).map((words) => words.join(' ').trimStart());
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 12 }), (one, columns) => {
      expect(wrapLines(one, columns)).toEqual(wrapAnsi(one, columns, { hard: true }).split('\n'));
    }),
    { numRuns: 5000, seed: 7 },
  );
});
