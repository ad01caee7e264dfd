import fc from 'fast-check';
import { expect, it } from 'vitest';
import { userError } from '../../test/support/host.ts';
import { Cohort } from './cohort.ts';
import type { Row } from './row.ts';

const options = { flag: 'theme', since: undefined, until: undefined, metrics: undefined };

function cohortOf(rows: readonly Row[], own: Partial<ConstructorParameters<typeof Cohort>[0]> = {}): Cohort {
  const cohort = new Cohort({ ...options, ...own });
  for (const row of rows) cohort.add(row);
  cohort.finish();
  return cohort;
}

const exposure = fc.record({
  kind: fc.constant('exposure' as const),
  flag: fc.constantFrom(undefined, 'theme', 'other'),
  key: fc.constantFrom('a', 'b', 'c', '__proto__'),
  variant: fc.constantFrom('on', 'off', 'constructor'),
  reason: fc.constantFrom(undefined, 'SPLIT', 'DEFAULT'),
  at: fc.integer({ min: 1, max: 50 }),
});
const outcome = fc.record({
  kind: fc.constant('outcome' as const),
  key: fc.constantFrom('a', 'b', 'c', 'd', '__proto__'),
  metric: fc.constantFrom('sold', 'toString'),
  value: fc.integer({ min: 0, max: 3 }),
  at: fc.integer({ min: 1, max: 50 }),
});
/** No two exposures at one instant, as which of them is the first is then decided by the order of rows. */
const rowsMade = fc
  .array(fc.oneof(exposure, outcome), { maxLength: 40 })
  .map((rows) => rows.map((row, index) => ({ ...row, at: row.at * 100 + (index % 100) })));

/** What a join is, written down without regard to memory. */
function joined(rows: readonly Row[]): {
  sizes: Record<string, number>;
  sums: Record<string, number>;
  early: number;
  unexposed: number;
} {
  const exposures = rows.flatMap((row) =>
    row.kind === 'exposure' && (row.flag ?? 'theme') === 'theme' && (row.reason ?? 'SPLIT') === 'SPLIT' ? [row] : [],
  );
  const firstOf = (key: string): (typeof exposures)[number] | undefined =>
    exposures.filter((one) => one.key === key).sort((a, b) => a.at - b.at)[0];
  const result = { sizes: Object.create(null), sums: Object.create(null), early: 0, unexposed: 0 } as ReturnType<
    typeof joined
  >;
  for (const key of new Set(exposures.map((one) => one.key))) {
    const { variant } = firstOf(key)!;
    result.sizes[variant] = (result.sizes[variant] ?? 0) + 1;
  }
  for (const row of rows) {
    if (row.kind !== 'outcome') continue;
    const first = firstOf(row.key);
    if (first === undefined) result.unexposed++;
    else if (row.at < first.at) result.early++;
    else {
      const name = `${first.variant} ${row.metric}`;
      result.sums[name] = (result.sums[name] ?? 0) + row.value;
    }
  }
  return result;
}

function told(cohort: Cohort): ReturnType<typeof joined> {
  const sizes = Object.create(null) as Record<string, number>;
  for (const [name, size] of cohort.sizes()) if (size > 0) sizes[name] = size;
  const sums = Object.create(null) as Record<string, number>;
  for (const metric of cohort.metrics.keys()) {
    for (const [variant, values] of cohort.values(metric)) {
      if (values.sums.length > 0) sums[`${variant} ${metric}`] = values.sums.reduce((sum, value) => sum + value, 0);
    }
  }
  return { sizes, sums, early: cohort.left.early, unexposed: cohort.left.unexposed };
}

it('joins outcomes on the first exposure, in whatever order rows come', () => {
  fc.assert(
    fc.property(rowsMade, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (rows, order) => {
      const expected = joined(rows);
      expect(told(cohortOf(rows))).toEqual(expected);
      const shuffled = rows.map((row) => [order.next().value as number, row] as const).sort(([a], [b]) => a - b);
      expect(told(cohortOf(shuffled.map(([, row]) => row)))).toEqual(expected);
    }),
  );
});

const given = (key: string, variant: string, at: number): Row => ({
  kind: 'exposure',
  flag: undefined,
  key,
  variant,
  reason: undefined,
  at,
});
const did = (key: string, at: number, metric = 'sold'): Row => ({ kind: 'outcome', key, metric, value: 1, at });

it('counts units that met several variants, and rows outside of the time', () => {
  const rows = [given('a', 'on', 10), given('a', 'off', 20), given('b', 'off', 5), did('a', 30), did('b', 99)];
  expect(cohortOf(rows).crossed()).toBe(1);
  const part = cohortOf(rows, { since: 10, until: 99 });
  expect([...part.sizes()]).toEqual([
    ['on', 1],
    ['off', 0],
  ]);
  expect(part.left).toMatchObject({ outsideTime: 2 });
  expect(cohortOf(rows, { metrics: new Set(['other']) }).left).toMatchObject({ otherMetrics: 2 });
});

it('is bounded in what it takes for names', async () => {
  const many = Array.from({ length: 300 }, (_, index) => index);
  expect(await userError(async () => cohortOf(many.map((one) => given('a', `v${one}`, one))))).toMatch(
    /more than 100 variants/,
  );
  expect(await userError(async () => cohortOf(many.map((one) => did('a', one, `m${one}`))))).toMatch(
    /more than 200 metrics/,
  );
});
