import { describe, expect, it } from 'vitest';
import { freezesAt } from './freezes.ts';
import { readPolicy } from './policy.ts';

const names = ['staging', 'production'];
const frozen = (freeze: object, now: string, environments: readonly string[] = names): string[] => {
  const policy = readPolicy({ freezes: [{ reason: 'Peak season', ...freeze }] });
  return freezesAt(policy, environments, Date.parse(now)).map(({ environment }) => environment);
};

describe('freezesAt', () => {
  it('holds from the first instant of one day to the last of the other, in UTC', () => {
    const freeze = { from: '2026-12-18', until: '2027-01-02' };
    expect(frozen(freeze, '2026-12-17T23:59:59.999Z')).toEqual([]);
    expect(frozen(freeze, '2026-12-18T00:00:00Z')).toEqual(names);
    expect(frozen(freeze, '2027-01-02T23:59:59.999Z')).toEqual(names);
    expect(frozen(freeze, '2027-01-03T00:00:00Z')).toEqual([]);
  });

  it('begins with the instant it names, and ends before the one it names', () => {
    const freeze = { from: '2026-12-18T08:00:00+01:00', until: '2026-12-18T17:00:00Z' };
    expect(frozen(freeze, '2026-12-18T06:59:59.999Z')).toEqual([]);
    expect(frozen(freeze, '2026-12-18T07:00:00Z')).toEqual(names);
    expect(frozen(freeze, '2026-12-18T16:59:59.999Z')).toEqual(names);
    expect(frozen(freeze, '2026-12-18T17:00:00Z')).toEqual([]);
  });

  it('is of all environments, or of those it names', () => {
    const freeze = { from: '2026-12-18', until: '2027-01-02', environments: ['production'] };
    expect(frozen(freeze, '2026-12-24')).toEqual(['production']);
    expect(frozen(freeze, '2026-12-24', ['staging'])).toEqual([]);
    expect(frozen({ ...freeze, environments: [] }, '2026-12-24')).toEqual([]);
  });

  it('says why, until when, and who may nevertheless', () => {
    const policy = readPolicy({
      freezes: [{ from: '2026-12-18', until: '2027-01-02', reason: 'Peak season', except: ['role:on-call'] }],
    });
    expect(freezesAt(policy, ['production'], Date.parse('2026-12-24'))).toEqual([
      { environment: 'production', until: '2027-01-02', reason: 'Peak season', except: ['role:on-call'] },
    ]);
  });

  it('never holds where a date is invalid', () => {
    expect(frozen({ from: '2026-02-30', until: '2027-01-02' }, '2026-12-24')).toEqual([]);
    expect(frozen({ from: '2026-12-18', until: 'spring' }, '2026-12-24')).toEqual([]);
  });
});
