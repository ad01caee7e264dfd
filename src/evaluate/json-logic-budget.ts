/** Steps that one evaluation may take: far more than real targeting needs, and some milliseconds of work. */
const MOST_STEPS = 200_000;

import { countSteps } from './steps-taken.ts';

/** Bounds the work of one evaluation of JsonLogic, which may nest loops over lists, or double a text again and again. */
export class StepBudget {
  #left = MOST_STEPS;
  readonly #sizes = new WeakMap<object, number>();

  refill(): void {
    this.#left = MOST_STEPS;
  }

  /** @throws Error when all is spent */
  spend(steps: number): void {
    this.#left -= steps;
    countSteps(steps);
    if (this.#left < 0) throw new Error('targeting takes too many steps');
  }

  /** Spends what an operator may take that looks at all of its arguments. */
  spendOn(args: unknown): void {
    const open = [args];
    while (open.length > 0) {
      const value = open.pop();
      if (typeof value === 'string') this.spend(value.length >> 4);
      if (!Array.isArray(value)) continue;
      this.spend(value.length);
      for (const item of value as unknown[]) if (typeof item === 'string' || Array.isArray(item)) open.push(item);
    }
  }

  /** How many steps it takes to run some logic once, without the loops in it. */
  sizeOf(logic: unknown): number {
    if (typeof logic !== 'object' || logic === null) return 1;
    const known = this.#sizes.get(logic);
    if (known !== undefined) return known;
    let size = 0;
    const open: unknown[] = [logic];
    while (open.length > 0) {
      const value = open.pop();
      size++;
      if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) open.push(part);
    }
    this.#sizes.set(logic, size);
    return size;
  }
}
