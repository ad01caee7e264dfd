import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDocument } from './document.ts';
import { syntaxMessages } from './syntax-messages.ts';

function first(text: string): { message: string; at: string } | undefined {
  const [problem] = parseDocument('a.yaml', text).problems;
  if (!problem || !('span' in problem.at)) return undefined;
  return { message: problem.message, at: text.slice(problem.at.span.start, problem.at.span.end) };
}

describe('a syntax error', () => {
  it.each([
    ['affects: [web\nseed: x\n', 'this [ is never closed', '['],
    ['a: { b: [1, 2 }\n', 'a comma is missing between two entries', '}'],
    ['load: { peak: 1\nseed: x\n', 'this { is never closed', '{'],
    ['seed: "abc\nowner: x\n', 'this quote is never closed', '"'],
    ["reason: it's fine\nseed: 'abc\n", 'this quote is never closed', "'"],
    [
      'seed: x # a [ in a comment\nload:\n    peak: 1\n  unit: rps\n',
      'this line does not fit the fields above it',
      'unit:',
    ],
    ['seed: "a\nb"\n', 'this line must be indented further', 'b"'],
    ['reason: why: because\n', 'this value holds ": ", which begins another field', ':'],
    ['tags: [a]]\n', 'this ] closes nothing that was opened', ']'],
    ['seed: `x`\n', 'a value cannot begin with `', '`'],
    ['owner:core\ncreated: 2026-01-01\n', 'a space is missing after ":"', ':'],
    ['type: ops\nowner:core\n\n# since then\ncreated: 2026-01-01\n', 'a space is missing after ":"', ':'],
    ['load:\n  peak:1\n  unit: rps\n', 'a space is missing after ":"', ':'],
    ['owner core\ncreated: x\n', 'this line is not a field: there is no ":" after its name', 'owner core'],
    ['type: ops\nowner core\ncreated: x\n', 'this line is not a field: there is no ":" after its name', 'owner core'],
    ['type: ops\nowner core\n', 'this line is not a field: there is no ":" after its name', 'owner core'],
    ['affects:\n\t- web\n', 'a tab is used for indentation', '\t'],
    ['load: {\n\tpeak: 1,\n\tunit: rps\n}\n', 'a tab is used for indentation', '\t'],
    ['load:\n  peak: 1\n \tunit: rps\n', 'a tab is used for indentation', '\t'],
    ['a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> other\n', 'this file has unresolved merge conflicts', '<<<<<<<'],
    [
      'a:\n  - x\n<<<<<<< HEAD\n  - y\n||||||| base\n=======\n  - z\n>>>>>>> other\n',
      'this file has unresolved merge conflicts',
      '<<<<<<<',
    ],
    ['a: 1\n...\nb: 2\n', 'a second document begins here', '...'],
  ])('in %j is explained where it is', (text, message, at) => {
    expect(first(text)).toEqual({ message, at });
  });

  it('never throws, stays inside the text, and says something known', () => {
    const templates = Object.values(syntaxMessages).map(({ text }) => new RegExp(`^${text.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '.*')}$`, 's')); // prettier-ignore
    const piece = fc.constantFrom('a', ': ', '"', "'", '[', ']', '{', '}', ',', '\n', '  ', '- ', '#', '&x ', '*x', '|', '>', '%', '@', '!t ', '\t', '\\', '---', '? '); // prettier-ignore
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        for (const { rule, message, help, at } of parseDocument('a.yaml', text).problems) {
          expect(help).toBeTruthy();
          const span = 'span' in at ? at.span : { start: -1, end: -1 };
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.end).toBeGreaterThanOrEqual(span.start);
          expect(span.end).toBeLessThanOrEqual(text.length + 1);
          if (rule === 'yaml-syntax')
            expect(
              templates.some((template) => template.test(message)),
              message,
            ).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('is found quickly in a long text', () => {
    expect(first(`seed: ${'"a" '.repeat(200_000)}\n`)?.message).toBe('text follows the closing quote');
    expect(first(`${'# x\n'.repeat(200_000)}tags: [a\n`)?.message).toBe('this [ is never closed');
  });
});
