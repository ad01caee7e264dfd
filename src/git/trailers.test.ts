import { describe, expect, test } from 'vitest';
import { readTrailers } from './trailers.ts';

/** What is read of a message: the block, without its last line ends, and the trailers. */
function read(message: string): { block: string; trailers: readonly (readonly string[])[] } {
  const { start, trailers } = readTrailers(message);
  return { block: message.slice(start).trimEnd(), trailers };
}

describe('the trailers of a message', () => {
  test('are its last paragraph, with values unfolded', () => {
    const message = 'Subject\n\nBody: text\n\nReason: because\n  it had\n\tto be\nReviewed-by : Lin\n';
    expect(read(message)).toEqual({
      block: 'Reason: because\n  it had\n\tto be\nReviewed-by : Lin',
      trailers: [
        ['Reason', 'because it had to be'],
        ['Reviewed-by', 'Lin'],
      ],
    });
  });

  test('are never its first paragraph, nor one that holds other lines', () => {
    for (const message of [
      'Reason: this is the subject\n',
      'Reason: this\nIncident: is the subject\n',
      'Subject\n\nReason: because\nof this\n',
      'Subject\n\nReason: because\n\nMore text\n',
      'Subject\n\nSee https://example.com/a b: c\n',
      'Subject\n\nGrün: is not a name\n',
      'Subject\n\n Reason: indented\n',
      'Subject\n\n: nameless\n',
      '',
    ]) {
      expect(read(message), message).toEqual({ block: '', trailers: [] });
    }
  });

  test('may be among other lines where git wrote one, if they are a quarter of them', () => {
    const picked = '(cherry picked from commit 1234)';
    expect(read(`S\n\nReason: because\nof\nthis\n${picked}\n`).trailers).toEqual([['Reason', 'because']]);
    expect(read(`S\n\none\ntwo\nthree\nSigned-off-by: A <a@b>\n`).trailers).toEqual([['Signed-off-by', 'A <a@b>']]);
    expect(read(`S\n\none\ntwo\nthree\nfour\nSigned-off-by: A <a@b>\n`).trailers).toEqual([]);
    expect(read(`S\n\nReason: because\nsigned-off-by: A <a@b>\nmore\n`).trailers).toEqual([]);
  });

  test('end before comments, the list of conflicts and what a cut line cuts off', () => {
    for (const after of [
      '\n# a comment\n\n',
      '\nConflicts:\n\ta.yaml\n',
      `# ${'-'.repeat(24)} >8 ${'-'.repeat(24)}\nx\n`,
    ]) {
      expect(read(`S\n\nReason: because\n${after}`).trailers, after).toEqual([['Reason', 'because']]);
    }
    expect(read('S\n\nReason: because\n# Incident: in a comment\nRisk: low\n').trailers).toEqual([
      ['Reason', 'because'],
      ['Risk', 'low'],
    ]);
    expect(read('S\n\nReason: because\n---\nIncident: 1\n').trailers).toEqual([]);
  });

  test('are found in long messages as quickly', () => {
    const parts = ['a: b\n', ' \n', ' x\n', '\n', '#\n', 'x', 'Conflicts:\n\tx\n', ' : ', '\r', 'a:\n b\n'];
    // In time that grew with the square of the length, none of these would end.
    for (const part of parts) expect(readTrailers(`S\n\n${part.repeat(300_000)}x`).start).toBeGreaterThan(0);
  });
});
