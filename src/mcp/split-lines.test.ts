import fc from 'fast-check';
import { expect, it } from 'vitest';
import { splitLines } from './split-lines.ts';

async function linesOf(chunks: readonly (Uint8Array | string)[], longest = 100): Promise<(string | undefined)[]> {
  const stream = (async function* () {
    yield* chunks;
  })();
  const lines = [];
  for await (const line of splitLines(stream, longest)) lines.push(line);
  return lines;
}

it('splits a text into lines, however it comes', async () => {
  const text = fc.string({ unit: fc.constantFrom('a', '\n', 'é', '€', '😀', '\r') });
  await fc.assert(
    fc.asyncProperty(text, fc.array(fc.nat(60)), async (whole, cuts) => {
      const bytes = Buffer.from(whole);
      const places = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length];
      const chunks = places.slice(1).map((end, at) => bytes.subarray(places[at], end));
      const expected = whole.split('\n');
      if (expected.at(-1) === '') expected.pop();
      expect(await linesOf(chunks, 10_000)).toEqual(expected);
    }),
  );
});

it('passes over a line that is too long, and goes on with the next', async () => {
  expect(await linesOf(['short\n', 'x'.repeat(90), 'x'.repeat(90), 'x\nnext\n', 'y'.repeat(101)])).toEqual([
    'short',
    undefined,
    'next',
    undefined,
  ]);
  expect(await linesOf(['x'.repeat(100), '\n', 'x'.repeat(101), '\n'])).toEqual(['x'.repeat(100), undefined]);
});
