import { describe, expect, it } from 'vitest';
import { diagnostic, hostileProblem, lintReport, twoProblems } from '../../../test/support/lint-report.ts';
import { lintJunit } from './junit.ts';

describe('lintJunit', () => {
  it('has a test case for each file, failed where there is an error', () => {
    expect(lintJunit(twoProblems())).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <testsuites>
        <testsuite name="flagwright lint" tests="2" failures="1" errors="0" skipped="0" time="0">
          <testcase classname="flagwright lint" name="flags/checkout/express-checkout.flag.yaml" file="flags/checkout/express-checkout.flag.yaml">
            <failure message="express-checkout is on in production, but needs payment-api-v2, which is off there" type="prerequisite-disabled">flags/checkout/express-checkout.flag.yaml:19:11: error[prerequisite-disabled]: express-checkout is on in production, but needs payment-api-v2, which is off there
        flags/payments/payment-api-v2.flag.yaml:31:5: switched off here
        help: switch payment-api-v2 on in production, or express-checkout off</failure>
          </testcase>
          <testcase classname="flagwright lint" name="flags/payments/payment-api-v2.flag.yaml" file="flags/payments/payment-api-v2.flag.yaml">
            <system-out>flags/payments/payment-api-v2.flag.yaml:6:10: warning[expiring-soon]: payment-api-v2 expires in 9 days, on 2026-12-01
        help: retire it, or flagwright extend payment-api-v2 --until DATE --reason WHY</system-out>
          </testcase>
        </testsuite>
      </testsuites>
      "
    `);
  });

  it('has one failure for all errors of a file, and counts failed cases', () => {
    const xml = lintJunit(
      lintReport([
        diagnostic({ message: 'first' }),
        diagnostic({ message: 'second' }),
        diagnostic({ severity: 'warning', message: 'third' }),
        diagnostic({ file: 'b.flag.yaml', severity: 'info', message: 'fourth' }),
      ]),
    );
    expect(xml).toContain('<testsuite name="flagwright lint" tests="2" failures="1" errors="0" skipped="0" time="0">');
    expect(xml.match(/<testcase /g)).toHaveLength(2);
    expect(xml.match(/<failure /g)).toHaveLength(1);
    expect(xml).toMatch(/<failure message="2 errors" type="unknown-owner">[^<]*first\n[^<]*second<\/failure>/);
    expect(xml).toMatch(/<system-out>[^<]*warning\[unknown-owner\]: third<\/system-out>/);
    expect(xml).toMatch(/<system-out>b\.flag\.yaml:1:1: info\[unknown-owner\]: fourth<\/system-out>/);
  });

  it('has a case that passes when all is well', () => {
    expect(lintJunit(lintReport())).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="flagwright lint" tests="1" failures="0" errors="0" skipped="0" time="0">
    <testcase classname="flagwright lint" name="flagwright lint"/>
  </testsuite>
</testsuites>
`);
  });

  it('stays well-formed whatever users wrote', () => {
    const xml = lintJunit(hostileProblem());
    const inside = xml.replace(/<\/?(testsuites|testsuite|testcase|failure)(?: [a-z]+="[^"<]*")*>/g, '').slice(38);
    expect(inside).not.toMatch(/[<>]|&(?!(?:amp|lt|gt|quot|apos|#\d+);)/);
    expect(inside).toContain('&lt;script&gt;');
    expect(xml).toContain('name="flags/ü %,:&#10;&lt;&quot;&amp;&apos;|`&#8238;.flag.yaml"');
    expect(xml.match(/<testcase /g)).toHaveLength(1);
    // oxlint-disable-next-line no-control-regex -- they are what is looked for
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e\ufffe\uffff]|\p{Cs}/u);
  });
});
