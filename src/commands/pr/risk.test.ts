import { describe, expect, it } from 'vitest';
import { riskOf, worstOf, type ChangedEnvironment, type RiskFacts } from './risk.ts';

const production: ChangedEnvironment = {
  environment: 'production',
  critical: true,
  activeBefore: true,
  activeAfter: true,
  before: { on: 0.1, off: 0.9 },
  after: { on: 0.2, off: 0.8 },
  moved: 0.1,
  dependents: [],
};
const facts = (more: Partial<RiskFacts> = {}): RiskFacts => ({
  criticality: 'medium',
  environments: [production],
  errors: 0,
  irreversible: undefined,
  ...more,
});
const level = (more: Partial<RiskFacts>): string => riskOf(facts(more)).level;
const where = (more: Partial<ChangedEnvironment>): Partial<RiskFacts> => ({
  environments: [{ ...production, ...more }],
});

describe('riskOf', () => {
  it('is low where nothing that a flag does may have changed', () => {
    expect(riskOf(facts({ environments: [], criticality: 'critical' }))).toEqual({ level: 'low', reasons: [] });
    expect(level({ ...where({ activeBefore: false, activeAfter: false, moved: 0 }), criticality: 'critical' })).toBe(
      'low',
    );
  });

  it('is the criticality where a critical environment changes, at least medium, and a step less elsewhere', () => {
    expect(['low', 'medium', 'high', 'critical'].map((criticality) => level({ criticality }))).toEqual(['medium', 'medium', 'high', 'critical']); // prettier-ignore
    const elsewhere = where({ environment: 'staging', critical: false });
    expect(['low', 'medium', 'high', 'critical'].map((criticality) => level({ ...elsewhere, criticality }))).toEqual(['low', 'low', 'medium', 'high']); // prettier-ignore
  });

  it('tells of a jump, and of flags that need one which goes off', () => {
    expect(riskOf(facts(where({ moved: 0.51 }))).reasons.map(({ text }) => text)).toContain(
      '51% of users get another variant in production',
    );
    expect(riskOf(facts(where({ moved: 0.5 }))).reasons).toHaveLength(1);
    const off = where({ activeAfter: false, dependents: ['a', 'b', 'c', 'd'] });
    expect(riskOf(facts(off))).toMatchObject({
      level: 'high',
      reasons: [{ text: 'a, b, c and 1 more need it in production' }, { level: 'medium' }],
    });
    expect(level(where({ dependents: ['a'] }))).toBe('medium');
  });

  it('is high where switching on cannot be undone, and critical with a new error', () => {
    expect(level({ irreversible: 'Data is moved.' })).toBe('medium');
    expect(level({ ...where({ activeBefore: false }), irreversible: 'Data is moved.' })).toBe('high');
    expect(riskOf(facts({ errors: 2 }))).toMatchObject({ level: 'critical', reasons: [{ text: '2 new errors' }, {}] });
  });
});

it('worstOf is low of nothing', () => {
  expect(worstOf([])).toBe('low');
  expect(worstOf(['medium', 'critical', 'low'])).toBe('critical');
});
