import { describe, expect, it } from 'vitest';
import { diagnostic, hostile, hostileProblem, lintReport, twoProblems } from '../../../test/support/lint-report.ts';
import { lintMarkdown } from './markdown.ts';

/** The cells of the rows of the table: a pipe that is not escaped ends one. */
function rows(markdown: string): string[][] {
  const lines = markdown.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split(/(?<!\\)(?:\\\\)*\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

describe('lintMarkdown', () => {
  it('has the counts, a table, and what --fix can do', () => {
    expect(lintMarkdown(twoProblems())).toMatchInlineSnapshot(`
      "### Flagwright lint: 1 error, 1 warning

      5 flags, 3 segments, 4 specs (11 files)

      | Severity | Place | Problem | Rule |
      | --- | --- | --- | --- |
      | **error** | \`flags/checkout/express-checkout.flag.yaml:19\` | express-checkout is on in production, but needs payment-api-v2, which is off there<br>help: switch payment-api-v2 on in production, or express-checkout off | \`prerequisite-disabled\` |
      | warning | \`flags/payments/payment-api-v2.flag.yaml:6\` | payment-api-v2 expires in 9 days, on 2026-12-01<br>help: retire it, or flagwright extend payment-api-v2 --until DATE --reason WHY | \`expiring-soon\` |

      1 fixable with \`flagwright lint --fix\`
      "
    `);
  });

  it('says that all is well', () => {
    expect(lintMarkdown(lintReport())).toBe(
      '### Flagwright lint: no problems\n\n5 flags, 3 segments, 4 specs (11 files)\n',
    );
  });

  it('shows fifty and says how many more there are', () => {
    const many = Array.from({ length: 62 }, (_, n) => diagnostic({ message: `problem ${n}` }));
    expect(rows(lintMarkdown(lintReport(many)))).toHaveLength(50);
    expect(lintMarkdown(lintReport(many))).toMatch(/\n\nand 12 more; `flagwright lint` shows them all\n$/);
    expect(lintMarkdown(lintReport(many.slice(0, 50)))).not.toContain('more');
  });

  it('stays below what a comment may hold', () => {
    const many = Array.from({ length: 60 }, () => diagnostic({ message: '@a'.repeat(5000), help: '|'.repeat(5000) }));
    const markdown = lintMarkdown(lintReport(many));
    expect(markdown.length).toBeLessThan(65_536);
    const shown = rows(markdown).length;
    expect(shown).toBeGreaterThan(5);
    expect(markdown).toContain(`and ${60 - shown} more`);
  });

  it('lets no text out of its cell, make markup or call people', () => {
    const markdown = lintMarkdown(hostileProblem());
    const [cells = [], ...others] = rows(markdown);
    expect(others).toEqual([]);
    expect(cells).toHaveLength(4);
    expect(hostile).toContain('@team');
    expect(markdown).not.toMatch(/(?:@|(?<!&)#)(?=\w)|:\/\/|(?<!\\)\[|<(?!br>|\/?code>)/);
    expect(cells[2]).toContain('&lt;script&gt;');
    expect(cells[2]).toContain('\\`a\\|b\\`');
    expect(cells[1]).toMatch(/^<code>.*<\/code>$/);
  });

  it('leaves code spans as they are, mentions in them too', () => {
    const [cells = []] = rows(lintMarkdown(lintReport([diagnostic({ file: 'flags/@team/a_b.flag.yaml' })])));
    expect(cells[1]).toBe('`flags/@team/a_b.flag.yaml:1`');
  });
});
