import { describe, expect, it } from 'vitest';
import type { FlagDefinition } from '../../evaluate/definition.ts';
import { compileJsonLogic } from '../../evaluate/json-logic.ts';
import { exposureChange, exposureSide, rulesByAttributes } from './exposures.ts';

function definitions(production: unknown, segments: object = {}) {
  const flag = { key: 'a-flag', environments: { production } } as FlagDefinition;
  return { flags: new Map([['a-flag', flag]]), segments: new Map(Object.entries(segments)), jsonLogic: undefined };
}

const side = (production: unknown) => exposureSide(definitions(production), 'production');
const now = Date.UTC(2026, 10, 22);

describe('exposureChange', () => {
  it('counts ten thousand keys', () => {
    const change = exposureChange(side(true), side({ enabled: true, otherwise: { on: 25, off: 75 } }), 'a-flag', now);
    expect(change.before).toEqual({ on: 1 });
    expect(change.after.on).toBeCloseTo(0.25, 1);
    expect(change.moved).toBe(change.after.off);
    expect(change.lost).toBe(change.after.off);
  });

  it('loses nothing where a share grows', () => {
    const [narrow, wide] = [20, 30].map((on) => side({ enabled: true, otherwise: { on, off: 100 - on } }));
    const change = exposureChange(narrow!, wide!, 'a-flag', now);
    expect(change.lost).toBe(0);
    expect(change.moved).toBeCloseTo(0.1, 1);
  });

  it('counts a population instead of keys', () => {
    const when = { attribute: 'country', equals: 'DE' };
    const rules = [{ name: 'german', when, serve: 'off' }];
    const people = [{ country: 'DE' }, { country: 'FR' }, { country: 'DE', targetingKey: 'x' }, {}];
    const change = exposureChange(side(true), side({ enabled: true, rules, otherwise: 'on' }), 'a-flag', now, people);
    expect(change).toEqual({
      before: { on: 1 },
      after: { off: 0.5, on: 0.5 },
      moved: 0.5,
      lost: 0.5,
      askedFirst: undefined,
    });
  });

  it('asks about the key itself key by key', () => {
    const rules = [{ name: 'one', when: { attribute: 'targetingKey', equals: '7' }, serve: 'off' }];
    const change = exposureChange(side(true), side({ enabled: true, rules, otherwise: 'on' }), 'a-flag', now);
    expect(change.after).toEqual({ on: 0.9999, off: 0.0001 });
  });

  it('asks the first keys only where each takes much work, and says of how many it speaks', () => {
    const ones = Array.from({ length: 200 }, () => 1);
    const sum = {
      reduce: [
        ones,
        { '+': [{ reduce: [ones, { '+': [{ var: 'current' }, { var: 'accumulator' }] }, 0] }, { var: 'accumulator' }] },
        0,
      ],
    };
    const heavy = { enabled: true, targeting: { if: [{ '>': [sum, 0] }, 'on', 'off'] }, otherwise: 'off' };
    const heavySide = exposureSide({ ...definitions(heavy), jsonLogic: compileJsonLogic }, 'production');
    const change = exposureChange(heavySide, side(false), 'a-flag', now);
    expect(change).toMatchObject({ before: { on: 1 }, after: { off: 1 }, moved: 1, lost: 1 });
    expect(change.askedFirst).toBeGreaterThanOrEqual(50);
    expect(change.askedFirst).toBeLessThan(1000);
    expect(exposureChange(side(true), side(false), 'a-flag', now).askedFirst).toBeUndefined();
  });
});

it('names the rules that ask for attributes, also through segments', () => {
  const segments = {
    staff: { when: { any: [{ segment: 'admins' }, { attribute: 'targetingKey', equals: 'a' }] } },
    admins: { when: { not: { attribute: 'role', equals: 'user' } } },
  };
  const rules = [
    { name: 'all-of-them', serve: 'on' },
    { name: 'by-key', when: { attribute: 'targetingKey', equals: 'b' }, serve: 'on' },
    { name: 'by-segment', when: { all: [{ segment: 'staff' }] }, serve: 'on' },
  ];
  const known = definitions({ enabled: true, rules, otherwise: 'off' }, segments);
  expect(rulesByAttributes(known, 'a-flag', 'production')).toEqual(['by-segment']);
  expect(rulesByAttributes(known, 'a-flag', 'staging')).toEqual([]);
});
