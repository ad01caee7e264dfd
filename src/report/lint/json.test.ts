import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { diagnostic, hostile, hostileProblem, lintReport, twoProblems } from '../../../test/support/lint-report.ts';
import { lintJson } from './json.ts';

const schema = JSON.parse(readFileSync('schemas/output/lint.schema.json', 'utf8')) as object;
const validate = new Ajv({ strict: true, strictTypes: false, allowUnionTypes: true, allErrors: true }).compile(schema);

interface Output {
  diagnostics: { message: string; help: string | null; range: object; fix: { edits: object[] } | null }[];
}

function parsed(text: string): Output {
  const value = JSON.parse(text) as Output;
  expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
  return value;
}

describe('lintJson', () => {
  it('has exactly the keys of the contract', () => {
    expect(parsed(lintJson(twoProblems()))).toEqual({
      schemaVersion: 1,
      command: 'lint',
      ok: false,
      base: null,
      summary: { files: 11, flags: 5, segments: 3, specs: 4, errors: 1, warnings: 1, infos: 0, fixable: 1 },
      diagnostics: [
        {
          rule: 'prerequisite-disabled',
          severity: 'error',
          message: 'express-checkout is on in production, but needs payment-api-v2, which is off there',
          help: 'switch payment-api-v2 on in production, or express-checkout off',
          file: 'flags/checkout/express-checkout.flag.yaml',
          flag: 'express-checkout',
          range: { start: { line: 19, column: 11 }, end: { line: 19, column: 25 } },
          related: [
            {
              message: 'switched off here',
              file: 'flags/payments/payment-api-v2.flag.yaml',
              range: { start: { line: 31, column: 5 }, end: { line: 31, column: 19 } },
            },
          ],
          fix: {
            title: 'use payment-api-v1',
            edits: [
              { range: { start: { line: 19, column: 11 }, end: { line: 19, column: 25 } }, text: 'payment-api-v1' },
            ],
          },
        },
        {
          rule: 'expiring-soon',
          severity: 'warning',
          message: 'payment-api-v2 expires in 9 days, on 2026-12-01',
          help: 'retire it, or flagwright extend payment-api-v2 --until DATE --reason WHY',
          file: 'flags/payments/payment-api-v2.flag.yaml',
          flag: 'payment-api-v2',
          range: { start: { line: 6, column: 10 }, end: { line: 6, column: 20 } },
          related: [],
          fix: null,
        },
      ],
    });
  });

  it('says null where there is no help and no flag, and has its keys when all is well', () => {
    expect(parsed(lintJson(lintReport([diagnostic()]))).diagnostics[0]).toMatchObject({ help: null, flag: null });
    expect(parsed(lintJson(lintReport()))).toMatchObject({ ok: true, diagnostics: [] });
  });

  it('counts columns in UTF-16 units, a line ending by CRLF as one', () => {
    const text = 'a: 🎉 x\r\nb: 1\r\n';
    const at = (start: number, end: number): object | undefined =>
      parsed(lintJson(lintReport([diagnostic({ span: { start, end } })], { 'a.flag.yaml': text }))).diagnostics[0]
        ?.range;
    expect(at(6, 7)).toEqual({ start: { line: 1, column: 7 }, end: { line: 1, column: 8 } });
    expect(at(3, 10)).toEqual({ start: { line: 1, column: 4 }, end: { line: 2, column: 2 } });
    expect(at(15, 15)).toEqual({ start: { line: 3, column: 1 }, end: { line: 3, column: 1 } });
  });

  it('keeps whatever users wrote, and prints nothing that a terminal obeys', () => {
    const text = lintJson(hostileProblem());
    expect(parsed(text).diagnostics[0]?.message).toBe(hostile);
    // oxlint-disable-next-line no-control-regex -- they are what is looked for
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e]|\p{Cs}/u);
  });
});

describe('the schema of the output', () => {
  it.each([
    ['an unknown key', { extra: 1 }],
    ['a severity there is not', { severity: 'fatal' }],
    ['a line 0', { range: { start: { line: 0, column: 1 }, end: { line: 1, column: 1 } } }],
    ['a fix without edits', { fix: { title: 'x', edits: [] } }],
    ['no help', { help: undefined }],
  ])('refuses %s', (_, change) => {
    const output = parsed(lintJson(twoProblems()));
    const [first, ...rest] = output.diagnostics;
    const changed = JSON.parse(
      JSON.stringify({ ...output, diagnostics: [{ ...first, ...change }, ...rest] }),
    ) as unknown;
    expect(validate(changed)).toBe(false);
  });
});
