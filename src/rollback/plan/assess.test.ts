import { describe, expect, it } from 'vitest';
import { assess } from './assess.ts';
import type { FoundRisk, Risk } from '../risk.ts';
import type { Situation } from '../situation.ts';

const situation = {
  environments: [
    { name: 'staging', critical: false },
    { name: 'production', critical: true },
  ],
  added: [],
  after: { project: { flags: new Map([['a-flag', { environments: { production: { enabled: true } } }]]) } },
} as unknown as Situation;

function risk(code: string, found: readonly Partial<FoundRisk>[], own: Partial<Risk> = {}): Risk {
  const base = { flag: 'a-flag', environment: 'production', message: code, evidence: [], remedy: [] };
  return {
    code,
    group: 'dependencies',
    severity: 'critical',
    summary: '',
    why: '',
    acceptable: true,
    examples: { has: [], hasNot: [] },
    check: () => found.map((one) => ({ ...base, ...one })),
    ...own,
  };
}

const nothing = { accept: [], decide: new Map<string, string>() };
const question = {
  text: 'On again?',
  options: [
    { id: 'enable', label: 'on' },
    { id: 'keep-off', label: 'off' },
  ],
};

describe('assess', () => {
  it('counts a risk one step less where the environment is not critical', () => {
    const severities = ['critical', 'high', 'medium', 'low'] as const;
    const risks = severities.map((severity) => risk(severity, [{ environment: 'staging' }], { severity }));
    const found = assess(situation, risks, nothing).risks.map((one) => [one.code, one.severity]);
    expect(found).toEqual([
      ['critical', 'high'],
      ['high', 'medium'],
      ['medium', 'low'],
      ['low', 'low'],
    ]);
  });

  it('takes the worst, and puts it first', () => {
    const { risk: worst, risks } = assess(
      situation,
      [risk('a-low', [{}], { severity: 'low' }), risk('a-high', [{}], { severity: 'high' })],
      nothing,
    );
    expect([worst, risks.map(({ code }) => code)]).toEqual(['high', ['a-high', 'a-low']]);
    expect(assess(situation, [], nothing).risk).toBe('none');
  });

  it('is blocked by what is critical and not accepted, once for each kind', () => {
    const cascade = risk('cascade', [{ message: 'one' }, { message: 'two' }]);
    expect(assess(situation, [cascade], nothing).blockers).toEqual([
      { id: 'cascade', message: 'one (and 1 more)', option: '--accept cascade' },
    ]);
    const accepted = assess(situation, [cascade], { ...nothing, accept: ['cascade'] });
    expect([accepted.blockers, accepted.risks[0]?.accepted, accepted.risk]).toEqual([[], true, 'critical']);
    expect(assess(situation, [risk('high', [{}], { severity: 'high' })], nothing).blockers).toEqual([]);
  });

  it('is blocked by what states a new error of a critical environment, whatever its severity', () => {
    const stated = (environment: string, own: Partial<FoundRisk> = {}): Risk =>
      risk('fallback-lost', [{ environment, ...own }], { severity: 'high', states: ['fallback-unavailable'] });
    const error = { rule: 'fallback-unavailable', severity: 'error', flag: 'a-flag' };
    const blocks = (one: Risk, ...added: readonly object[]): boolean =>
      assess({ ...situation, added } as Situation, [one], nothing).blockers.length > 0;
    expect(blocks(stated('production'), error)).toBe(true);
    expect(blocks(stated('production', { flag: 'another', others: ['a-flag'] }), error)).toBe(true);
    expect(blocks(stated('production'))).toBe(false);
    expect(blocks(stated('staging'), error)).toBe(false);
    expect(blocks(stated('production'), { ...error, severity: 'warning' })).toBe(false);
    expect(blocks(stated('production'), { ...error, rule: 'expired' })).toBe(false);
    expect(blocks(stated('production'), { ...error, flag: 'another' })).toBe(false);
  });

  it('is blocked by what cannot be accepted, whatever its severity', () => {
    const invalid = risk('invalid-result', [{ environment: 'staging' }], { acceptable: false });
    const { blockers, notes } = assess(situation, [invalid], { ...nothing, accept: ['invalid-result'] });
    expect(blockers).toEqual([{ id: 'invalid-result', message: 'invalid-result', option: undefined }]);
    expect(notes).toEqual(['invalid-result cannot be accepted: only its cause can be removed']);
  });

  it('is blocked by a decision until it is answered', () => {
    const open = risk('released-conflict', [{ question }], { severity: 'high' });
    const id = 'released-conflict:a-flag:production';
    const decide = (answer: string) => ({ accept: [], decide: new Map([[id, answer]]) });
    expect(assess(situation, [open], nothing).blockers).toEqual([
      { id, message: 'On again?', option: `--decide ${id}=enable|keep-off` },
    ]);
    const { blockers, decisions } = assess(situation, [open], decide('keep-off'));
    expect([blockers, decisions[0]?.chosen]).toEqual([[], 'keep-off']);
    expect(assess(situation, [open], decide('enabled')).notes).toEqual([
      `--decide ${id}: "enabled" is not one of the answers: enable or keep-off`,
    ]);
  });

  it('notes what was accepted or decided and is not there', () => {
    const answers = { accept: ['drifted'], decide: new Map([['a:b:c', 'd']]) };
    expect(assess(situation, [risk('drifted', [])], answers).notes).toEqual([
      '--accept drifted: there is no such risk here',
      '--decide a:b:c: there is no such decision here',
    ]);
  });
});
