import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ago, inDays, isoDate, shortDate } from './relative-time.ts';

const now = Date.parse('2026-11-22T12:00:00Z');

describe('ago', () => {
  it.each([
    ['2026-11-22T12:00:00Z', 'just now'],
    ['2026-11-22T11:59:01Z', 'just now'],
    ['2026-11-22T11:59:00Z', '1 minute ago'],
    ['2026-11-22T11:01:00Z', '59 minutes ago'],
    ['2026-11-22T10:00:00Z', '2 hours ago'],
    ['2026-11-21T12:00:01Z', '23 hours ago'],
    ['2026-11-21T12:00:00Z', '1 day ago'],
    ['2026-11-08T12:00:01Z', '13 days ago'],
    ['2026-11-08T12:00:00Z', '2 weeks ago'],
    ['2026-10-23T12:00:00Z', '1 month ago'],
    ['2025-11-22T12:00:00Z', '1 year ago'],
    ['2026-11-22T12:05:00Z', 'just now'],
  ])('%s is %s', (then, text) => {
    expect(ago(Date.parse(then), now)).toBe(text);
  });

  it('never counts zero of a unit, and never goes back with time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (passed) => {
        expect(ago(now - passed, now)).toMatch(/^(just now|[1-9]\d* (minute|hour|day|week|month|year)s? ago)$/);
      }),
    );
  });
});

it('inDays is words for a number of days', () => {
  expect([-3, -1, 0, 1, 9].map(inDays)).toEqual(['3 days ago', '1 day ago', 'today', 'in 1 day', 'in 9 days']);
});

it('shortDate leaves out the year that it is', () => {
  expect(shortDate(Date.parse('2026-11-12'), now)).toBe('12 Nov');
  expect(shortDate(Date.parse('2025-01-02'), now)).toBe('2 Jan 2025');
});

it('isoDate is the day in UTC', () => {
  expect(isoDate(Date.parse('2026-11-22T23:59:59Z'))).toBe('2026-11-22');
  expect(isoDate(9e15)).toBe('9999-12-31');
  expect(isoDate(-9e15)).toBe('0000-01-01');
});
