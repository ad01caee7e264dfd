import { describe, expect, it } from 'vitest';
import { readOwners } from '../model/owners.ts';
import type { PolicyChange } from './approvals.ts';
import { readPolicy } from './policy.ts';
import { policyVerdict, type ChangeMaker } from './verdict.ts';

const owners = readOwners('owners.yaml', {
  teams: { core: { members: ['ada@example.com', 'lin@example.com'] }, platform: { members: ['sam@example.com'] } },
  roles: { 'on-call': ['ada@example.com'] },
});
const policy = readPolicy({
  rules: [
    { id: 'by-owner', when: { environments: ['production'], changes: ['state'] }, authors: ['owner'] },
    { id: 'two-eyes', when: { criticality: ['high'] }, approvals: { count: 1, from: ['owner', 'team:platform'] } },
    { id: 'house', when: { environments: ['production'], changes: ['governance'] }, authors: ['team:platform'] },
    { id: 'forge', when: { types: ['ops'] }, approvals: { count: 1, from: ['owner'], trust: 'reviews' } },
  ],
  freezes: [{ from: '2026-12-18', until: '2027-01-02', environments: ['production'], reason: 'Peak season' }],
  emergency: { roles: ['on-call'], waives: ['approvals', 'freezes'], reviewWithin: '48h' },
});
const changed = (parts: Partial<PolicyChange> = {}): PolicyChange => ({
  flag: 'a',
  environment: 'production',
  owner: 'core',
  type: 'release',
  criticality: 'medium',
  kinds: ['state'],
  ...parts,
});
const made = (parts: Partial<ChangeMaker> = {}): ChangeMaker => ({
  author: 'Ada@example.com',
  coAuthors: [],
  reviewedBy: undefined,
  approvedBy: [],
  emergency: undefined,
  instants: [Date.UTC(2026, 10, 1)],
  ...parts,
});
const found = (change: PolicyChange, maker: ChangeMaker): string[] =>
  policyVerdict(policy, owners, [change], maker).violations.map(({ code, rule }) => `${code} ${rule}`);

describe('the verdict of a policy', () => {
  it('is about the authors that a rule allows', () => {
    expect(found(changed(), made())).toEqual([]);
    expect(found(changed(), made({ author: 'sam@example.com' }))).toEqual(['author-not-allowed by-owner']);
    expect(found(changed({ owner: undefined }), made())).toEqual(['author-not-allowed by-owner']);
    expect(found(changed({ environment: 'staging' }), made({ author: 'sam@example.com' }))).toEqual([]);
  });

  it('takes the rules of the house for what they are, in no environment', () => {
    const house = changed({
      flag: 'policy.yaml',
      environment: '',
      owner: undefined,
      criticality: '',
      kinds: ['governance'],
    });
    expect(found(house, made())).toEqual(['author-not-allowed house']);
    expect(found(house, made({ author: 'sam@example.com' }))).toEqual([]);
  });

  it('counts approvals of others than those who made it', () => {
    const high = changed({ criticality: 'high' });
    const by = (...approvedBy: string[]): string[] => found(high, made({ approvedBy, coAuthors: ['LIN@example.com'] }));
    expect(by('sam@example.com')).toEqual([]);
    expect(by('ada@example.com', 'lin@example.com', 'zoe@example.com')).toEqual(['approvals-missing two-eyes']);
  });

  it('says which rules ask for what git does not hold', () => {
    const verdict = policyVerdict(policy, owners, [changed({ type: 'ops' })], made());
    expect(verdict).toEqual({ violations: [], unverifiable: ['forge'] });
  });

  it('knows freezes at every instant at which a change may have been made', () => {
    const instants = [Date.UTC(2026, 11, 17), Date.UTC(2026, 11, 20)];
    expect(found(changed(), made({ instants }))).toEqual(['freeze Peak season']);
    expect(found(changed({ environment: 'staging' }), made({ instants }))).toEqual([]);
  });

  it('waives in an emergency what the policy says, for who may declare one', () => {
    const high = changed({ criticality: 'high' });
    const emergency = { emergency: 'INC-1', instants: [Date.UTC(2026, 11, 20)] };
    expect(found(high, made(emergency))).toEqual([]);
    expect(found(high, made({ ...emergency, author: 'lin@example.com' }))).toEqual([
      'emergency-not-allowed Emergency',
      'approvals-missing two-eyes',
      'freeze Peak season',
    ]);
  });
});
