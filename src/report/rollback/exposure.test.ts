import { describe, expect, it } from 'vitest';
import { notCountedText, exposureChanges, percentOfShare, sameExposureText } from './exposure.ts';
import { effect } from '../../../test/support/rollback-report.ts';

describe('percent', () => {
  it.each([
    [0, '0%'],
    [1, '100%'],
    [0.25, '25%'],
    [0.2487, '24.9%'],
    [0.0001, '<0.1%'],
    [0.9999, '>99.9%'],
  ])('%d is %s', (share, text) => {
    expect(percentOfShare(share)).toBe(text);
  });
});

describe('exposureChanges', () => {
  it('gives each variant that changes, those that come last', () => {
    const own = { exposureBefore: { on: 0.5, blue: 0.5 }, exposureAfter: { blue: 0.5, off: 0.5 } };
    expect(exposureChanges(effect('x', own), '->')).toEqual(['on 50% -> 0%', 'off 0% -> 50%']);
  });

  it('is exact where rounding would hide that there is a change', () => {
    const own = { exposureBefore: { on: 0.2501 }, exposureAfter: { on: 0.2502 } };
    expect(exposureChanges(effect('x', own), '->')).toEqual(['on 25.01% -> 25.02%']);
  });

  it('counts what would be too many', () => {
    const exposureBefore = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`v${at}`, 0.02]));
    const changes = exposureChanges(effect('x', { exposureBefore, exposureAfter: {} }), '->');
    expect(changes).toHaveLength(7);
    expect(changes.at(-1)).toBe('and 44 more variants');
  });
});

it('does not promise that nobody gets another value where rules ask for attributes', () => {
  expect(sameExposureText(effect('x', { byAttributes: ['staff'] }))).toBe(
    'the same by key alone; by attributes, not counted: staff',
  );
  expect(sameExposureText(effect('x'))).toBe('the same for all that are counted');
  expect(sameExposureText(effect('x', { activeBefore: false }))).toContain('not active before or after');
});

it('names the first rules by attributes, and counts the others', () => {
  expect(notCountedText(effect('x'))).toBe('');
  const byAttributes = Array.from({ length: 9 }, (_, at) => `rule-${at}`);
  expect(notCountedText(effect('x', { byAttributes }))).toMatch(/rule-0, .*rule-3 and 5 more$/);
});
