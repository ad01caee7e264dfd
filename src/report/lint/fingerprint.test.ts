import { describe, expect, it } from 'vitest';
import { diagnostic } from '../../../test/support/lint-report.ts';
import { fingerprints } from './fingerprint.ts';

const of = (...own: Parameters<typeof diagnostic>[0][]): readonly string[] =>
  fingerprints(own.map((one) => diagnostic(one)));

describe('fingerprints', () => {
  it('are 32 hexadecimal digits that stay when the diagnostic moves', () => {
    const [first] = of({ span: { start: 0, end: 3 } });
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    expect(of({ span: { start: 90, end: 93 }, help: 'other', severity: 'info' })).toEqual([first]);
  });

  it('stay while days pass', () => {
    expect(of({ message: 'a expires in 9 days, on 2026-12-01' })).toEqual(
      of({ message: 'a expires in 10 days, on 2026-12-01' }),
    );
  });

  it('differ by rule, file, message, and what the numbers in names say', () => {
    const all = of(
      {},
      { rule: 'other' },
      { file: 'b.flag.yaml' },
      { message: 'needs api-v2' },
      { message: 'needs api-v3' },
      { message: 'on 2026-12-01' },
      { message: 'on 2026-12-02' },
    );
    expect(new Set(all).size).toBe(all.length);
  });

  it('differ for each occurrence, the first ones as before when one is added', () => {
    const two = of({}, {});
    expect(new Set(two).size).toBe(2);
    expect(of({}, {}, {}).slice(0, 2)).toEqual(two);
  });
});
