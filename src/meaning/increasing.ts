/**
 * The indices of a longest increasing subsequence, in order: of the things at the positions given, the most
 * that have kept their order. Of several the same one every time.
 */
export function longestIncreasing(positions: readonly number[]): number[] {
  /** By length: the index at which the lowest end of such a subsequence is. */
  const ends: number[] = [];
  const before: (number | undefined)[] = [];
  for (const [index, position] of positions.entries()) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((positions[ends[middle] as number] as number) < position) low = middle + 1;
      else high = middle;
    }
    before[index] = ends[low - 1];
    ends[low] = index;
  }
  const found: number[] = [];
  for (let index = ends.at(-1); index !== undefined; index = before[index]) found.push(index);
  return found.reverse();
}
