import { stripVTControlCharacters } from 'node:util';
import * as fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import {
  diagnostic,
  hostile,
  hostileProblem,
  lintReport,
  spanOf,
  twoProblems,
} from '../../../test/support/lint-report.ts';
import type { LintReport } from '../../commands/lint/lint-report.ts';
import { makeStyle, type Style } from '../style.ts';
import { diagnosticBlocks } from './blocks.ts';
import { summaryLine } from './summary.ts';
import { lintText as lintTextLater } from './text.ts';

const plain = makeStyle({ color: false });
const file = 'a.flag.yaml';

/** The frame of one diagnostic in a text, from the marked line on. */
function frame(text: string, needle: string, own: Parameters<typeof diagnostic>[0] = {}, style = plain): string[] {
  const report = lintReport([diagnostic({ file, span: spanOf(text, needle), ...own })], { [file]: text });
  return lintText(report, style).split('\n').slice(2, -3);
}

/** What the reporter gives when everything is loaded. */
const lintText = (report: LintReport, style: Style): string =>
  `${[...diagnosticBlocks(report, style), summaryLine(report, style)].join('\n\n')}\n`;

it('gives the blocks and the summary', async () => {
  expect(await lintTextLater(twoProblems(), plain)).toBe(lintText(twoProblems(), plain));
});

it('shows what --fix did, or would do', async () => {
  const changes = [{ file: 'a.flag.yaml', before: 'ownr: x\n', after: 'owner: x\n' }];
  const fixed = { ...lintReport(), fixed: { changes, count: 1, written: true } };
  expect(await lintTextLater(fixed, plain)).toMatch(/^fixed 1 problem in 1 file\n\n/);
  const dry = await lintTextLater({ ...fixed, fixed: { changes, count: 1, written: false } }, plain);
  expect(dry).toContain('\n-ownr: x\n+owner: x\n\nwould fix 1 problem in 1 file; nothing was written\n');
});

describe('lintText', () => {
  it('shows what is wrong, where, the line, the other place and what to do', () => {
    expect(lintText(twoProblems(), plain)).toMatchInlineSnapshot(`
      "error[prerequisite-disabled]: express-checkout is on in production, but needs
      payment-api-v2, which is off there
        --> flags/checkout/express-checkout.flag.yaml:19:11
         |
      18 | prerequisites:
      19 |   - flag: payment-api-v2
         |           ^^^^^^^^^^^^^^ never serves "on" in production
         |
        ::: flags/payments/payment-api-v2.flag.yaml:31:5
         |
      31 |     enabled: false
         |     -------------- switched off here
         |
      help: switch payment-api-v2 on in production, or express-checkout off

      warning[expiring-soon]: payment-api-v2 expires in 9 days, on 2026-12-01
        --> flags/payments/payment-api-v2.flag.yaml:6:10
         |
       6 | expires: 2026-12-01
         |          ^^^^^^^^^^ owner payments
         |
      help: retire it, or flagwright extend payment-api-v2 --until DATE --reason WHY

      1 error, 1 warning in 5 flags (11 files); 1 fixable with --fix
      "
    `);
  });

  it('counts what is well', () => {
    expect(lintText(lintReport(), plain)).toBe('5 flags, 3 segments, 4 specs: no problems (11 files)\n');
    const small = { files: 1, flags: 1, segments: 0, specs: 0 };
    expect(lintText(lintReport([], {}, small), plain)).toBe('1 flag: no problems (1 file)\n');
  });

  it('colours for terminals that want it, and changes nothing else', () => {
    const colored = lintText(twoProblems(), makeStyle({ color: true }));
    expect(colored).toContain('\u001b[31m');
    expect(stripVTControlCharacters(colored)).toBe(lintText(twoProblems(), plain));
  });

  it('shows a second place in the same file too', () => {
    const text = 'owner: a\nowner: b\n';
    const span = { start: 9, end: 14 };
    const related = [{ file, span: { start: 0, end: 5 }, message: 'it comes first here' }];
    expect(frame(text, 'owner', { span, related })).toEqual([
      '   |',
      ' 1 | owner: a',
      ' 2 | owner: b',
      '   | ^^^^^',
      '   |',
      '  ::: a.flag.yaml:1:1',
      '   |',
      ' 1 | owner: a',
      '   | ----- it comes first here',
    ]);
  });

  it('leaves out a blank line before, and the frame of a file without text', () => {
    expect(frame('a: 1\n\nb: 2\n', 'b')).toEqual(['   |', ' 3 | b: 2', '   | ^']);
    const report = lintReport([diagnostic({ label: 'a link', help: 'commit the file itself' })]);
    expect(lintText(report, plain)).toBe(
      `error[unknown-owner]: no team is called "nobody"
  --> a.flag.yaml:1:1
   = a link
   |
help: commit the file itself

1 error in 5 flags (11 files)
`,
    );
  });

  it('says how much --fix can do', () => {
    const fix = { title: 'remove it', edits: [{ span: { start: 0, end: 0 }, text: '' }] };
    expect(lintText(lintReport([diagnostic({ fix }), diagnostic({ severity: 'info' })]), plain)).toMatch(
      /\n\n1 error, 1 info in 5 flags \(11 files\); 1 fixable with --fix\n$/,
    );
  });
});

describe('the mark', () => {
  it.each([
    ['after tabs', 'a:\n\tb: bad\n', 'bad', ' 2 |   b: bad', '   |      ^^^'],
    ['on wide characters', '漢字: 漢字だ\n', '字だ', ' 1 | 漢字: 漢字だ', '   |         ^^^^'],
    ['after emoji', 'a: 👨‍👩‍👧🎉 bad\n', 'bad', ' 1 | a: 👨‍👩‍👧🎉 bad', '   |         ^^^'],
    ['after combining characters', 'e\u0301e\u0301: bad\n', 'bad', ' 1 | e\u0301e\u0301: bad', '   |     ^^^'],
    ['before CRLF', 'a: bad\r\nb: 1\r\n', 'bad', ' 1 | a: bad', '   |    ^^^'],
    ['in the first line of several', 'a:  \n  - b\n', 'a:  \n  - b', ' 1 | a:', '   | ^^'],
    ['after a byte order mark', '\ufeffa: bad\n', 'bad', ' 1 | a: bad', '   |    ^^^'],
  ])('is under exactly what is marked %s', (_, text, needle, line, marks) => {
    expect(frame(text, needle).slice(-2)).toEqual([line, marks]);
  });

  it('of nothing is one caret: in a line, at its end, at the end of the file', () => {
    const text = 'a: 1\r\nb: 2\r\n';
    const at = (offset: number): string[] => frame(text, 'a', { span: { start: offset, end: offset } }).slice(-2);
    expect(at(3)).toEqual([' 1 | a: 1', '   |    ^']);
    expect(at(4)).toEqual([' 1 | a: 1', '   |     ^']);
    expect(at(5)).toEqual([' 1 | a: 1', '   |     ^']);
    expect(at(12)).toEqual([' 3 |', '   | ^']);
    expect(at(99)).toEqual([' 3 |', '   | ^']);
  });

  it('stays in view on a long line', () => {
    const [, line = '', marks = ''] = frame(`${'x'.repeat(500)}: BAD ${'y'.repeat(500)}\n`, 'BAD');
    expect(line).toMatch(/^ 1 \| \.\.\.x+: BAD y+\.\.\.$/);
    expect(line.length).toBe(80);
    expect(line.slice(marks.indexOf('^'), marks.lastIndexOf('^') + 1)).toBe('BAD');
  });

  it('shows a short beginning whole where only the end is too long', () => {
    const [, line = '', marks = ''] = frame(`key: ${'漢'.repeat(500)}\n`, '漢'.repeat(500));
    expect(line).toMatch(/^ 1 \| key: 漢+\.\.\.$/);
    expect(stringWidth(line)).toBeLessThanOrEqual(80);
    expect(marks).toMatch(/^ {3}\| {6}\^+$/);
    expect(marks.length).toBeLessThanOrEqual(stringWidth(line));
  });

  it('has its label on the next line where it does not fit', () => {
    const label = 'a label that is too long to be on the line of the carets it belongs to, so it has its own';
    expect(frame(`${' '.repeat(50)}bad\n`, 'bad', { label }).slice(2)).toEqual([
      `   | ${' '.repeat(50)}^^^`,
      `   | ${' '.repeat(35)}a label that is too long to be on the`,
      `   | ${' '.repeat(35)}line of the carets it belongs to, so it`,
      `   | ${' '.repeat(35)}has its own`,
    ]);
    expect(frame(`${' '.repeat(50)}bad\n`, 'bad', { label: 'no team has this name' }).slice(2)).toEqual([
      `   | ${' '.repeat(50)}^^^ no team has this name`,
    ]);
    expect(frame(`${' '.repeat(52)}bad\n`, 'bad', { label: 'no team has this name' }).slice(2)).toEqual([
      `   | ${' '.repeat(52)}^^^`,
      `   | ${' '.repeat(52)}no team has this name`,
    ]);
  });
});

describe('what users wrote', () => {
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  const obeyed = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Cs}/u;

  it('never moves the cursor, turns text around or begins a line', () => {
    const text = lintText(hostileProblem(), plain);
    expect(text).toContain('<script>');
    expect(text).not.toMatch(obeyed);
    expect(text).not.toMatch(/^(\||::error)/m);
  });

  it('is alone in not being ASCII on a terminal that shows no more', () => {
    const ascii = makeStyle({ color: false, unicode: false });
    const message = 'a → b → a … “x” \u0007';
    const report = lintReport([diagnostic({ message, label: message, help: message })], { [file]: 'a: \u0007\n' });
    // oxlint-disable-next-line no-control-regex -- all of ASCII
    expect(lintText(report, ascii)).toMatch(/^[\u0000-\u007f]*$/);
    expect(lintText(report, ascii)).toContain('a -> b -> a ... "x" ?');
  });

  it('keeps every line within the width, safe, and without white space at its end', () => {
    const words = fc.array(fc.constantFrom('key', ' ', '\t', '漢', 'e\u0301', '🎉', '\u001b[1m', 'long'.repeat(30)));
    const word = words.map((parts) => parts.join(''));
    const any = fc.oneof(word, fc.string({ unit: 'binary', maxLength: 300 }), fc.constant(hostile));
    const lines = fc.array(any, { maxLength: 4 }).map((some) => some.join('\n'));
    const offset = fc.nat(1200);
    fc.assert(
      fc.property(
        lines,
        any,
        any,
        offset,
        offset,
        fc.integer({ min: 40, max: 120 }),
        (text, label, message, a, b, width) => {
          const span = { start: Math.min(a, b), end: Math.max(a, b) };
          const related = [{ file, span: { start: a, end: a }, message: label }];
          const report = lintReport([diagnostic({ message, label, help: message, span, related })], { [file]: text });
          const shown = lintText(report, makeStyle({ color: false, width }));
          expect(shown).not.toMatch(obeyed);
          expect(shown).not.toMatch(/[^\S\n]$/m);
          for (const line of shown.split('\n')) {
            if (/^[ \d]+ \|/.test(line)) expect(stringWidth(line), line).toBeLessThanOrEqual(width);
          }
        },
      ),
    );
  });

  it('costs no more than its length: many problems, one long line, a message of a megabyte', () => {
    const text = `a: [${'b, '.repeat(300_000)}]\n`;
    const many = Array.from({ length: 20_000 }, (_, n) => diagnostic({ span: { start: 4 + n * 30, end: 5 + n * 30 } }));
    const long = diagnostic({
      message: 'x '.repeat(500_000),
      label: 'y'.repeat(1_000_000),
      span: { start: 0, end: 900_000 },
    });
    const start = performance.now();
    const shown = lintText(lintReport([long, ...many], { [file]: text }), plain);
    expect(performance.now() - start).toBeLessThan(20_000);
    expect(shown.match(/^error/gm)).toHaveLength(20_001);
    expect(shown.length).toBeLessThan(20_001 * 400);
  });
});
