import { expect, it } from 'vitest';
import { exampleSituation } from '../../../test/support/example-rollback.ts';

const fallback = 'fallback: { flag: payment-api-v1 }\nload: { peak: 800, unit: rps }\n';
const off = 'environments: { production: false }\n';
const half = 'environments: { production: { enabled: true, otherwise: { on: 50, off: 50 } } }\n';

const carriersOf = async (before: string, after: string): Promise<readonly (readonly [string, number])[]> => {
  const { carriers } = await exampleSituation({
    before: { 'payment-api-v2': fallback + before, 'payment-api-v1': '' },
    after: { 'payment-api-v2': fallback + after },
  });
  return carriers.map(({ flag, lost }) => [flag, lost]);
};

it('are asked for where a flag goes off', async () => {
  expect(await carriersOf('', off)).toEqual([['payment-api-v2', 1]]);
});

it('carry the share that loses the flag where it stays on', async () => {
  const [[flag, lost] = ['', 0]] = await carriersOf('', half);
  expect(flag).toBe('payment-api-v2');
  expect(lost).toBeCloseTo(0.5, 1);
});

it('are not asked for where a flag comes on, or goes on as it was', async () => {
  expect(await carriersOf(off, '')).toEqual([]);
  expect(await carriersOf(half, '')).toEqual([]);
  expect(await carriersOf('', 'environments: { production: true, staging: true }\n')).toEqual([]);
});
