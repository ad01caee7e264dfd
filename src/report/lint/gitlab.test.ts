import { describe, expect, it } from 'vitest';
import { diagnostic, hostileProblem, lintReport, twoProblems } from '../../../test/support/lint-report.ts';
import { lintGitlab } from './gitlab.ts';

interface Entry {
  description: string;
  check_name: string;
  fingerprint: string;
  severity: string;
  location: { path: string; lines: { begin: number; end: number } };
}

const entries = (...args: Parameters<typeof lintReport>): Entry[] =>
  JSON.parse(lintGitlab(lintReport(...args))) as Entry[];

describe('lintGitlab', () => {
  it('has the fields that GitLab reads', () => {
    const [first, second] = JSON.parse(lintGitlab(twoProblems())) as Entry[];
    expect(first).toEqual({
      description:
        'express-checkout is on in production, but needs payment-api-v2, which is off there. ' +
        'Help: switch payment-api-v2 on in production, or express-checkout off',
      check_name: 'prerequisite-disabled',
      fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      severity: 'major',
      location: { path: 'flags/checkout/express-checkout.flag.yaml', lines: { begin: 19, end: 19 } },
    });
    expect(second).toMatchObject({ severity: 'minor', check_name: 'expiring-soon' });
    expect(entries([diagnostic({ severity: 'info' })])[0]?.severity).toBe('info');
  });

  it('has a fingerprint for each of the same, and none when all is well', () => {
    const found = entries([diagnostic(), diagnostic(), diagnostic()]);
    expect(new Set(found.map(({ fingerprint }) => fingerprint)).size).toBe(3);
    expect(lintGitlab(lintReport())).toBe('[]\n');
  });

  it('ends at the last line that is marked', () => {
    const texts = { 'a.flag.yaml': 'a:\n  - b\nc: 1\n' };
    const lines = (end: number): object | undefined =>
      entries([diagnostic({ span: { start: 0, end } })], texts)[0]?.location.lines;
    expect(lines(9)).toEqual({ begin: 1, end: 2 });
    expect(lines(10)).toEqual({ begin: 1, end: 3 });
  });

  it('keeps a hostile description on one line', () => {
    const [entry] = JSON.parse(lintGitlab(hostileProblem())) as Entry[];
    expect(entry?.description).toContain('<script>');
    expect(entry?.description).not.toMatch(/[\p{Cc}\u202e]/u);
  });
});
