let taken = 0;

/** How many steps JsonLogic has taken in this process, for whoever bounds the work of many evaluations. */
export function stepsTaken(): number {
  return taken;
}

/** Adds to `stepsTaken`. */
export function countSteps(steps: number): void {
  taken += steps;
}
