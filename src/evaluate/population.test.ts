import { describe, expect, it } from 'vitest';
import { compile, flag, now } from '../../test/support/evaluation.ts';
import { exposure } from './exposure.ts';
import { numberedContexts, Tally } from './population.ts';

describe('numberedContexts', () => {
  it('counts targeting keys as text, over what all share', () => {
    expect([...numberedContexts(2, { country: 'DE', targetingKey: 'x' })]).toEqual([
      { country: 'DE', targetingKey: '0' },
      { country: 'DE', targetingKey: '1' },
    ]);
    expect([...numberedContexts(0)]).toEqual([]);
  });

  it('can be gone through again', () => {
    const contexts = numberedContexts(3);
    expect([...contexts]).toEqual([...contexts]);
  });
});

describe('Tally', () => {
  const rules = [{ name: 'germans', when: { attribute: 'country', equals: 'DE' }, serve: 'on' }];
  const evaluator = compile([
    flag('split', { enabled: true, otherwise: { on: 25, off: 75 } }),
    flag('ruled', { enabled: true, rules, otherwise: 'off' }),
    flag('broken', { enabled: true, otherwise: 'nothing' }),
  ]);
  const tallied = (key: string, contexts: Iterable<object>): Tally => {
    const tally = new Tally();
    for (const context of contexts) tally.add(evaluator.evaluate(key, { ...context }, { now }));
    return tally;
  };

  it('is the exposure, for the contexts that exposure is about', () => {
    const tally = tallied('split', numberedContexts(10_000));
    const shares = Object.fromEntries([...tally.variants.keys()].map((name) => [name, tally.share(name)]));
    expect(shares).toEqual(exposure(evaluator, 'split', now));
    expect(tally.reasons).toEqual(new Map([['SPLIT', 10_000]]));
  });

  it('counts variants, reasons and rules', () => {
    const tally = tallied('ruled', [{ country: 'DE' }, {}, { country: 'DE' }, { country: 'FR' }]);
    expect(tally).toMatchObject({ size: 4, error: undefined });
    expect(tally.variants).toEqual(new Map([['on', 2], ['off', 2]])); // prettier-ignore
    expect(tally.reasons).toEqual(new Map([['TARGETING_MATCH', 2], ['DEFAULT', 2]])); // prettier-ignore
    expect(tally.rules).toEqual(new Map([['germans', 2]]));
    expect(tally.share('on')).toBe(0.5);
    expect(tally.share('toString')).toBe(0);
  });

  it('keeps the first error, and has no shares of nobody', () => {
    expect(tallied('broken', [{}, {}]).error).toMatch(/nothing/);
    expect(tallied('gone', [{}])).toMatchObject({ size: 1, variants: new Map(), reasons: new Map([['ERROR', 1]]) });
    expect(new Tally().share('on')).toBe(0);
  });
});
