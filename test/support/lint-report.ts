import type { LintReport, LintSummary } from '../../src/commands/lint/lint-report.ts';
import type { Diagnostic, RelatedLocation, Span } from '../../src/diagnostic/diagnostic.ts';

/** The span of the first place in a text where `needle` is. */
export function spanOf(text: string, needle: string): Span {
  const start = text.indexOf(needle);
  if (start < 0) throw new Error(`the text has no "${needle}"`);
  return { start, end: start + needle.length };
}

/** A diagnostic; what a test does not care about is filled in. */
export function diagnostic(own: Partial<Diagnostic> = {}): Diagnostic {
  return {
    rule: 'unknown-owner',
    severity: 'error',
    message: 'no team is called "nobody"',
    file: 'a.flag.yaml',
    span: { start: 0, end: 0 },
    related: [],
    ...own,
  };
}

/** A report of diagnostics, its counts taken from them. */
export function lintReport(
  diagnostics: readonly Diagnostic[] = [],
  texts: Readonly<Record<string, string>> = {},
  summary: Partial<LintSummary> = {},
): LintReport {
  const count = (severity: string): number => diagnostics.filter((one) => one.severity === severity).length;
  const rules = new Map(diagnostics.map((one) => [one.rule, one.severity]));
  const errors = count('error');
  return {
    command: 'lint',
    misnamed: [],
    against: undefined,
    skipped: undefined,
    ok: errors === 0,
    summary: {
      files: 11,
      flags: 5,
      segments: 3,
      specs: 4,
      errors,
      warnings: count('warning'),
      infos: count('info'),
      fixable: diagnostics.filter(({ fix }) => fix).length,
      ...summary,
    },
    diagnostics,
    rules: [...rules].map(([id, severity]) => ({ id, severity, summary: `About ${id}.`, why: `Why ${id} matters.` })),
    version: '1.2.3',
    texts: new Map(Object.entries(texts)),
    fixed: { changes: [], count: 0, written: true },
  };
}

const express = `${'#\n'.repeat(17)}prerequisites:\n  - flag: payment-api-v2\n    variants: [on]\n`;
const payment = `description: x\n\n\n\n\nexpires: 2026-12-01\n${'#\n'.repeat(24)}    enabled: false\n`;
const expressFile = 'flags/checkout/express-checkout.flag.yaml';
const paymentFile = 'flags/payments/payment-api-v2.flag.yaml';

/** One error with a second place in another file and a fix, one warning. */
export function twoProblems(): LintReport {
  const related: RelatedLocation = {
    file: paymentFile,
    span: spanOf(payment, 'enabled: false'),
    message: 'switched off here',
  };
  const span = spanOf(express, 'payment-api-v2');
  return lintReport(
    [
      diagnostic({
        rule: 'prerequisite-disabled',
        message: 'express-checkout is on in production, but needs payment-api-v2, which is off there',
        label: 'never serves "on" in production',
        help: 'switch payment-api-v2 on in production, or express-checkout off',
        flag: 'express-checkout',
        file: expressFile,
        span,
        related: [related],
        fix: { title: 'use payment-api-v1', edits: [{ span, text: 'payment-api-v1' }] },
      }),
      diagnostic({
        rule: 'expiring-soon',
        severity: 'warning',
        message: 'payment-api-v2 expires in 9 days, on 2026-12-01',
        label: 'owner payments',
        help: 'retire it, or flagwright extend payment-api-v2 --until DATE --reason WHY',
        flag: 'payment-api-v2',
        file: paymentFile,
        span: spanOf(payment, '2026-12-01'),
      }),
    ],
    { [expressFile]: express, [paymentFile]: payment },
  );
}

/** Texts and names that try to break out of whatever they are printed in. */
export const hostile =
  '<script>alert(1)</script> `a|b` "q" \'s\' 100% ::error::x\n| @team #12 https://evil.example ](http://x) ]]> é 漢 🎉 ' +
  '\u001b[2J\u0000\u009b31m\u202e\u2028\ud800 end';

/** A report in which everything that users can choose is hostile. */
export function hostileProblem(): LintReport {
  const file = 'flags/ü %,:\n<"&\'|`\u001b\u202e\ud800.flag.yaml';
  const text = `owner: ${hostile}\n`;
  const span = { start: 7, end: 12 };
  return lintReport(
    [
      diagnostic({
        message: hostile,
        label: hostile,
        help: hostile,
        flag: hostile,
        file,
        span,
        related: [{ file, span, message: hostile }],
        fix: { title: hostile, edits: [{ span, text: hostile }] },
      }),
    ],
    { [file]: text },
  );
}
