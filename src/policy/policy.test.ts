import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseDocument } from '../source/document.ts';
import { readManifest } from '../model/manifest.ts';
import { readPolicy, withOwnTypes } from './policy.ts';

describe('readPolicy', () => {
  it('reads the example', () => {
    const { value } = parseDocument('policy.yaml', readFileSync('flags.example/policy.yaml', 'utf8'));
    const { rules, freezes, emergency, signatures } = readPolicy(value);
    expect(rules.map(({ id }) => id)).toEqual([
      'production-by-owner',
      'critical-needs-two',
      'platform-creates-ops',
      'rules-of-the-house',
    ]);
    expect(rules[1]).toMatchObject({
      when: { environments: ['production'], criticality: ['high', 'critical'] },
      authors: undefined,
      approvals: { count: 2, from: ['owner', 'role:release-manager'], trust: 'trailers' },
    });
    expect(freezes).toMatchObject([{ from: '2026-12-18', until: '2027-01-02', except: ['role:on-call'] }]);
    expect(emergency).toEqual({
      trailer: 'Emergency',
      roles: ['on-call'],
      waives: ['approvals', 'freezes'],
      reviewWithin: 48 * 3_600_000,
    });
    expect(signatures).toBeUndefined();
  });

  it('reads what must be signed', () => {
    expect(readPolicy({ signatures: { required: ['production'], trusted: ['SHA256:x'] } }).signatures).toEqual({
      required: ['production'],
      allowedSigners: undefined,
      trusted: ['SHA256:x'],
    });
    expect(readPolicy({ signatures: {} }).signatures?.required).toEqual([]);
  });

  it('has defaults, and never throws', () => {
    for (const value of [undefined, null, 7, [], { rules: 1, freezes: [null, {}], emergency: [], signatures: 0 }]) {
      const { rules, freezes, emergency } = readPolicy(value);
      expect([rules, freezes, emergency]).toEqual([
        [],
        [],
        { trailer: 'Emergency', roles: [], waives: [], reviewWithin: undefined },
      ]);
    }
  });
});

describe('rules for types', () => {
  const types = (wanted: string[] | undefined, lifecycle: object): readonly string[] | undefined => {
    const policy = readPolicy({ rules: [{ id: 'a', when: { types: wanted }, authors: ['owner'] }] });
    return withOwnTypes(policy, [readManifest('', { lifecycle })]).rules[0]?.when.types;
  };

  it("are also about the project's own types that are like them", () => {
    const lifecycle = { wip: { like: 'release' }, board: { like: 'ops' } };
    expect(types(['release', 'experiment'], lifecycle)).toEqual(['release', 'experiment', 'wip']);
    expect(types(['wip'], lifecycle)).toEqual(['wip']);
    expect(types(undefined, lifecycle)).toBeUndefined();
    expect(types(['release'], {})).toEqual(['release']);
  });
});
