/**
 * Finds a state from which on things are as they are in the last one, while they were not in the state before it. Asks
 * about as often as `last` has binary digits, at most twice that where no other state is known; of each state once.
 * @param isAsLast whether a state, by its number, is as the last one
 * @param last number of the last state
 * @param from a state that is known to be another, by its number, -1 for what was before the first; without it such a
 *   state is looked for backwards from the last one, in growing steps
 * @returns the number of the state, or nothing if none was found to be another
 */
export async function searchChange(
  isAsLast: (state: number) => Promise<boolean>,
  last: number,
  from?: number,
): Promise<number | undefined> {
  let high = last;
  let low = from ?? last;
  for (let step = 1; low === last; step *= 2) {
    if (high <= 0) return undefined;
    const state = Math.max(0, high - step);
    if (await isAsLast(state)) high = state;
    else low = state;
  }
  while (high - low > 1) {
    const middle: number = (low + high) >> 1;
    if (await isAsLast(middle)) high = middle;
    else low = middle;
  }
  return high;
}
