import { describe, expect, it } from 'vitest';
import { readOwners } from '../model/owners.ts';
import { approvalsNeeded, type NeededApprovals, type PolicyChange } from './approvals.ts';
import { readPolicy } from './policy.ts';

const owners = readOwners('owners.yaml', {
  teams: {
    payments: { members: ['lin@example.com', 'Omar@Example.com'] },
    platform: { members: ['sam@example.com'] },
  },
  roles: { 'release-manager': ['sam@example.com', 'kim@example.com'] },
});

const change: PolicyChange = {
  flag: 'payment-api-v2',
  environment: 'production',
  owner: 'payments',
  type: 'migration',
  criticality: 'critical',
  kinds: ['state'],
};

const rule = (when: object | undefined, approvals: object = { count: 2, from: ['owner'] }): object => ({
  rules: [{ id: 'two-pairs-of-eyes', ...(when && { when }), approvals }],
});

function needed(policy: unknown, approvedBy: string[] = [], author = 'ada@example.com'): NeededApprovals[] {
  return approvalsNeeded(readPolicy(policy), owners, [change], approvedBy, author);
}

const have = (from: string[], approvedBy: string[], author?: string): readonly string[] | undefined =>
  needed(rule(undefined, { count: 2, from }), approvedBy, author)[0]?.have;

describe('approvalsNeeded', () => {
  it('counts the members of the team that owns the flag, of teams and of roles', () => {
    const everybody = ['lin@example.com', 'sam@example.com', 'kim@example.com', 'eve@example.com'];
    expect(have(['owner'], everybody)).toEqual(['lin@example.com']);
    expect(have(['team:platform'], everybody)).toEqual(['sam@example.com']);
    expect(have(['role:release-manager'], everybody)).toEqual(['sam@example.com', 'kim@example.com']);
    expect(have(['eve@example.com'], everybody)).toEqual(['eve@example.com']);
    expect(have(['team:nobody', 'role:none'], everybody)).toEqual([]);
  });

  it('counts people once, however they write their address, and never the author', () => {
    expect(have(['owner'], ['omar@example.com', 'OMAR@example.com', 'lin@example.com'], 'Lin@example.com')).toEqual([
      'omar@example.com',
    ]);
    expect(have(['owner', 'role:release-manager'], ['sam@example.com', 'sam@example.com'])).toEqual([
      'sam@example.com',
    ]);
  });

  it('names rule, flag and environment, enough or not', () => {
    expect(needed(rule({ environments: ['production'] }))).toEqual([
      {
        rule: 'two-pairs-of-eyes',
        flag: 'payment-api-v2',
        environment: 'production',
        count: 2,
        from: ['owner'],
        have: [],
        candidates: ['lin@example.com', 'omar@example.com'],
      },
    ]);
  });

  it('asks a rule only for what it is about', () => {
    const asked = (when: object): boolean => needed(rule(when)).length > 0;
    expect(asked({ environments: ['staging'] })).toBe(false);
    expect(asked({ changes: ['targeting', 'state'] })).toBe(true);
    expect(asked({ changes: ['targeting'] })).toBe(false);
    expect(asked({ types: ['migration'] })).toBe(true);
    expect(asked({ types: ['release'] })).toBe(false);
    expect(asked({ criticality: ['high', 'critical'] })).toBe(true);
    expect(asked({ criticality: ['low'] })).toBe(false);
    for (const flags of [['payment-api-v2'], ['payment-*'], ['*'], ['x', '*-v2'], ['p*api*2'], ['pay*ment-*']]) {
      expect(asked({ flags })).toBe(true);
    }
    for (const flags of [['payment-api'], ['*-v1'], ['payment-api-v2*2'], ['p*v2*i'], ['Payment-*']]) {
      expect(asked({ flags })).toBe(false);
    }
    expect(asked({ environments: ['production'], changes: ['delete'] })).toBe(false);
  });

  it('passes over what is malformed, and rules that want nobody', () => {
    expect(needed({ rules: [{ id: 'authors-only', authors: ['owner'] }, { approvals: { count: 1 } }, 7] })).toEqual([]);
    expect(needed(rule({}, { count: 'two', from: ['owner'] }))).toEqual([]);
    expect(needed('nonsense')).toEqual([]);
  });

  it('lets everybody approve where the author is not known', () => {
    const policy = readPolicy(rule(undefined));
    const [need] = approvalsNeeded(policy, owners, [change], ['lin@example.com'], undefined);
    expect(need?.have).toEqual(['lin@example.com']);
  });
});
