/** Numbers from 0 to 1 that are the same every time: Mulberry32. */
export function uniformNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A number of the standard normal distribution (Box and Muller). */
export function normalNumber(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** How many of so many have an event: drawn one by one where they are few, else rare events after Poisson, others near enough to normal. */
export function eventsOf(random: () => number, size: number, rate: number): number {
  if (size <= 200) {
    let events = 0;
    for (let at = 0; at < size; at++) if (random() < rate) events++;
    return events;
  }
  const mean = size * rate;
  if (mean < 30) return Math.min(size, poissonNumber(random, mean));
  return Math.min(size, Math.max(0, Math.round(mean + Math.sqrt(mean * (1 - rate)) * normalNumber(random))));
}

function poissonNumber(random: () => number, mean: number): number {
  const limit = Math.exp(-mean);
  let count = -1;
  for (let product = 1; product > limit; product *= random()) count++;
  return count;
}
