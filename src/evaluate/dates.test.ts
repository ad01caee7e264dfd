import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDuration, parseInstant } from './dates.ts';

describe('parseInstant', () => {
  test('a date without time begins with its first instant and ends after its last', () => {
    expect(parseInstant('2026-09-30', 'start')).toBe(Date.UTC(2026, 8, 30));
    expect(parseInstant('2026-09-30', 'end')).toBe(Date.UTC(2026, 9, 1));
    expect(parseInstant('2026-12-31', 'end')).toBe(Date.UTC(2027, 0, 1));
  });

  test.each([
    ['2026-09-01T08:00:00Z', Date.UTC(2026, 8, 1, 8)],
    ['2026-09-01T08:00Z', Date.UTC(2026, 8, 1, 8)],
    ['2026-09-01T10:30:15+02:30', Date.UTC(2026, 8, 1, 8, 0, 15)],
    ['2026-08-31T23:00:00-09:00', Date.UTC(2026, 8, 1, 8)],
    ['2026-09-01T08:00:00.5Z', Date.UTC(2026, 8, 1, 8, 0, 0, 500)],
    ['2026-09-01T08:00:00.123456789Z', Date.UTC(2026, 8, 1, 8, 0, 0, 123)],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
    ['2000-02-29T23:59:59Z', Date.UTC(2000, 1, 29, 23, 59, 59)],
  ])('%s is the same instant at either end', (text, instant) => {
    expect(parseInstant(text, 'start')).toBe(instant);
    expect(parseInstant(text, 'end')).toBe(instant);
  });

  test('takes the first years of the era for what they are', () => {
    expect(new Date(parseInstant('0050-03-01', 'start')!).getUTCFullYear()).toBe(50);
  });

  test.each([
    '2026-02-30',
    '2025-02-29',
    '1900-02-29',
    '2026-04-31',
    '2026-00-10',
    '2026-13-01',
    '2026-01-00',
    '2026-01-32',
    '2026-1-1',
    '26-01-01',
    '20260101',
    '2026-01',
    '2026',
    '',
    ' 2026-01-01',
    '2026-01-01 ',
    '01/02/2026',
    '2026-01-01T24:00:00Z',
    '2026-01-01T08:60:00Z',
    '2026-01-01T08:00:60Z',
    '2026-01-01T08:00:00',
    '2026-01-01T08Z',
    '2026-01-01 08:00:00Z',
    '2026-01-01T08:00:00+2:00',
    '2026-01-01T08:00:00+24:00',
    '2026-01-01T08:00:00+02:60',
    '2026-01-01T08:00:00.Z',
    'yesterday',
    '2d',
    '２０２６-01-01',
  ])('refuses %j', (text) => {
    expect(parseInstant(text, 'start')).toBeUndefined();
    expect(parseInstant(text, 'end')).toBeUndefined();
  });

  test('reads back every instant', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
        (date) => {
          expect(parseInstant(date.toISOString(), 'start')).toBe(date.getTime());
        },
      ),
    );
  });

  test('accepts the days that the calendar has and no others', () => {
    for (let month = 1; month <= 12; month++) {
      for (let day = 1; day <= 31; day++) {
        const text = `2023-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
        const exists = new Date(Date.UTC(2023, month - 1, day)).getUTCMonth() === month - 1;
        expect(parseInstant(text, 'start') !== undefined).toBe(exists);
      }
    }
  });
});

describe('parseDuration', () => {
  test.each([
    ['90m', 90 * 60_000],
    ['48h', 48 * 3_600_000],
    ['14d', 14 * 86_400_000],
  ])('reads %s', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  test.each(['', '90', 'm', '1.5h', '-1d', '1w', '1 d', '1D', 'P1D', '1d12h', '9999999999d'])('refuses %j', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});
