import { expect, it } from 'vitest';
import { tableLines } from './table.ts';

const columns = [
  { cells: ['payment-api-v1-service', 'legacy-payment-system'] },
  { cells: ['active', 'LEGACY'] },
  { cells: ['1500 rps', '800 rps'], align: 'right' as const },
  { cells: ['load is 1200 rps, its capacity is in another unit', 'ok for 1200 rps'], wrap: true },
];

it('keeps a row on one line where there is room', () => {
  expect(tableLines(columns, { width: 100 })).toMatchInlineSnapshot(`
    [
      "payment-api-v1-service  active  1500 rps  load is 1200 rps, its capacity is in another unit",
      "legacy-payment-system   LEGACY   800 rps  ok for 1200 rps",
    ]
  `);
});

it('wraps the column that may be wrapped', () => {
  expect(tableLines(columns, { width: 60 })).toMatchInlineSnapshot(`
    [
      "payment-api-v1-service  active  1500 rps  load is 1200 rps,",
      "                                          its capacity is in",
      "                                          another unit",
      "legacy-payment-system   LEGACY   800 rps  ok for 1200 rps",
    ]
  `);
});

it('puts the first cells on lines of their own where the rest would be narrower than words', () => {
  for (const width of [40, 50]) {
    const lines = tableLines(columns, { width });
    expect(lines.every((line) => line.length <= width)).toBe(true);
  }
  expect(tableLines(columns, { width: 50 })).toMatchInlineSnapshot(`
    [
      "payment-api-v1-service",
      "  active  1500 rps  load is 1200 rps, its capacity",
      "                    is in another unit",
      "legacy-payment-system",
      "  LEGACY   800 rps  ok for 1200 rps",
    ]
  `);
});
