import { describe, expect, it } from 'vitest';
import { diagnostic, hostile, hostileProblem, lintReport, twoProblems } from '../../../test/support/lint-report.ts';
import { lintGithub } from './github.ts';

/** What GitHub's runner makes of a line: it undoes the escapes in this order. */
function read(line: string): { command: string; properties: Record<string, string>; message: string } {
  const [, command = '', written = '', message = ''] = /^::(\w+) (.*?)::(.*)$/.exec(line) ?? [];
  const data = (text: string): string => text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
  const entries = written.split(',').map((one) => {
    const [name = '', value = ''] = one.split('=', 2);
    return [name, data(value.replaceAll('%3A', ':').replaceAll('%2C', ','))];
  });
  return { command, properties: Object.fromEntries(entries) as Record<string, string>, message: data(message) };
}

describe('lintGithub', () => {
  it('makes an annotation of each diagnostic, and says the counts', () => {
    expect(lintGithub(twoProblems())).toMatchInlineSnapshot(`
      "::error file=flags/checkout/express-checkout.flag.yaml,line=19,endLine=19,col=11,endColumn=25,title=prerequisite-disabled::express-checkout is on in production, but needs payment-api-v2, which is off there%0Aflags/payments/payment-api-v2.flag.yaml:31:5: switched off here%0Ahelp: switch payment-api-v2 on in production, or express-checkout off
      ::warning file=flags/payments/payment-api-v2.flag.yaml,line=6,endLine=6,col=10,endColumn=20,title=expiring-soon::payment-api-v2 expires in 9 days, on 2026-12-01%0Ahelp: retire it, or flagwright extend payment-api-v2 --until DATE --reason WHY
      1 error, 1 warning in 5 flags (11 files); 1 fixable with --fix
      "
    `);
  });

  it('calls information a notice', () => {
    expect(lintGithub(lintReport([diagnostic({ severity: 'info' })]))).toMatch(/^::notice file=/);
  });

  it('names no columns where there are several lines, which GitHub does not take', () => {
    const text = 'a:\n  - b\nc: 1\n';
    const one = diagnostic({ span: { start: 0, end: 9 } });
    const [line = ''] = lintGithub(lintReport([one], { 'a.flag.yaml': text })).split('\n');
    expect(read(line).properties).toEqual({ file: 'a.flag.yaml', line: '1', endLine: '2', title: 'unknown-owner' });
  });

  it('says how many places there are when all is well', () => {
    expect(lintGithub(lintReport())).toBe('5 flags, 3 segments, 4 specs: no problems (11 files)\n');
  });

  it('keeps hostile text within its annotation', () => {
    const lines = lintGithub(hostileProblem()).split('\n');
    expect(lines).toHaveLength(3);
    const { command, properties, message } = read(lines[0] ?? '');
    expect(command).toBe('error');
    expect(properties).toMatchObject({ line: '1', title: 'unknown-owner' });
    expect(properties.file).toBe('flags/ü %,:\n<"&\'|`···.flag.yaml');
    expect(message).toContain('100% ::error::x·| @team');
    expect(message.split('\n')).toHaveLength(3);
    expect(hostile).toContain('\u001b');
    expect(lines.join('')).not.toContain('\u001b');
  });
});
