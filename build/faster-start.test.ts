import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parseEvents } from 'js-yaml';
import { expect, it } from 'vitest';
import { asAscii, withPureSchemas, withQuickerParser } from './faster-start.js';

const source = readFileSync('node_modules/js-yaml/dist/js-yaml.mjs', 'utf8');
const quicker = (await import(
  `data:text/javascript,${encodeURIComponent(withPureSchemas(withQuickerParser(source)))}`
)) as { parseEvents: typeof parseEvents };

const outcome = (parse: typeof parseEvents, text: string): unknown => {
  try {
    return parse(text, { maxDepth: 64 });
  } catch (error) {
    const { reason, mark } = error as { reason: string; mark?: { position: number } };
    return { reason, position: mark?.position };
  }
};

const pieces = fc.constantFrom(
  'a', 'b: ', 'Zz_09', ': ', '- ', '\n', '\n  ', '\n    ', '[', ']', '{', '}', ', ', '# c', '"', "'", '|\n', '>\n', '&x ', '*x', '!!str ',
  '!t ', '---\n', '\r\n', '\t', '\u0007', '\u0000', '\u009F', '\uD83D', '😀', '\uFEFF', '? ', '%YAML 1.2\n',
); // prettier-ignore

it('parses as the package does, errors and their places included', () => {
  const text = fc.array(pieces, { maxLength: 25 }).map((some) => some.join(''));
  fc.assert(
    fc.property(fc.oneof(text, fc.string({ unit: 'binary' })), (one) => {
      expect(outcome(quicker.parseEvents, one)).toEqual(outcome(parseEvents, one));
    }),
    { numRuns: 5000, seed: 7 },
  );
});

it('refuses a package that has changed', () => {
  expect(() => withQuickerParser(source.replace('...DEFAULT_PARSER_OPTIONS,', ''))).toThrow(/js-yaml has changed/);
});

it('writes a bundle in ASCII that means the same', () => {
  const bundle = String.raw`/^[→…]+$/.test("\u2192…")`;
  expect(asAscii(bundle)).toBe(String.raw`/^[\u2192\u2026]+$/.test("\u2192\u2026")`);
  expect(() => asAscii('/[😀]/')).toThrow(/beyond U\+FFFF/);
});
