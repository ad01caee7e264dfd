import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { searchChange } from './search-change.ts';

/** The search over states of these results, and how often it asked. */
async function search(
  states: readonly unknown[],
  from?: number,
): Promise<{ found: number | undefined; asked: number[] }> {
  const asked: number[] = [];
  const isAsLast = async (state: number): Promise<boolean> => {
    asked.push(state);
    return states[state] === states.at(-1);
  };
  return { found: await searchChange(isAsLast, states.length - 1, from), asked };
}

describe('searchChange', () => {
  it('finds a state that is as the last one, after one that is not', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 200 }), async (states) => {
        const { found, asked } = await search(states);
        expect(new Set(asked).size).toBe(asked.length);
        if (found === undefined) return;
        expect(states[found]).toBe(states.at(-1));
        expect(states[found - 1]).not.toBe(states.at(-1));
      }),
    );
  });

  it.each([
    [0, 18],
    [999, 1],
    [500, 18],
    [990, 7],
  ])('finds the one change of 1000 states at %i in at most %i questions', async (change, most) => {
    const states = Array.from({ length: 1001 }, (_, state) => state > change);
    const { found, asked } = await search(states);
    expect(found).toBe(change + 1);
    expect(asked.length).toBeLessThanOrEqual(most);
  });

  it('asks as often as a number has digits where the other end is known', async () => {
    const states = Array.from({ length: 1024 }, (_, state) => state >= 700);
    expect(await search(states, -1)).toMatchObject({ found: 700 });
    expect((await search(states, -1)).asked.length).toBeLessThanOrEqual(10);
  });

  it('finds nothing where all are the same', async () => {
    expect(await search([1])).toEqual({ found: undefined, asked: [] });
    expect(await search([1, 1, 1, 1, 1])).toEqual({ found: undefined, asked: [3, 1, 0] });
  });

  it('takes the first state for what changed where nothing was before', async () => {
    expect(await search([1, 1, 1], -1)).toMatchObject({ found: 0 });
  });
});
