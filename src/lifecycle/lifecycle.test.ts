import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoDate } from '../diagnostic/relative-time.ts';
import { readFlag, type Flag } from '../model/flag.ts';
import { readManifest } from '../model/manifest.ts';
import { daysLeft, durationText } from './days.ts';
import { exceedsLongestLife, expiryOf, longestLife, mustExpire } from './expiry.ts';
import { exceededReviewLimit, reviewOf } from './review.ts';

const manifest = readManifest('flagwright.yaml', undefined);
const flag = (value: unknown): Flag => readFlag('fast-search', 'fast-search.flag.yaml', value);
const at = (date: string): number => Date.parse(date);

describe('expiry', () => {
  const release = flag({ type: 'release', created: '2026-10-01', expires: '2026-12-01' });

  it('lasts to the end of the day it names, in UTC', () => {
    expect(expiryOf(release, manifest, at('2026-12-01T23:59:59.999Z'))).toMatchObject({ expired: false, daysLeft: 0 });
    expect(expiryOf(release, manifest, at('2026-12-02T00:00:00Z'))).toMatchObject({ expired: true, daysLeft: -1 });
  });

  it('ends at the instant it names', () => {
    const timed = flag({ type: 'release', expires: '2026-12-01T10:00:00+02:00' });
    expect(expiryOf(timed, manifest, at('2026-12-01T07:59:59Z'))).toMatchObject({ expired: false, expiring: true });
    expect(expiryOf(timed, manifest, at('2026-12-01T08:00:00Z'))).toMatchObject({ expired: true, daysLeft: 0 });
  });

  it('is warned of all day long from the first day of the window', () => {
    expect(expiryOf(release, manifest, at('2026-11-16T23:59:59Z'))?.expiring).toBe(false);
    expect(expiryOf(release, manifest, at('2026-11-17T00:00:00Z'))).toMatchObject({ expiring: true, daysLeft: 14 });
    const later = readManifest('', { lifecycle: { release: { warn: '2d' } } });
    expect(expiryOf(release, later, at('2026-11-28'))?.expiring).toBe(false);
    expect(expiryOf(release, later, at('2026-11-29'))?.expiring).toBe(true);
  });

  it('is unknown without a date that the calendar has', () => {
    for (const expires of [undefined, null, 7, '', 'soon', '2026-02-30', '2026-13-01'])
      expect(expiryOf(flag({ type: 'release', expires }), manifest, 0)).toBeUndefined();
  });

  it('tells an absent expiry from one that cannot be read', () => {
    expect(flag({}).expires).toBeUndefined();
    expect(flag({ expires: null }).expires).toBe('');
  });

  it('may be as late as created + maxAge, and no later', () => {
    const limit = longestLife(release, manifest);
    expect(limit && isoDate(limit.lastDay)).toBe('2026-12-30');
    const until = (expires: string, type = 'release'): boolean =>
      exceedsLongestLife(flag({ type, created: '2026-10-01', expires }), manifest);
    expect(until('2026-12-30')).toBe(false);
    expect(until('2026-12-30T18:00:00Z')).toBe(false);
    expect(until('2026-12-31')).toBe(true);
    expect(until('2026-12-31', 'migration')).toBe(false);
    expect(until('2036-12-31', 'ops')).toBe(false);
    expect(until('2036-12-31', '__proto__')).toBe(false);
  });

  it('is asked of the types that are meant to go', () => {
    expect(['release', 'experiment', 'migration', 'ops', 'kill-switch', 'permission'].map((type) => mustExpire(flag({ type }), manifest))).toEqual(
      [true, true, true, false, false, false],
    ); // prettier-ignore
  });
});

describe('review', () => {
  const due = (value: unknown, now: string): unknown =>
    reviewOf(flag({ type: 'ops', ...(value as object) }), manifest, at(now));

  it('is due that long after the last one, and overdue the day after', () => {
    const review = { review: { every: '90d', last: '2026-08-24' } };
    expect(due(review, '2026-11-22T23:00:00Z')).toMatchObject({ overdue: false, dueSoon: true, daysLeft: 0 });
    expect(due(review, '2026-11-23')).toMatchObject({ overdue: true, dueSoon: false, daysLeft: -1 });
    expect(due(review, '2026-11-08')).toMatchObject({ dueSoon: true, daysLeft: 14 });
    expect(due(review, '2026-11-07T23:00:00Z')).toMatchObject({ dueSoon: false, daysLeft: 15 });
  });

  it('counts from created before the first one', () => {
    expect(due({ created: '2026-01-01', review: { every: '30d' } }, '2026-02-01')).toMatchObject({
      overdue: true,
      reviewed: false,
    });
  });

  it('is unknown where the file does not say', () => {
    expect(due({ created: '2026-01-01' }, '2026-02-01')).toBeUndefined();
    expect(due({ created: '2026-01-01', review: { every: 'often' } }, '2026-02-01')).toBeUndefined();
    expect(due({ review: { every: '30d' } }, '2026-02-01')).toBeUndefined();
  });

  it('may not be further apart than the type allows', () => {
    const every = (type: string, text: string): unknown =>
      exceededReviewLimit(flag({ type, review: { every: text } }), manifest);
    expect(every('ops', '180d')).toBeUndefined();
    expect(every('ops', '181d')).toBe(180 * 86_400_000);
    expect(every('permission', '181d')).toBeUndefined();
    expect(every('release', '999d')).toBeUndefined();
  });
});

describe('daysLeft', () => {
  it.each([
    ['2026-11-22', 0],
    ['2026-11-23', 1],
    ['2026-12-01', 9],
    ['2026-11-21', -1],
    ['2026-11-22T18:00:00Z', 0],
    ['2026-11-23T00:00:00Z', 1],
    ['soon', undefined],
  ])('%s is %i days away', (date, days) => {
    expect(daysLeft(date, at('2026-11-22T12:00:00Z'))).toBe(days);
  });
});

describe('dates', () => {
  it('never throw, whatever is in a file', () => {
    const anything = fc.oneof(fc.anything(), fc.constantFrom('2026-02-30', '9999-12-31', '0000-01-01', '999999999d'));
    const record = fc.record({ type: anything, created: anything, expires: anything, review: anything });
    fc.assert(
      fc.property(record, fc.integer(), (value, now) => {
        const one = flag(value);
        expiryOf(one, manifest, now);
        reviewOf(one, manifest, now);
        const limit = longestLife(one, manifest);
        if (limit) expect(isoDate(limit.lastDay)).toMatch(/\d-\d\d-\d\d$/);
      }),
    );
  });
});

describe('words', () => {
  it('give a duration in its own unit', () => {
    expect([90 * 86_400_000, 36 * 3_600_000, 90 * 60_000].map(durationText)).toEqual(['90d', '36h', '90m']);
  });
});
