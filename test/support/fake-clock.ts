import type { ClientClock } from '../../src/runtime/client-clock.ts';

export interface FakeClock extends ClientClock {
  /** Lets time pass: timers are called in their order, and what follows from each is done before the next. */
  pass(milliseconds: number): Promise<void>;
  /** Sets the clock of the day, as people and time servers do. */
  jump(milliseconds: number): void;
  /** What `random` gives from now on. */
  chance: number;
  /** Timers that wait. */
  readonly waiting: number;
}

/** Lets everything happen that needs no time. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** A clock that stands still until it is told to go on. It begins on 1 November 2026. */
export function fakeClock(): FakeClock {
  let elapsed = 1000;
  let day = Date.UTC(2026, 10, 1) - elapsed;
  let count = 0;
  const timers = new Map<number, { readonly at: number; readonly callback: () => void }>();
  return {
    chance: 0.5,
    now: () => day + elapsed,
    elapsed: () => elapsed,
    random() {
      return this.chance;
    },
    after(milliseconds, callback) {
      const own = count++;
      timers.set(own, { at: elapsed + milliseconds, callback });
      return () => void timers.delete(own);
    },
    async pass(milliseconds) {
      await settled();
      const end = elapsed + milliseconds;
      for (;;) {
        const due = [...timers].filter(([, { at }]) => at <= end).sort((a, b) => a[1].at - b[1].at || a[0] - b[0])[0];
        if (due === undefined) break;
        timers.delete(due[0]);
        elapsed = Math.max(elapsed, due[1].at);
        due[1].callback();
        await settled();
      }
      elapsed = end;
    },
    jump: (milliseconds) => void (day += milliseconds),
    get waiting() {
      return timers.size;
    },
  };
}
