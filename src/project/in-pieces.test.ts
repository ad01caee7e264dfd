import { expect, it } from 'vitest';
import { inParagraphs, inPieces, pieceSize } from './in-pieces.ts';

const gathered = (texts: Iterable<string>): Buffer[] => Array.from(inPieces(texts), (piece) => Buffer.from(piece));

it.each([
  ['nothing', []],
  ['few', ['a', 'bü', '', '漢字 😀']],
  ['many', Array.from({ length: 9000 }, (_, at) => `${at} ${'é😀x'.repeat(at % 70)}`)],
  ['one longer than pieces', ['a', '漢'.repeat(pieceSize), 'b']],
  ['one of pairs longer than pieces', ['😀'.repeat(pieceSize), `a${'😀'.repeat(pieceSize)}`]],
  ['as much as a piece', ['x'.repeat(pieceSize)]],
  ['as much as two pieces', ['x'.repeat(pieceSize), 'y'.repeat(pieceSize)]],
])('gives %s as pieces of one size, the last of less', (_, texts) => {
  const pieces = gathered(texts);
  expect(Buffer.concat(pieces).toString()).toBe(texts.join(''));
  expect(pieces.slice(0, -1).every(({ length }) => length === pieceSize)).toBe(true);
  expect(pieces.at(-1)!.length).toBeLessThan(pieceSize);
});

it('ends each line', () => {
  const lines = Array.from({ length: 200 }, (_, at) => String(at));
  expect([...inParagraphs(lines)].join('')).toBe(lines.map((line) => `${line}\n`).join(''));
});
